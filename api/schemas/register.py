"""Bodies about the house: programmes, forces, people, and the person who calls."""

from datetime import datetime

from api.schemas.values import PersonId, Sent, Shown, example


class ProgrammeRow(Shown):
    id: str
    version: str
    title: str
    summary: str
    hash: str
    scoring: str


class ProgrammeList(Shown):
    items: list[ProgrammeRow]


class ForceOut(Shown):
    code: str
    name: str
    welsh_name: str | None
    region: str | None
    invented: bool


class ForceList(Shown):
    items: list[ForceOut]


class PersonOut(Shown):
    id: str
    name: str
    title: str | None
    side: str
    force_code: str | None
    standing_roles: list[str]


class PersonList(Shown):
    items: list[PersonOut]


class AppointmentOut(Shown):
    inspection: str
    role: str


class Me(PersonOut):
    language: str
    appointments: list[AppointmentOut]


class SignInIn(Sent):
    model_config = example(person="p-lead-1")

    person: PersonId


class SignedIn(Shown):
    """`token` goes into the Authorization header of every further request, after "Bearer "."""

    token: str
    person: PersonOut


class MessageOut(Shown):
    """A message exactly as it is sent."""

    key: str
    inspection: str
    subject: str
    body: str
    language: str
    channel: str
    state: str
    queued_at: datetime
    sent_at: datetime | None


class MessageList(Shown):
    """A page of messages; `next` continues it, null at its end."""

    items: list[MessageOut]
    next: str | None
