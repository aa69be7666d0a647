"""Bodies about who serves: handing a role over, and those who could take it."""

from api.schemas.values import PersonId, Said, Sent, Shown, example


class HandOverIn(Sent):
    """The successor takes the leaver's place in the role that the address names."""

    model_config = example(
        leaver="p-x01-liaison",
        successor="p-x01-contributor-2",
        reason="Leaves the force on Friday 22 January.",
    )

    leaver: PersonId
    successor: PersonId
    reason: Said


class CandidateOut(Shown):
    """Somebody who could be given the role. `rule` and `why` say what excludes them, if anything
    does."""

    id: str
    name: str
    title: str | None
    qualifies: bool
    rule: str | None
    why: str | None


class CandidateList(Shown):
    """Those who qualify first, each group by name. `holders` hold the role now; `leaver` is the
    one whose place is meant."""

    role: str
    holders: list[str]
    leaver: str
    items: list[CandidateOut]
