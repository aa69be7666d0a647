"""Which pages are measured, as whom: extend this table with every page that is built.

`{milestone}` in a path stands for the sample inspection at that milestone (see world.SHARES).
"""

from collections.abc import Mapping
from dataclasses import dataclass

LEAD = "p-lead-1"
INSPECTOR = "p-inspector-1"
HMI = "p-hmi-1"
PANEL = "p-panel-1"
OPERATOR = "p-operator"
LIAISON = "p-x01-liaison"
CHIEF = "p-x01-chief-officer"
POLICING_BODY = "p-x01-policing-body"


@dataclass(frozen=True)
class Page:
    """A page, and who asks for it; "" for nobody signed in."""

    path: str
    person: str = ""

    @property
    def name(self) -> str:
        """How it is called in the report."""
        return f"{self.path} as {self.person.removeprefix('p-')}" if self.person else self.path

    def address(self, samples: Mapping[str, str]) -> str:
        return self.path.format_map(samples)


PAGES = (
    # What everybody sees.
    Page("/sign-in"),
    Page("/help", LEAD),
    Page("/accessibility"),
    Page("/tasks", LEAD),
    Page("/tasks", LIAISON),
    Page("/messages", LEAD),
    Page("/calendar-feed", LEAD),
    Page("/operations", OPERATOR),
    Page("/operations/webhooks", OPERATOR),
    # Many inspections.
    Page("/inspections", LEAD),
    Page("/inspections?late=yes&sort=force", LEAD),
    Page("/inspections?mine=yes", LEAD),
    Page("/inspections?search=birkenholt", LEAD),
    Page("/inspections?search=nothing-of-that-kind", LEAD),
    Page("/inspections?view=timeline", LEAD),
    Page("/inspections", LIAISON),
    Page("/inspections", POLICING_BODY),
    # One inspection.
    Page("/inspections/{judged}", LEAD),
    Page("/inspections/{judged}", LIAISON),
    Page("/inspections/{drafted}/self-assessment", LIAISON),
    Page("/inspections/{half_reviewed}/documents", LEAD),
    Page("/inspections/{judged}/dates", LEAD),
    Page("/inspections/{drafted}/dates/return", LEAD),
    Page("/inspections/{drafted}/dates/return/more-time", LIAISON),
    Page("/inspections/{drafted}/delivery", LEAD),
    Page("/inspections/{drafted}/given", LIAISON),
    Page("/inspections/{half_reviewed}/fieldwork", LEAD),
    Page("/inspections/{judged}/calendar/holidays", LEAD),
    Page("/inspections/{judged}/pause", LEAD),
    Page("/inspections/{judged}/withdrawal", LEAD),
    Page("/inspections/{judged}/reopening?phase=case_audit", LEAD),
    Page("/inspections/{judged}/people", LEAD),
    Page("/inspections/{judged}/people/inspector/hand-over", LEAD),
    Page("/inspections/{judged}/history", LEAD),
    Page("/inspections/{judged}/history/notices", LEAD),
    Page("/inspections/{returned}/submission", LEAD),
    Page("/inspections/{sampled}/allocation", LEAD),
    Page("/inspections/{drafted}/self-assessment/sa.l1", LIAISON),
    Page("/inspections/{sampled}/audits", LIAISON),
    Page("/inspections/{sampled}/audits/N-0401", LIAISON),
    Page("/inspections/{half_reviewed}/cases", INSPECTOR),
    Page("/inspections/{half_reviewed}/cases/N-0431/review", INSPECTOR),
    Page("/inspections/{judged}/cases/N-0401/compare", INSPECTOR),
    Page("/inspections/{half_reviewed}/referrals", LEAD),
    Page("/inspections/{half_reviewed}/cases/N-0402/refer-back", INSPECTOR),
    Page("/inspections/{judged}/judgements", INSPECTOR),
    Page("/inspections/{judged}/judgements/initial-contact", INSPECTOR),
    Page("/inspections/{judged}/moderation", PANEL),
    Page("/inspections/{moderated}/overall", LEAD),
    Page("/inspections/{confirmed}/report", LEAD),
    Page("/inspections/{checked}/accuracy-check", CHIEF),
    Page("/inspections/{checked}/report/sign-off", HMI),
    Page("/inspections/{signed}/report/publication", LEAD),
    Page("/inspections/{published}/follow-up", LEAD),
    # What programs ask for.
    Page("/api/v1/inspections", LEAD),
    Page("/api/v1/inspections", LIAISON),
    Page("/api/v1/inbox", LEAD),
    Page("/api/v1/messages", LEAD),
    Page("/api/v1/inspections/{judged}", LEAD),
    Page("/api/v1/inspections/{judged}/tasks", LEAD),
    Page("/api/v1/inspections/{judged}/journal", LEAD),
    Page("/api/v1/inspections/{drafted}/answers", LIAISON),
    Page("/api/v1/inspections/{half_reviewed}/cases", INSPECTOR),
)
