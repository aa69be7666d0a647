"""Tasks as they are shown: what is asked of whom, by when, why that date, and how to do it."""

from datetime import datetime

from api.schemas.values import Shown


class HowTo(Shown):
    """The call that does what is asked."""

    method: str
    href: str


class TaskOut(Shown):
    task: str
    title: str
    roles: list[str]
    people: list[str]
    due: datetime | None
    why: str
    overdue: bool


class TaskList(Shown):
    items: list[TaskOut]


class InboxTask(TaskOut):
    inspection: str
    do: HowTo | None


class Inbox(Shown):
    """A page of what is asked of a person; `total` and `overdue` count all of it."""

    items: list[InboxTask]
    total: int
    overdue: int
    next: str | None
