"""A role handed over: what the successor takes up, what stands, who can do nothing any more."""

from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from criteria.errors import Rule
from criteria.roles import Role
from tests.builders import PEOPLE, a_mark, an_issue
from tests.workflows.engine import Driven, a_reference, opened, working
from tests.workflows.kept import Kept
from tests.workflows.straight import REFERRAL, a_follow_up, a_referral, at, body_of, steps_to, until
from tests.workflows.weeks import an_issue_in_2049, told
from workflows.acts import INSPECTION_ACTS
from workflows.patch import difference, merge, to_document
from workflows.people import in_place_of
from workflows.referral import ReferralWorkflow

BY = {"inspection_lead": "p-hmi", "liaison": "p-chief", "inspector": "p-lead"}


def handing(role: str, leaver: str, successor: str = "p-new") -> dict[str, Any]:
    return {"role": role, "leaver": leaver, "successor": successor, "reason": "r-why"}


def following(role: str, people: list[str], as_of: int) -> dict[str, Any]:
    return {"role": role, "people": people, "as_of": as_of}


# The inspection


def test_the_successor_is_asked_and_the_leaver_can_do_nothing_any_more() -> None:
    desk = at("issued")
    before = {task.id: task.due for task in desk.tasks.values()}
    desk.act("p-chief", "hand_over_role", handing("liaison", "p-liaison"))
    assert desk.state.people == {**PEOPLE, "liaison": ["p-new"]}
    assert {task.id: task.due for task in desk.tasks.values()} == before
    submitting = body_of("submit_return")
    assert desk.refusal("p-liaison", "submit_return", submitting) is Rule.NOT_YOUR_ROLE
    desk.act("p-new", "submit_return", submitting)


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.OPERATOR])
def test_whoever_left_is_refused_every_act_of_the_role(role: str) -> None:
    desk, leaver = at("confirmed"), PEOPLE[role][0]
    by = BY.get(role, "p-lead")
    desk.act(by, "hand_over_role", handing(role, leaver))
    for kind in [k for k, r in INSPECTION_ACTS.items() if r.roles == (role,) and k != "issue"]:
        assert desk.refusal(leaver, kind, {}) is Rule.NOT_YOUR_ROLE


@pytest.mark.parametrize(
    ("actor", "role", "leaver"),
    [
        ("p-liaison", "liaison", "p-liaison"),
        ("p-hmi", "liaison", "p-liaison"),
        ("p-chief", "inspector", "p-ann"),
        ("p-lead", "inspection_lead", "p-lead"),
        ("p-deputy", "inspection_lead", "p-lead"),
        ("p-ann", "inspector", "p-ann"),
        ("system", "liaison", "p-liaison"),
    ],
)
def test_only_those_whose_business_it_is_hand_a_role_over(
    actor: str, role: str, leaver: str
) -> None:
    assert at("issued").refusal(actor, "hand_over_role", handing(role, leaver)) is (
        Rule.NOT_YOUR_ROLE
    )


@pytest.mark.parametrize(
    ("actor", "body", "rule"),
    [
        ("p-lead", handing("inspector", "p-chair"), Rule.LEAVER_NOT_IN_ROLE),
        ("p-lead", handing("inspector", "p-ann", "p-ann"), Rule.SUCCESSOR_IS_THE_LEAVER),
        ("p-hmi", handing("inspection_lead", "p-lead", "p-chair"), Rule.MODERATOR_WAS_ON_THE_TEAM),
        ("p-lead", handing("panel_member", "p-member", "p-ann"), Rule.MODERATOR_WAS_ON_THE_TEAM),
        ("p-lead", handing("panel_member", "p-member", "p-chair"), Rule.ROLE_NOT_FILLED),
        ("p-lead", handing("hmi", "p-hmi", "p-member"), Rule.MODERATOR_IS_NOT_SIGNATORY),
        ("p-lead", handing("accuracy_decider", "p-decider", "p-bob"),
         Rule.DECIDER_WAS_ON_THE_VISIT),
        ("p-chief", handing("chief_officer_lead", "p-chief", "p-writer"),
         Rule.PREPARER_IS_NOT_APPROVER),
        ("p-lead", handing("nonsense", "p-ann"), Rule.INVALID_INPUT),
    ],
)  # fmt: skip
def test_a_successor_whom_a_rule_excludes_is_refused_by_its_name(
    actor: str, body: dict[str, Any], rule: Rule
) -> None:
    assert at("submitted").refusal(actor, "hand_over_role", body) is rule


