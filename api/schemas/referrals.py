"""Bodies of referrals: a case goes back to the force because a child may be at risk now."""

from datetime import datetime

from pydantic import ConfigDict

from api.schemas.acts import ActOut
from api.schemas.content import RevisionOut
from api.schemas.tasks import TaskOut
from api.schemas.values import Said, Sent, Shown, example


class ReferralIn(Sent):
    """The concern, never a grade. `immediate_danger` puts 999 first among those to ring."""

    model_config = example(
        concern="The file shows no check on the child since the last report.",
        immediate_danger=False,
    )

    concern: Said
    immediate_danger: bool


class EntryIn(Sent):
    """What was said or done: the call, the acknowledgement, the action, the closing reason."""

    model_config = example(entry="Rang at 16:53, no answer; rang the next number, answered 17:05.")

    entry: Said


class ToRing(Shown):
    """Somebody to ring, in the order of the list."""

    role: str
    name: str
    telephone: str | None


class ReferralOpened(ActOut):
    """The act, and the telephone procedure: ring now, whatever the act's state says."""

    model_config = ConfigDict(json_schema_extra={})

    referral: str
    ring: list[ToRing]


class ReferralOut(Shown):
    reference: str
    case: str
    state: str
    referred_by: str
    referred_at: datetime
    before_audit: bool
    closed_at: datetime | None


class ReferralList(Shown):
    items: list[ReferralOut]


class ReferralWhole(ReferralOut):
    concern: RevisionOut
    entries: list[RevisionOut]
    tasks: list[TaskOut]
    ring: list[ToRing]
