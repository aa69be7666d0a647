"""Bodies of what lies outside the straight run: extensions, absences, consent."""

from datetime import date, datetime

from pydantic import AwareDatetime, Field

from api.schemas.values import Said, Sent, Shown, example


class ExtensionIn(Sent):
    """Working days to add to a task's date. Dates move later only.

    `seen`: the due date as the sender saw it; where it has moved since, nothing is done. Two
    windows in which the same extension is sent would otherwise grant it twice.
    """

    model_config = example(days=5, reason="The author of two rows is ill until the 12th.")

    days: int = Field(ge=-1000, le=1000)
    reason: Said
    seen: AwareDatetime | None = None


class ExtensionAsked(Shown):
    """A request that waits: `request` is what a decision names; no reason where it is not yours
    to read."""

    request: str
    days: int
    at: datetime
    reason: str | None


class ExtensionDecisionIn(Sent):
    """Working days granted, 0 for a refusal, of those that the request asked for."""

    model_config = example(days=3, request="r-1", reason="Three days are enough for two rows.")

    days: int = Field(ge=-1000, le=1000)
    request: str = Field(min_length=1, max_length=60)
    reason: Said


class BankHolidayIn(Sent):
    """A bank holiday proclaimed after the inspection's calendar was pinned, and where it was."""

    model_config = example(day="2027-06-18", source="Royal proclamation of 4 May 2027.")

    day: date
    source: Said


class ReasonIn(Sent):
    model_config = example(reason="Nothing has come after three reminders and two calls.")

    reason: Said
