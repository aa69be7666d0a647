"""Bodies of moving the fieldwork, and of the dates that would move with it."""

from datetime import date, datetime

from api.schemas.values import Said, Sent, Shown, example


class FieldworkIn(Sent):
    """The first and last day of the fieldwork, and why it moves. Days move later only."""

    model_config = example(
        fieldwork_start="2027-03-08",
        fieldwork_end="2027-03-19",
        reason="A critical incident takes the force's detectives until the 5th.",
    )

    fieldwork_start: date
    fieldwork_end: date
    reason: Said


class MovedDateOut(Shown):
    """One date that would move. `kind` is that of a task or the code of a period without one;
    `open` says that it is asked for now."""

    kind: str
    open: bool
    before: datetime
    after: datetime
    why: str


class MovedDates(Shown):
    """Every date that would be another one with the fieldwork on these days."""

    items: list[MovedDateOut]
