"""Referring a case back: the row and the act appear together; later entries follow one by one."""

from api.acting import Composed
from api.here import Here
from api.schemas.referrals import EntryIn, ReferralIn
from criteria.visibility import Kind
from records.acts import Act
from records.counters import next_number
from records.referrals import NewReferral, open_referral
from records.revisions import NewRevision
from records.session import Session
from workflows.messages import OpenReferral
from workflows.names import referral_workflow_id
from workflows.patch import to_document


async def refer_back(here: Here, case: str, sent: ReferralIn) -> Composed:
    """Works from the records alone, so that nothing of the engine can hold up a child."""
    state = await here.find_state()
    known = state.cases.get(case) if state else None
    before_audit = known is not None and known.audit is None
    outline = (await here.programme()).outline()
    message = OpenReferral(
        inspection=here.reference,
        force=here.inspection.force_code,
        case=case,
        concern="$0",
        people=await here.people(),
        outline=outline,
        before_audit=before_audit,
        added_holidays=state.added_holidays if state else [],
    )
    rows = _Rows(here, case, before_audit)
    return Composed(
        to_document(message),
        [NewRevision(Kind.CONCERN, case, sent.model_dump(mode="json"))],
        prepare=rows.number,
        complete=rows.enter,
    )


async def entry(kind: str, referral: str, sent: EntryIn) -> Composed:
    """A step of a referral that stands."""
    revision = NewRevision(Kind.REFERRAL_ENTRY, referral, {"step": kind, "text": sent.entry})
    return Composed({"revision": "$0"}, [revision])


class _Rows:
    """The referral's number, and its row, which names the revision that holds the concern."""

    def __init__(self, here: Here, case: str, before_audit: bool) -> None:
        self._here = here
        self._case = case
        self._before_audit = before_audit

    async def number(self, session: Session) -> tuple[str, str]:
        inspection = self._here.reference
        number = await next_number(session, f"{inspection}-R")
        return inspection, referral_workflow_id(f"{inspection}-R{number}")

    async def enter(self, session: Session, act: Act) -> None:
        new = NewReferral(
            reference=act.workflow_id.partition("/")[2],
            inspection=act.inspection,
            case_reference=self._case,
            concern_revision=act.revision_ids[0],
            referred_by=act.actor,
            before_audit=self._before_audit,
        )
        await open_referral(session, new, self._here.now())
