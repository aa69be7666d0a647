"""The rules of a referral and of a follow-up: who takes their steps, and when they close."""

import pytest

from criteria.errors import Rule
from tests.workflows.straight import FOLLOW_UP, STEPS_OF_REFERRAL, a_follow_up, a_referral

# Referrals


def test_a_step_of_a_referral_may_come_in_any_order() -> None:
    desk = a_referral()
    desk.act("p-chief", "record_action", {"revision": "r-3"})
    desk.act("p-duty", "record_contact", {"revision": "r-1"})
    assert set(desk.tasks) == {"referral_acknowledgement"}


def test_a_referral_carries_no_score_and_no_grade() -> None:
    assert set(vars(a_referral().state)) & {"scores", "grade", "grades", "review"} == set()


def test_a_referral_is_not_closed_before_every_step_is_taken() -> None:
    desk = a_referral()
    for step in STEPS_OF_REFERRAL:
        assert desk.refusal("p-lead", "close_referral", {"revision": "r"}) is (
            Rule.REFERRAL_STILL_OPEN
        )
        desk.act(*step)
    desk.act("p-lead", "close_referral", {"revision": "r"})
    assert desk.refusal(*STEPS_OF_REFERRAL[0]) is Rule.CLOSED


@pytest.mark.parametrize("person", ["p-liaison", "p-head", "p-chief", "p-auditor", "p-body"])
def test_a_force_does_not_close_a_referral(person: str) -> None:
    desk = a_referral().run(STEPS_OF_REFERRAL)
    assert desk.refusal(person, "close_referral", {"revision": "r"}) is Rule.NOT_YOUR_ROLE


# Follow-ups


@pytest.mark.parametrize(
    ("actor", "task", "rule"),
    [
        ("p-liaison", "policing_body_comments", Rule.NOT_YOUR_ROLE),
        ("p-body", "action_plan", Rule.NOT_YOUR_ROLE),
        ("p-liaison", "closure", Rule.TASK_UNKNOWN),
        ("p-liaison", "return", Rule.TASK_UNKNOWN),
        ("p-lead", "action_plan", Rule.NOT_YOUR_ROLE),
    ],
)
def test_a_follow_up_is_answered_by_those_it_asks(actor: str, task: str, rule: Rule) -> None:
    answer = {"revision": "r", "task": task}
    assert a_follow_up().refusal(actor, "answer_follow_up", answer) is rule


def test_a_follow_up_is_answered_once_and_closed_when_everything_is_answered() -> None:
    desk = a_follow_up()
    for step in FOLLOW_UP:
        assert desk.refusal("p-lead", "close_follow_up", {"revision": "r"}) is (
            Rule.FOLLOW_UP_STILL_OPEN
        )
        desk.act(*step)
        assert desk.refusal(*step) is Rule.TASK_UNKNOWN
    assert set(desk.tasks) == {"closure"}
    desk.act("p-deputy", "close_follow_up", {"revision": "r"})
    assert desk.tasks == {}
