"""Which events are told as news, and to which roles, beside what new tasks say to their people."""

from workflows.delivery import LATE

# Who leads on either side. The local policing body is not told how the work goes on.
_LEADING = ("liaison", "chief_officer_lead", "inspection_lead", "deputy_lead", "hmi")
_WORKING = ("head_of_pvp", "case_auditor", "inspector", "panel_chair", "panel_member", "editor")

# Event -> (template, roles).
NEWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "publish": (
        "published",
        ("liaison", "chief_officer_lead", "local_policing_body", "inspection_lead", "hmi"),
    ),
    LATE: ("delivery_late", ("hmi", "inspection_lead", "deputy_lead")),
    "refer_back": ("case_referred", ("chief_officer_lead", "duty_officer", "hmi")),
    "decide_extension": ("extension_decided", ("liaison", "head_of_pvp", "chief_officer_lead")),
    "move_fieldwork": ("fieldwork_moved", (*_LEADING, "head_of_pvp", "case_auditor", "inspector")),
    "send_back_return": ("return_sent_back", ("liaison", "head_of_pvp")),
    "pause_inspection": ("paused", _LEADING),
    "resume_inspection": ("resumed", _LEADING),
    "amend_calendar": ("calendar_amended", _LEADING),
    "mark_lead_away": ("lead_away", _LEADING),
    "mark_lead_back": ("lead_back", _LEADING),
    "withdraw_inspection": ("withdrawn", (*_LEADING, *_WORKING)),
}
