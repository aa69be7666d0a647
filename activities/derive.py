"""From a process's state to the rows people see: open tasks, notices to send, the row in the list.

Pure. What is derived here can be worked out again at any time; none of it is a truth of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from activities import handing_over, letter, reopened, texting, wording
from activities.addressing import Said, in_languages, in_order, languages_for
from activities.list_row import fieldwork, list_row
from activities.news import NEWS
from activities.webhook_events import REMINDER, events
from activities.wording import About
from criteria.duties import HandOver
from criteria.roles import Role, Side, side_of
from criteria.text_messages import goes_by_text
from documents.language import ENGLISH, Language, language
from records.mailboxes import REGISTERED
from records.projection import SMS, Change, Document, EventRow, NoticeRow, TaskRow
from records.subjects import Reader
from workflows.delivery import DELIVERED, printed
from workflows.deputising import asked_of, is_away, roles_asked
from workflows.names import FOLLOW_UP, INSPECTION, REFERRAL
from workflows.patch import from_document
from workflows.phases import Phase
from workflows.standing_still import clock
from workflows.state import FollowUpState, InspectionState, ProcessState, ReferralState
from workflows.tasks import Task, open_tasks

_STATES: dict[str, type[ProcessState]] = {
    INSPECTION: InspectionState,
    REFERRAL: ReferralState,
    FOLLOW_UP: FollowUpState,
}

Texted = Callable[[Language], str]  # the words of a text message, in a language still to be chosen


@dataclass(frozen=True)
class _Notice:
    template: str
    task: str | None
    recipient: str
    words: Said
    short: Texted | None = None  # as a text message, where it may be one


_OFFICE = Reader(ENGLISH, Side.FORCE)  # as whom the mailbox reads
_TOLD_OF_DELIVERY = ("inspection_lead", "deputy_lead", "hmi", "chief_officer_lead")


def read_state(workflow_type: str, document: Document) -> ProcessState:
    """The state of a process from its stored document."""
    return from_document(_STATES[workflow_type], {"reference": "", **document})


@dataclass(frozen=True)
class Climbed:
    """The rung whose climbing is the change: its kind, task and those who hear of it."""

    kind: str
    task: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Derived:
    """The deriver of one process (see records.projection.Deriver)."""

    workflow_type: str
    about: About
    readers: Mapping[str, Reader]  # person -> language and side
    climbed: Mapping[str, Climbed]  # effect key -> rung
    now: datetime
    # Role -> who holds it in the inspection at present: for a process beside it, which may not have
    # been told yet of a role that changed hands.
    serving: Mapping[str, Sequence[str]] = field(default_factory=dict)
    away: bool | None = False  # whether the lead is, likewise; see workflows.deputising.asked_of
    mailbox: str = ""  # the force's, as a recipient of notices; "" where none is registered
    texts: bool = False  # whether there is a carrier of text messages
    _states: dict[int, tuple[Document, ProcessState]] = field(default_factory=dict)

    def tasks(self, state: Document) -> Sequence[TaskRow]:
        return [self._task_row(state, task) for task in self._open(state).values()]

    def notices(self, before: Document, after: Document, change: Change) -> Sequence[NoticeRow]:
        if change.hands_over is not None:  # one notice to the successor, none to anybody else
            return [self._handed_over(after, change, change.hands_over)]
        if change.event == reopened.EVENT:
            return list(self._reopened(before, after, change))
        found = [
            *self._asked(before, after),
            *self._climbed_to(after, change),
            *self._news(after, change),
            *self._delivered_later(before, after),
            *self._letter(after, change),
        ]
        if change.event == "decide_extension":  # who hears of the new date needs no second word
            moved = {one.recipient for one in found if one.template == "moved"}
            found = [
                one
                for one in found
                if one.template != "extension_decided" or one.recipient not in moved
            ]
        rows = [row for one in found for row in self._rows(change, one)]
        return list({row.key: row for row in rows}.values())

    def events(self, before: Document, after: Document, change: Change) -> Sequence[EventRow]:
        climbed = self.climbed.get(change.effect)
        return events(
            self._read(before) if before else None,
            self._read(after),
            inspection=self.about.reference,
            at=change.at,
            reminded=climbed.task if climbed and climbed.kind == REMINDER else "",
        )

    def list_row(self, state: Document) -> Mapping[str, Any]:
        return list_row(self._read(state), self.now, self._away(state))

    def _read(self, document: Document) -> ProcessState:
        known = self._states.get(id(document))
        if known is None or known[0] is not document:  # an id may be taken again
            known = (document, read_state(self.workflow_type, document))
            self._states[id(document)] = known
        return known[1]

    def _open(self, document: Document) -> dict[str, Task]:
        return open_tasks(self._read(document))

    def _held(self, document: Document) -> Mapping[str, Sequence[str]]:
        return {**self._read(document).people, **self.serving}

    def _away(self, document: Document) -> bool | None:
        read = self._read(document)
        return is_away(read) if isinstance(read, InspectionState) else self.away

    def _asked_of(
        self, document: Document, held: Mapping[str, Sequence[str]]
    ) -> Mapping[str, Sequence[str]]:
        return asked_of(held, self._away(document))

    def _people(self, document: Document, task: Task) -> tuple[str, ...]:
        held = self._held(document)
        asked = self._asked_of(document, held)
        found = task.people or [p for role in task.roles for p in asked.get(role.value, [])]
        return tuple(dict.fromkeys(found))

    def _task_row(self, state: Document, task: Task) -> TaskRow:
        return TaskRow(
            task=task.id,
            roles=tuple(role.value for role in roles_asked(task.roles, self._away(state))),
            people=self._people(state, task),
            title=wording.title(task.kind, task.id.partition(":")[2], language(ENGLISH)),
            why=task.due.why if task.due else "",
            due=task.due.at if task.due else None,
            overdue=bool(task.due and task.due.at <= clock(self._read(state), self.now)),
        )

    def _asked(self, before: Document, after: Document) -> Iterator[_Notice]:
        """Notices of tasks that are new, and of dates that moved."""
        old = self._open(before) if before else {}
        for task in self._open(after).values():
            known = old.get(task.id)
            if known is None:
                due, why = (task.due.at, task.due.why) if task.due else (None, "")
                of = task.id.partition(":")[2]
                text = partial(wording.asked, self.about, task.kind, due, why, of)
            elif known.due and task.due and known.due.at != task.due.at:
                text = partial(wording.moved, self.about, task.kind, task.due.at, task.due.why)
            else:
                continue
            code = "asked" if known is None else "moved"
            short = partial(texting.asked, self.about, task.kind, _due(task))
            for person in self._people(after, task):
                yield _Notice(code, task.id, person, text, short)

    def _climbed_to(self, after: Document, change: Change) -> Iterator[_Notice]:
        climbed = self.climbed.get(change.effect)
        task = self._open(after).get(climbed.task) if climbed else None
        if climbed is None or task is None or task.due is None:
            return
        held = self._asked_of(after, self._held(after))
        owners = self._people(after, task)
        roles = [role for role in climbed.roles if role != "owner" and self._concerns(role, task)]
        named = [p for role in roles for p in held.get(role, [])]
        people = [*(owners if "owner" in climbed.roles else ()), *named]
        due = task.due
        text = partial(wording.rung, self.about, task.kind, climbed.kind, due.at, due.why, self.now)
        short = partial(texting.rung, self.about, task.kind, climbed.kind, due.at, self.now)
        for person in dict.fromkeys(people):
            yield _Notice(climbed.kind, task.id, person, text, short)

    def _concerns(self, role: str, task: Task) -> bool:
        """Whether a role that a ladder names hears of this task being late.

        What the inspectorate owes itself is not told to the force; a child at risk is.
        """
        inside = all(side_of(asked) is Side.INSPECTORATE for asked in task.roles)
        told = side_of(Role(role)) is Side.INSPECTORATE
        return told or not inside or self.workflow_type == REFERRAL

    def _news(self, after: Document, change: Change) -> Iterator[_Notice]:
        code, roles = NEWS.get(change.event, ("", ()))
        held, days = self._held(after), fieldwork(self._read(after))
        text = partial(wording.news, self.about, code, days)
        short = partial(texting.news, self.about, code) if code in texting.NEWS else None
        for person in dict.fromkeys(p for role in roles for p in held.get(role, [])):
            yield _Notice(code, None, person, text, short)

    def _letter(self, after: Document, change: Change) -> Iterator[_Notice]:
        """The notice letter, to the office of which a receipt is delivery: at issue, or once the
        mailbox is registered."""
        if change.event not in ("issue", REGISTERED) or not self.mailbox:
            return
        returned_by = printed(self._read(after), "return").at
        text = partial(letter.letter, self.about, returned_by)
        yield _Notice(letter.TEMPLATE, None, self.mailbox, text)

    def _delivered_later(self, before: Document, after: Document) -> Iterator[_Notice]:
        """Those of whom nothing is asked, when a late delivery moves what is asked of the force."""
        if not before or DELIVERED in self._read(before).events:
            return
        old, new = self._open(before), self._open(after)
        moved = [t for t in new.values() if t.id in old and _due(old[t.id]) != _due(t)]
        if DELIVERED not in self._read(after).events or not moved:
            return
        asked = {person for task in moved for person in self._people(after, task)}
        held = self._held(after)
        told = [p for role in _TOLD_OF_DELIVERY for p in held.get(role, []) if p not in asked]
        text = partial(wording.news, self.about, "delivered", {})
        for person in dict.fromkeys(told):
            yield _Notice("delivered", None, person, text)

    def _handed_over(self, after: Document, change: Change, handed: HandOver) -> NoticeRow:
        person = handed.successor
        asked = self._asked_now(after, person)
        text = partial(handing_over.handed_over, self.about, handed.role, asked)
        return self._email(change, _Notice(handing_over.TEMPLATE, None, person, text))

    def _reopened(self, before: Document, after: Document, change: Change) -> Iterator[NoticeRow]:
        """One notice each, that says all of it."""
        was, now = self._read(before), self._read(after)
        assert isinstance(was, InspectionState)
        assert isinstance(now, InspectionState)
        old, phase = self._open(before), Phase(change.body["phase"])
        anew = [t for t in self._open(after).values() if t.id not in old or old[t.id].due != t.due]
        asked = [person for task in anew for person in self._people(after, task)]
        told = reopened.concerned(was, now, self._held(after))
        for person in dict.fromkeys([*told, *asked]):
            mine = self._asked_now(after, person)
            text = partial(reopened.phase_reopened, self.about, phase, mine)
            yield self._email(change, _Notice(reopened.TEMPLATE, None, person, text))

    def _asked_now(self, after: Document, person: str) -> Sequence[tuple[str, datetime | None]]:
        """Kind and date of every task that is asked of a person."""
        mine = [t for t in self._open(after).values() if person in self._people(after, t)]
        return [(task.kind, _due(task)) for task in mine]

    def _rows(self, change: Change, one: _Notice) -> Iterator[NoticeRow]:
        """By e-mail, and where it is urgent by text message too, to whoever has a mobile."""
        mail = self._email(change, one)
        yield mail
        reader = self.readers.get(one.recipient)
        urgent = goes_by_text(one.template, of_referral=self.workflow_type == REFERRAL)
        if self.texts and urgent and reader and reader.mobile and one.short:
            codes = self._languages(one.recipient)
            said = in_order({code: f"{one.short(language(code))}\n" for code in codes})
            yield replace(mail, key=f"{mail.key}:{SMS}", channel=SMS, body=said.rstrip("\n"))

    def _email(self, change: Change, one: _Notice) -> NoticeRow:
        codes = self._languages(one.recipient)
        text = in_languages(one.words, self.about, codes)
        return NoticeRow(
            key=f"{change.effect}:{one.template}:{one.task or '-'}:{one.recipient}",
            batch=change.effect,
            recipient=one.recipient,
            template=one.template,
            facts={"task": one.task or "", "event": change.event},
            language=codes[0],
            subject=text.subject,
            body=text.body,
            task=one.task,
        )

    def _languages(self, recipient: str) -> tuple[str, ...]:
        reader = _OFFICE if recipient == self.mailbox else self.readers.get(recipient)
        return languages_for(reader, self.about)


def _due(task: Task) -> datetime | None:
    return task.due.at if task.due else None
