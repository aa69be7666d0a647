"""The rules of criteria/visibility.py as a WHERE clause: the one filter of the protected table."""

from functools import lru_cache

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from criteria.roles import Side
from criteria.visibility import Audience, Kind, Sight, Viewer, sight
from records.tables import AppointmentTable, InspectionTable, RevisionTable

Clause = ColumnElement[bool]


# Clauses never change, and a page asks several times for the same: they are built once a viewer.
@lru_cache(maxsize=1024)
def visible(viewer: Viewer | Audience) -> Clause:
    """Which revisions this viewer may read: a condition per sight, and the inspection is theirs."""
    kinds: dict[Sight, list[str]] = {}
    for kind in Kind:
        kinds.setdefault(sight(kind, viewer), []).append(kind.value)
    kinds.pop(Sight.NEVER, None)
    granted = [
        and_(RevisionTable.kind.in_(kinds[seen]), _condition(seen, viewer)) for seen in kinds
    ]
    return and_(or_(false(), *granted), _serves(viewer))


def reachable(viewer: Viewer) -> Clause:
    """Which inspections this viewer may know of; to others they do not exist.

    The inspectorate knows of all, a force of its own once issued, others of those they serve on.
    """
    if viewer.side is Side.INSPECTORATE:
        return true()
    if viewer.side is Side.FORCE:
        own = InspectionTable.force_code == viewer.force
        return and_(own, InspectionTable.issued_at.is_not(None))
    # The few that they serve on are found first: EXISTS would ask about every inspection there is.
    served = select(AppointmentTable.inspection).where(
        AppointmentTable.person == viewer.person, AppointmentTable.until_at.is_(None)
    )
    return InspectionTable.reference.in_(served)


def may_open(audience: str, viewer: Viewer) -> bool:
    """Whether a viewer may open a stored file made for this audience in the inspection looked at.

    An audience that is not named in criteria/visibility.py is those who make the report.
    """
    if not viewer.roles:
        return False
    if audience == Audience.PUBLISHED_REPORT:
        return True
    if audience == Audience.DRAFT_REPORT:
        # Those who check the draft's facts, and those who wrote and decide it.
        return sight(Kind.ACCURACY_POINTS, viewer) in (Sight.ALWAYS, Sight.ACCEPTED)
    if audience == Audience.FORCE_NOTICE:
        return viewer.side in (Side.FORCE, Side.INSPECTORATE)
    # A report that is not published yet: for those who write, decide and sign it.
    return sight(Kind.REPORT_TEXT, viewer) in (Sight.ALWAYS, Sight.ACCEPTED)


def _condition(granted: Sight, viewer: Viewer | Audience) -> Clause:
    clause = _OF_SIGHT[granted]
    # What a person wrote they may always read again, accepted or not.
    own = RevisionTable.author == viewer.person if isinstance(viewer, Viewer) else false()
    return or_(clause, own)


def _reviewed() -> Clause:
    review = aliased(RevisionTable)
    return exists().where(
        review.inspection == RevisionTable.inspection,
        review.subject == RevisionTable.subject,
        review.kind == Kind.REVIEW.value,
        review.standing,  # one that the panel returned opens nothing: it is reviewed anew, blind
    )


def _serves(viewer: Viewer | Audience) -> Clause:
    """The person holds an open appointment in the very inspection that the revision belongs to.

    A second lock behind the roles: a viewer worked out for one inspection opens no other.
    """
    if isinstance(viewer, Audience):
        return true()
    appointed = exists().where(
        AppointmentTable.inspection == RevisionTable.inspection,
        AppointmentTable.person == viewer.person,
        AppointmentTable.until_at.is_(None),
    )
    return and_(appointed, _of_own_force(viewer))


def _of_own_force(viewer: Viewer) -> Clause:
    if viewer.side is not Side.FORCE:
        return true()
    return exists().where(
        InspectionTable.reference == RevisionTable.inspection,
        InspectionTable.force_code == viewer.force,
    )


_ACCEPTED = RevisionTable.accepted_at.is_not(None)
_OF_SIGHT: dict[Sight, Clause] = {
    Sight.NEVER: false(),
    Sight.OWN: false(),  # the author's own, which every person is given
    Sight.ALWAYS: true(),
    Sight.ACCEPTED: _ACCEPTED,
    Sight.APPROVED: and_(_ACCEPTED, RevisionTable.approved_at.is_not(None)),
    Sight.REVIEWED: and_(_ACCEPTED, _reviewed()),
}
