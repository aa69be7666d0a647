"""Who may call which route: one table by the route's name, and the check that goes with it.

What may be seen in an answer is decided below, in criteria/visibility.py. A caller who has no place
in an inspection is answered as if there were none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from criteria.errors import Rule, RuleBroken
from criteria.roles import Role, Side
from criteria.visibility import Kind, Sight, Viewer, sight
from records.errors import NotFound
from records.people import Person
from workflows.acts import ALL_ACTS

LEADS = frozenset({Role.INSPECTION_LEAD, Role.DEPUTY_LEAD})
TEAM = LEADS | {Role.INSPECTOR}
PANEL = frozenset({Role.PANEL_CHAIR, Role.PANEL_MEMBER})
WRITERS = frozenset({Role.LIAISON, Role.HEAD_OF_PVP, Role.CONTRIBUTOR, Role.CHIEF_OFFICER_LEAD})
SHARERS = frozenset({Role.LIAISON, Role.HEAD_OF_PVP})
OVERSEERS = frozenset({Role.INSPECTION_LEAD, Role.HMI})  # who know of every inspection
EVERY_ROLE = frozenset(Role)


@dataclass(frozen=True)
class Access:
    """Who may call a route.

    `roles` are roles held in the inspection that the route is about, None for a route about none.
    `standing` are roles that a person may be appointed to; there, they open a route by themselves.
    """

    signed_in: bool = True
    roles: frozenset[Role] | None = None
    standing: frozenset[Role] = frozenset()
    sides: frozenset[Side] = frozenset(Side)


ANYONE = Access(signed_in=False)
SIGNED_IN = Access()
INSPECTORATE = Access(sides=frozenset({Side.INSPECTORATE}))
OPERATORS = Access(standing=frozenset({Role.OPERATOR}), sides=frozenset({Side.INSPECTORATE}))


def serving(roles: Iterable[Role], *, standing: Iterable[Role] = ()) -> Access:
    return Access(roles=frozenset(roles), standing=frozenset(standing))


def acting(kind: str) -> Access:
    """The roles that the rule of this act names: the engine refuses all others too."""
    return serving(ALL_ACTS[kind].roles)


def readers(kind: Kind) -> Access:
    """The roles that see content of this kind, beyond what they wrote themselves."""
    unseeing = (Sight.NEVER, Sight.OWN)
    return serving(role for role in Role if _sight(kind, role) not in unseeing)


def _sight(kind: Kind, role: Role) -> Sight:
    return sight(kind, Viewer("", Side.INSPECTORATE, None, frozenset({role})))


_REVIEWING = acting("submit_review")
_JUDGING = acting("judge_indicator")
_JOURNAL = serving(LEADS | PANEL | {Role.HMI, Role.OPERATOR}, standing={Role.OPERATOR})
_REPORT = serving(
    TEAM
    | PANEL
    | {Role.HMI, Role.EDITOR, Role.ACCURACY_DECIDER}
    | {Role.LIAISON, Role.HEAD_OF_PVP, Role.CHIEF_OFFICER_LEAD}
)
_REFERRALS = serving(
    (readers(Kind.CONCERN).roles or frozenset()) | {Role.INSPECTOR}  # inspectors see their own
)
_MORE_TIME = serving((*ALL_ACTS["request_extension"].roles, *ALL_ACTS["decide_extension"].roles))

_DELIVERY = serving(TEAM | {Role.HMI, Role.LIAISON, Role.HEAD_OF_PVP, Role.CHIEF_OFFICER_LEAD})

ACCESS: dict[str, Access] = {
    # Anyone
    "healthz": ANYONE,
    "readyz": ANYONE,
    "static_file": ANYONE,
    "docs_page": ANYONE,
    "docs_asset": ANYONE,
    "openapi_document": ANYONE,
    "explain_problem": ANYONE,
    "read_calendar": ANYONE,  # who bears the token in its address
    "take_notify_receipt": ANYONE,  # who bears the token of TOUCHSTONE_NOTIFY_CALLBACK_TOKEN
    # Development only: api/identity.py refuses calls from elsewhere.
    "list_development_people": ANYONE,
    "development_sign_in": ANYONE,
    # About oneself
    "get_me": SIGNED_IN,
    "get_inbox": SIGNED_IN,
    "get_messages": SIGNED_IN,
    "get_calendar_feed": SIGNED_IN,
    "make_calendar_feed": SIGNED_IN,
    "end_calendar_feed": SIGNED_IN,
    "get_act": SIGNED_IN,  # its actor, or who may read the journal
    # The house
    "list_programmes": SIGNED_IN,
    "get_programme": SIGNED_IN,
    "list_forces": INSPECTORATE,
    "list_people": INSPECTORATE,
    # Webhooks: of the inspectorate's own systems
    "list_webhooks": OPERATORS,
    "register_webhook": OPERATORS,
    "get_webhook": OPERATORS,
    "remove_webhook": OPERATORS,
    "renew_webhook_secret": OPERATORS,
    "switch_webhook_off": OPERATORS,
    "switch_webhook_on": OPERATORS,
    "test_webhook": OPERATORS,
    "list_webhook_deliveries": OPERATORS,
    "send_webhook_again": OPERATORS,
    # Inspections
    "issue": Access(
        standing=frozenset({Role.INSPECTION_LEAD}), sides=frozenset({Side.INSPECTORATE})
    ),
    "list_inspections": SIGNED_IN,
    "get_inspection": serving(EVERY_ROLE, standing=OVERSEERS),
    "list_tasks": serving(EVERY_ROLE, standing=OVERSEERS),
    # Self-assessment
    "list_answers": serving(WRITERS),
    "get_answer": serving(WRITERS),
    "save_answer": serving(WRITERS),
    "share_row": serving(SHARERS),
    "withdraw_row": serving(SHARERS),
    "submit_return": acting("submit_return"),
    "get_return": readers(Kind.RETURN),
    "approve_return": acting("approve_return"),
    "send_back_return": acting("send_back_return"),
    # Submission
    "return_for_clarification": acting("return_for_clarification"),
    "register_eligible_cases": acting("register_eligible_cases"),
    "get_eligible_cases": readers(Kind.ELIGIBLE_CASES),
    "accept_submission": acting("accept_submission"),
    # Case audit
    "draw_sample": acting("draw_sample"),
    "get_sample": readers(Kind.SAMPLE),
    "allocate_cases": acting("allocate_cases"),
    "list_cases": serving(TEAM | {Role.CASE_AUDITOR}),
    "submit_audit": acting("submit_audit"),
    "get_audit": readers(Kind.AUDIT),
    "submit_review": _REVIEWING,
    "get_review": readers(Kind.REVIEW),
    "get_review_draft": _REVIEWING,
    "save_review_draft": _REVIEWING,
    "judge_indicator": _JUDGING,
    "get_judgement": readers(Kind.JUDGEMENT),
    "get_judgement_draft": _JUDGING,
    "save_judgement_draft": _JUDGING,
    "list_judgements": readers(Kind.JUDGEMENT),
    # Moderation
    "list_moderation": serving(PANEL | {Role.INSPECTION_LEAD, Role.HMI}),
    "moderate": acting("moderate"),
    "give_overall": acting("give_overall"),
    "confirm_overall": acting("confirm_overall"),
    "get_overall": readers(Kind.OVERALL),
    # Report
    "draft_report": acting("draft_report"),
    "get_report": _REPORT,
    "answer_accuracy_check": acting("answer_accuracy_check"),
    "decide_accuracy": acting("decide_accuracy"),
    "finalise_report": acting("finalise_report"),
    "sign_off": acting("sign_off"),
    "publish": acting("publish"),
    # Dates and absences
    "get_delivery": _DELIVERY,
    "open_notice": acting("open_notice"),
    "record_service": acting("record_service"),
    "deem_service": acting("deem_service"),
    "extend": acting("extend"),
    "request_extension": acting("request_extension"),
    "get_extension_request": _MORE_TIME,
    "decide_extension": acting("decide_extension"),
    "move_fieldwork": acting("move_fieldwork"),
    "foresee_fieldwork": acting("move_fieldwork"),
    "amend_calendar": acting("amend_calendar"),
    "proceed_without": acting("proceed_without"),
    "consent_to_proceed": acting("consent_to_proceed"),
    # Pausing and withdrawing
    "settle_undelivered": acting("settle_undelivered"),
    "pause_inspection": acting("pause_inspection"),
    "resume_inspection": acting("resume_inspection"),
    "reopen_phase": acting("reopen_phase"),
    "foresee_reopening": acting("reopen_phase"),
    "withdraw_inspection": acting("withdraw_inspection"),
    # People
    "hand_over_role": acting("hand_over_role"),
    "mark_lead_away": acting("mark_lead_away"),
    "mark_lead_back": acting("mark_lead_back"),
    "list_candidates": acting("hand_over_role"),
    # Referrals
    "refer_back": acting("refer_back"),
    "list_referrals": _REFERRALS,
    "get_referral": _REFERRALS,
    "record_contact": acting("record_contact"),
    "acknowledge_referral": acting("acknowledge_referral"),
    "record_action": acting("record_action"),
    "close_referral": acting("close_referral"),
    # Follow-up
    "get_follow_up": readers(Kind.FOLLOW_UP_ENTRY),
    "answer_follow_up": acting("answer_follow_up"),
    "close_follow_up": acting("close_follow_up"),
    # Documents and the record
    "list_documents": serving(EVERY_ROLE),
    "get_document": serving(EVERY_ROLE),
    "list_notices": serving(LEADS | {Role.OPERATOR}, standing={Role.OPERATOR}),
    "get_journal": _JOURNAL,
    "verify_journal": _JOURNAL,
    "get_history": serving({Role.INSPECTION_LEAD, Role.OPERATOR}, standing={Role.OPERATOR}),
}

_KNOWING = OVERSEERS | {Role.OPERATOR}


def require_person(access: Access, person: Person) -> None:
    """Raise RuleBroken(NOT_YOUR_ROLE) unless the person may call a route about no inspection."""
    of_the_side = person.side in access.sides
    if not of_the_side or (access.standing and not access.standing & standing_roles(person)):
        raise RuleBroken(Rule.NOT_YOUR_ROLE, *sorted(role.value for role in access.standing))


def require_place(access: Access, person: Person, viewer: Viewer, reference: str) -> None:
    """Let pass who may call a route about this inspection.

    Raises NotFound for a person with no place there, RuleBroken(NOT_YOUR_ROLE) for one of another.
    """
    allowed = access.roles or frozenset()
    if viewer.roles & allowed or standing_roles(person) & access.standing:
        return
    if not viewer.roles and not standing_roles(person) & _KNOWING:
        raise NotFound("inspection", reference)
    raise RuleBroken(Rule.NOT_YOUR_ROLE, *sorted(role.value for role in allowed))


def standing_roles(person: Person) -> frozenset[Role]:
    """What an inspectorate person may be appointed to. A force's roles open nothing unappointed."""
    if person.side is not Side.INSPECTORATE:
        return frozenset()
    return frozenset(Role(role) for role in person.standing_roles)