def test_once_the_submission_is_accepted_a_preparer_may_become_chief_officer_lead() -> None:
    body = handing("chief_officer_lead", "p-chief", "p-writer")
    desk = at("accepted")
    desk.act("p-chief", "hand_over_role", body)
    assert desk.state.people["chief_officer_lead"] == ["p-writer"]


def test_who_left_the_team_may_not_moderate_what_it_judged() -> None:
    desk = at("judged")
    desk.act("p-lead", "hand_over_role", handing("inspector", "p-ann"))
    body = handing("panel_member", "p-member", "p-ann")
    assert desk.refusal("p-lead", "hand_over_role", body) is Rule.MODERATOR_WAS_ON_THE_TEAM
    desk.act("p-lead", "hand_over_role", handing("inspector", "p-new", "p-ann"))  # back again
    assert desk.state.left == {"inspector": {"p-new": "p-ann"}}


def test_votes_and_authors_stand() -> None:
    desk = at("confirmed")
    before = to_document(desk.state)
    for by, role, leaver in [
        ("p-lead", "panel_member", "p-member"),
        ("p-lead", "panel_chair", "p-chair"),
        ("p-lead", "inspector", "p-ann"),
        ("p-chief", "liaison", "p-liaison"),
    ]:
        desk.act(by, "hand_over_role", handing(role, leaver, f"p-new-{role.replace('_', '-')}"))
    after = to_document(desk.state)
    for part in ("judgements", "overall", "moderators", "returned", "cases", "report"):
        assert after[part] == before[part], part


# Cases


def test_cases_that_are_not_reviewed_go_to_the_successor_and_reviews_keep_their_author() -> None:
    desk = at("audited")
    desk.act("p-ann", "submit_review", a_mark("N-02"))
    desk.act("p-lead", "hand_over_role", handing("inspector", "p-ann"))
    reviewers = {reference: case.reviewer for reference, case in desk.state.cases.items()}
    assert reviewers == {
        "N-01": "p-bob", "N-02": "p-ann", "N-03": "p-bob",
        "N-04": "p-new", "N-05": "p-bob", "N-06": "p-new",
    }  # fmt: skip
    assert {task for task in desk.tasks if task.startswith("reviews")} == {
        "reviews:p-bob",
        "reviews:p-new",
    }
    desk.act("p-new", "submit_review", a_mark("N-04"))
    assert desk.refusal("p-ann", "submit_review", a_mark("N-06")) is Rule.NOT_YOUR_ROLE


def test_an_extension_that_the_leaver_was_given_is_the_successors() -> None:
    desk = at("audited")
    desk.act("p-lead", "extend", {"reason": "r-e", "task": "reviews:p-ann", "days": 3})
    due = desk.due("reviews:p-ann")
    desk.act("p-lead", "hand_over_role", handing("inspector", "p-ann", "p-bob"))
    assert desk.due("reviews:p-bob") == due
    assert desk.state.extensions == {"reviews:p-bob": 3}


def test_what_was_reviewed_by_somebody_who_left_can_be_allocated_with_the_rest() -> None:
    desk = at("audited")
    desk.act("p-ann", "submit_review", a_mark("N-02"))
    desk.act("p-lead", "hand_over_role", handing("inspector", "p-ann"))
    reviewers = dict.fromkeys(desk.state.cases, "p-new")
    body = {"revision": "r-5", "reviewers": reviewers}
    assert desk.refusal("p-lead", "allocate_cases", body) is Rule.ALREADY_SUBMITTED
    desk.act("p-lead", "allocate_cases", {**body, "reviewers": {**reviewers, "N-02": "p-ann"}})
    assert desk.state.cases["N-02"].reviewer == "p-ann"


def test_a_review_that_the_panel_returns_goes_to_whoever_stands_in_its_authors_place() -> None:
    desk = at("judged")  # N-03 is p-bob's, and differs
    desk.act("p-lead", "hand_over_role", handing("inspector", "p-bob"))
    desk.act("p-lead", "hand_over_role", handing("inspector", "p-new", "p-newer"))
    assert in_place_of(desk.state, Role.INSPECTOR, "p-bob") == "p-newer"
    returning = {"revision": "r-m", "item": "case:N-03", "decision": "return"}
    desk.act("p-member", "moderate", returning)
    assert desk.state.cases["N-03"].reviewer == "p-newer"
    assert desk.tasks["reviews:p-newer"].people == ("p-newer",)


def test_the_patch_of_a_hand_over_is_small_and_leads_to_the_state() -> None:
    desk = at("audited")
    before = to_document(desk.state)
    desk.act("p-chief", "hand_over_role", handing("liaison", "p-liaison"))
    after = to_document(desk.state)
    patch = difference(before, after)
    assert patch == {
        "people": {"liaison": ["p-new"]},
        "left": {"liaison": {"p-liaison": "p-new"}},
    }
    assert merge(before, patch) == after


