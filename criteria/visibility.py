"""Who may see what, decided once: a pure rule per kind of content.

`records` turns the rules into query filters. Blindness is a rule of this module: the force's audit
of a case is hidden from the inspectorate until the inspectors' own review of it is in, and no force
ever reads an inspector's review.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from criteria.roles import FORCE_ROLES, Role, Side


class Kind(StrEnum):
    """Kinds of content that are kept as revisions."""

    RETURN = "return"
    ELIGIBLE_CASES = "eligible_cases"
    SAMPLE = "sample"
    ALLOCATION = "allocation"
    AUDIT = "audit"
    REVIEW = "review"
    JUDGEMENT = "judgement"
    MODERATION = "moderation"
    OVERALL = "overall"
    REPORT_TEXT = "report_text"
    ACCURACY_POINTS = "accuracy_points"
    ACCURACY_DECISIONS = "accuracy_decisions"
    CONCERN = "concern"
    REFERRAL_ENTRY = "referral_entry"
    REASON = "reason"
    FOLLOW_UP_ENTRY = "follow_up_entry"


class Sight(StrEnum):
    """Under which condition a viewer sees a revision of a kind."""

    NEVER = "never"
    OWN = "own"  # only what the viewer wrote
    ALWAYS = "always"
    ACCEPTED = "accepted"  # once the act that brought it was accepted by the workflow
    APPROVED = "approved"  # once the force's approver approved it
    REVIEWED = "reviewed"  # once the inspectors' review of the same case is in


class Audience(StrEnum):
    """Named audiences for which documents are rendered."""

    FORCE_NOTICE = "force notice"
    DRAFT_REPORT = "draft report"
    PUBLISHED_REPORT = "published report"


@dataclass(frozen=True)
class Viewer:
    """A person looking at one inspection: who, from which side and force, in which roles there."""

    person: str
    side: Side
    force: str | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)


_APPROVERS = frozenset({Role.CHIEF_OFFICER_LEAD, Role.LIAISON, Role.HEAD_OF_PVP})
_TEAM = frozenset({Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.INSPECTOR})
_JUDGES = _TEAM | {Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.HMI}
_REPORT = _JUDGES | {Role.EDITOR, Role.ACCURACY_DECIDER}
_REFERRAL = frozenset(
    {Role.INSPECTION_LEAD, Role.DEPUTY_LEAD, Role.HMI, Role.DUTY_OFFICER, *_APPROVERS}
)

# kind -> ((roles, sight), ...): the first row that shares a role with the viewer decides.
_RULES: dict[Kind, tuple[tuple[frozenset[Role], Sight], ...]] = {
    Kind.RETURN: ((_APPROVERS, Sight.ALWAYS), (_REPORT, Sight.APPROVED)),
    Kind.ELIGIBLE_CASES: (
        (frozenset({Role.LIAISON, Role.HEAD_OF_PVP, Role.CHIEF_OFFICER_LEAD}), Sight.ALWAYS),
        (_TEAM, Sight.ACCEPTED),
    ),
    Kind.SAMPLE: ((FORCE_ROLES - {Role.CONTRIBUTOR}, Sight.ACCEPTED), (_JUDGES, Sight.ACCEPTED)),
    Kind.ALLOCATION: ((_TEAM, Sight.ACCEPTED),),
    Kind.AUDIT: (
        (frozenset({Role.CASE_AUDITOR, *_APPROVERS}), Sight.ALWAYS),
        (_JUDGES, Sight.REVIEWED),
    ),
    Kind.REVIEW: ((_JUDGES, Sight.ACCEPTED),),
    Kind.JUDGEMENT: ((_REPORT, Sight.ACCEPTED),),
    Kind.MODERATION: ((_JUDGES, Sight.ACCEPTED),),
    Kind.OVERALL: ((_REPORT, Sight.ACCEPTED),),
    Kind.REPORT_TEXT: ((_REPORT, Sight.ACCEPTED),),
    Kind.ACCURACY_POINTS: ((_APPROVERS, Sight.ALWAYS), (_REPORT, Sight.ACCEPTED)),
    Kind.ACCURACY_DECISIONS: ((_APPROVERS, Sight.ACCEPTED), (_REPORT, Sight.ACCEPTED)),
    Kind.CONCERN: ((_REFERRAL, Sight.ALWAYS), (frozenset({Role.INSPECTOR}), Sight.OWN)),
    Kind.REFERRAL_ENTRY: ((_REFERRAL, Sight.ACCEPTED), (frozenset({Role.INSPECTOR}), Sight.OWN)),
    Kind.REASON: ((_REPORT | _APPROVERS, Sight.ACCEPTED), (FORCE_ROLES, Sight.OWN)),
    Kind.FOLLOW_UP_ENTRY: ((_REPORT | _APPROVERS | {Role.LOCAL_POLICING_BODY}, Sight.ACCEPTED),),
}

_AUDIENCES: dict[Audience, frozenset[Kind]] = {
    Audience.FORCE_NOTICE: frozenset(),
    Audience.DRAFT_REPORT: frozenset(
        {Kind.RETURN, Kind.SAMPLE, Kind.AUDIT, Kind.REVIEW, Kind.JUDGEMENT, Kind.OVERALL}
        | {Kind.REPORT_TEXT, Kind.REASON}
    ),
    Audience.PUBLISHED_REPORT: frozenset(
        {Kind.RETURN, Kind.SAMPLE, Kind.AUDIT, Kind.REVIEW, Kind.JUDGEMENT, Kind.OVERALL}
        | {Kind.REPORT_TEXT, Kind.REASON, Kind.ACCURACY_POINTS, Kind.ACCURACY_DECISIONS}
    ),
}


def sight(kind: Kind, viewer: Viewer | Audience) -> Sight:
    """Under which condition this viewer sees revisions of this kind in the inspection looked at.

    What a person wrote they may always read again (OWN), unless a wider sight applies.
    """
    if isinstance(viewer, Audience):
        return Sight.ACCEPTED if kind in _AUDIENCES[viewer] else Sight.NEVER
    for roles, granted in _RULES[kind]:
        if viewer.roles & roles:
            return granted
    return Sight.OWN if viewer.roles else Sight.NEVER
