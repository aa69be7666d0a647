"""Separation of duties: the same person in two roles, as a later change might leave them."""

from typing import Any

import pytest

from criteria.errors import Rule
from tests.workflows.bodies import moderating
from tests.workflows.straight import MANIFEST, at, body_of

HELD_TWICE: list[tuple[str, str, str, str, dict[str, Any], Rule]] = [
    ("submitted", "chief_officer_lead", "p-liaison", "approve_return", {"revision": "r-1"},
     Rule.PREPARER_IS_NOT_APPROVER),
    ("submitted", "chief_officer_lead", "p-writer", "approve_return", {"revision": "r-1"},
     Rule.PREPARER_IS_NOT_APPROVER),
    ("judged", "panel_member", "p-lead", "moderate", moderating("indicator:stage-1"),
     Rule.MODERATOR_WAS_ON_THE_TEAM),
    ("judged", "panel_member", "p-deputy", "moderate", moderating("indicator:stage-1"),
     Rule.MODERATOR_WAS_ON_THE_TEAM),
    ("judged", "panel_chair", "p-ann", "moderate", moderating("case:N-03"),
     Rule.MODERATOR_WAS_ON_THE_TEAM),
    ("overall", "panel_chair", "p-lead", "confirm_overall", {"revision": "r-o"},
     Rule.LEAD_CANNOT_CONFIRM),
    ("overall", "panel_chair", "p-bob", "confirm_overall", {"revision": "r-o"},
     Rule.LEAD_CANNOT_CONFIRM),
    ("answered", "accuracy_decider", "p-ann", "decide_accuracy", body_of("decide_accuracy"),
     Rule.DECIDER_WAS_ON_THE_VISIT),
    ("answered", "accuracy_decider", "p-lead", "decide_accuracy", body_of("decide_accuracy"),
     Rule.DECIDER_WAS_ON_THE_VISIT),
    ("final", "hmi", "p-member", "sign_off", {"sha256": MANIFEST},
     Rule.MODERATOR_IS_NOT_SIGNATORY),
    ("final", "hmi", "p-chair", "sign_off", {"sha256": MANIFEST}, Rule.MODERATOR_IS_NOT_SIGNATORY),
    ("final", "hmi", "p-lead", "sign_off", {"sha256": MANIFEST}, Rule.MODERATOR_IS_NOT_SIGNATORY),
    ("final", "hmi", "p-bob", "sign_off", {"sha256": MANIFEST}, Rule.MODERATOR_IS_NOT_SIGNATORY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("point", "role", "person", "kind", "body", "rule"),
    HELD_TWICE,
    ids=[f"{person} {kind}" for _, _, person, kind, _, _ in HELD_TWICE],
)
def test_two_duties_that_must_be_apart_are_not_done_by_one_person(
    point: str, role: str, person: str, kind: str, body: dict[str, Any], rule: Rule
) -> None:
    desk = at(point)
    desk.state.people[role] = [*desk.state.people[role], person]
    assert desk.refusal(person, kind, body) is rule


def test_who_moderated_once_and_left_the_panel_since_does_not_sign() -> None:
    desk = at("final")
    desk.state.people["panel_member"] = []
    desk.state.people["hmi"] = ["p-member"]
    signing = {"sha256": MANIFEST}
    assert desk.refusal("p-member", "sign_off", signing) is Rule.MODERATOR_IS_NOT_SIGNATORY