# What follows the inspection


@pytest.mark.parametrize("make", [a_referral, a_follow_up])
def test_a_process_beside_the_inspection_follows_its_people(make: Any) -> None:
    desk = make()
    desk.act("system", "follow_appointments", following("liaison", ["p-new"], 7))
    assert desk.state.people == {**PEOPLE, "liaison": ["p-new"]}
    for person in ("p-lead", "p-hmi", "p-chief", "p-new"):
        body = following("liaison", ["p-mine"], 8)
        assert desk.refusal(person, "follow_appointments", body) is Rule.NOT_YOUR_ROLE


def test_of_two_words_on_a_role_the_later_one_counts_in_whatever_order_they_come() -> None:
    desk = a_referral()
    desk.act("system", "follow_appointments", following("liaison", ["p-newer"], 9))
    desk.act("system", "follow_appointments", following("liaison", ["p-new"], 7))
    desk.act("system", "follow_appointments", following("head_of_pvp", ["p-other"], 8))
    assert desk.state.people["liaison"] == ["p-newer"]
    assert desk.state.people["head_of_pvp"] == ["p-other"]


def test_no_clock_of_a_referral_moves_when_its_people_change() -> None:
    desk = a_referral()
    desk.wait(hours=2)
    dues = {task: desk.due(task) for task in desk.tasks}
    marks = to_document(desk.state.rungs)
    desk.act("system", "follow_appointments", following("liaison", ["p-new"], 3))
    assert {task: desk.due(task) for task in desk.tasks} == dues
    assert to_document(desk.state.rungs) == marks
    assert desk.refusal("p-liaison", "acknowledge_referral", {"revision": "r"}) is (
        Rule.NOT_YOUR_ROLE
    )
    desk.act("p-new", "acknowledge_referral", {"revision": "r"})


# On real servers


async def events_of(driven: Driven) -> list[Any]:
    return list((await driven.handle.fetch_history()).events)


@pytest.mark.engine
async def test_a_hand_over_is_one_act_within_the_budget(client: Client) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(client, queue, a_reference(), an_issue())
        await driven.run(until("allocated"))
        before = await events_of(driven)
        await driven.act("p-lead", "hand_over_role", handing("inspector", "p-ann"))
        grown = (await events_of(driven))[len(before) :]
        assert len(grown) <= 12
        assert sum(event.ByteSize() for event in grown) <= 2048
        refused = await driven.refusal("p-ann", "submit_review", a_mark("N-02"))
        assert refused is Rule.NOT_YOUR_ROLE
        await driven.act("p-new", "submit_review", a_mark("N-02"))


@pytest.mark.engine
async def test_a_referral_takes_the_engines_word_on_its_people_and_nobody_elses(
    client: Client,
) -> None:
    kept = Kept()
    async with working(client, kept) as queue:
        driven = await opened(
            client,
            queue,
            a_reference(),
            REFERRAL,
            workflow=ReferralWorkflow,
            opening=("p-ann", "refer_back"),
        )
        body = following("liaison", ["p-new"], 4)
        assert await driven.refusal("p-lead", "follow_appointments", body) is Rule.NOT_YOUR_ROLE
        before = await events_of(driven)
        await driven.act("system", "follow_appointments", body)
        grown = (await events_of(driven))[len(before) :]
        assert len(grown) <= 12
        assert sum(event.ByteSize() for event in grown) <= 2048
        refused = await driven.refusal("p-liaison", "acknowledge_referral", {"revision": "r"})
        assert refused is Rule.NOT_YOUR_ROLE
        await driven.act("p-new", "acknowledge_referral", {"revision": "r"})


@pytest.mark.engine
async def test_weeks_later_the_ladder_climbs_on_as_if_nobody_had_left(
    time_machine: WorkflowEnvironment,
) -> None:
    kept = Kept()
    async with working(time_machine.client, kept) as queue:
        driven = await opened(time_machine.client, queue, "T-1", an_issue_in_2049())
        await time_machine.sleep(timedelta(days=16))
        await driven.act("p-chief", "hand_over_role", handing("liaison", "p-liaison"))
        await time_machine.sleep(timedelta(days=30))
        await driven.settled()
        assert [rung.partition(" ")[0] for rung in told(kept, driven.handle.id, "return")] == [
            "reminder-10",
            "reminder-5",
            "reminder-2",
            "on-the-day",
            "overdue+1",
            "escalation+3",
        ]
        [submitting] = steps_to("submitted")
        assert await driven.refusal(*submitting) is Rule.NOT_YOUR_ROLE
        await driven.act("p-new", *submitting[1:])
