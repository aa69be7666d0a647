"""Case file statistics for the report: every total is added up from the same cases, so none can
disagree.

Each case stands in exactly one group: the sample, the sample's cases referred before the force's
audit was in (the reviews were not independent), or the inspectors' own dip sample. Only the first
is compared. Percentages are whole numbers, each rounded half up by itself: equal counts always
print equal shares, and a row may add to 99 or 101. `ROUNDING_NOTE` says so wherever they are
printed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

ROUNDING_NOTE = "Percentages are rounded to whole numbers and may not add to 100."


class UnknownCode(ValueError):
    """A case has a case type or a grade that the programme does not know."""


class DuplicateCase(ValueError):
    """A case reference occurs twice: counting it twice would make a false total."""


class ImpossibleCase(ValueError):
    """A case contradicts itself: a dip sample with a force grade, or a grade without the work."""


@dataclass(frozen=True)
class Label:
    """A programme's code and the words printed for it: a case type or a grade."""

    code: str
    text: str


@dataclass(frozen=True)
class CaseResult:
    """One case file. Give every case drawn, also those that nobody came to audit or review.

    `audited` and `reviewed` say that the force or the inspectors finished their work on it, which
    grades alone cannot say where the programme grades no cases. A dip sample is never audited.
    """

    reference: str
    case_type: str
    force_grade: str | None
    inspector_grade: str | None
    referred: bool
    referred_before_audit: bool
    sample: Literal["sample", "dip"]
    audited: bool = True
    reviewed: bool = True


class Group(StrEnum):
    """The three parts that make up all the cases."""

    SAMPLE = "sample"
    REFERRED_BEFORE_AUDIT = "referred_before_audit"
    DIP = "dip"


@dataclass(frozen=True)
class Reconciliation:
    """One sum done in two ways."""

    what: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True)
class CaseStatistics:
    """Counts over one inspection's cases, in the order of the programme's case types and grades."""

    cases: tuple[CaseResult, ...]
    case_types: tuple[Label, ...]
    grades: tuple[Label, ...]  # best first

    @classmethod
    def of(
        cls, cases: Sequence[CaseResult], case_types: Sequence[Label], grades: Sequence[Label]
    ) -> "CaseStatistics":
        """Refuses unknown codes, a reference given twice, and cases that contradict themselves."""
        types, known = {label.code for label in case_types}, {label.code for label in grades}
        for case in cases:
            given = {case.force_grade, case.inspector_grade} - {None}
            if case.case_type not in types or not given <= known:
                raise UnknownCode(case.case_type if case.case_type not in types else "grade")
            _refuse_impossible(case)
        if len({case.reference for case in cases}) < len(cases):
            raise DuplicateCase("a case reference occurs twice")
        return cls(tuple(cases), tuple(case_types), tuple(grades))

    @cached_property
    def _graded(self) -> Counter[tuple[Group, str, str | None]]:
        return Counter((_group(case), case.case_type, case.inspector_grade) for case in self.cases)

    @cached_property
    def _pairs(self) -> Counter[tuple[str | None, str | None]]:
        return Counter(
            (case.force_grade, case.inspector_grade)
            for case in self.cases
            if _group(case) is Group.SAMPLE
        )

    def count(
        self,
        group: Group | None = None,
        case_type: str | None = None,
        grade: str | None = "any",
    ) -> int:
        """Cases in a group, of a type, with an inspectors' grade; `grade` None means not graded."""
        return sum(
            number
            for (found_group, found_type, found_grade), number in self._graded.items()
            if group in (None, found_group)
            and case_type in (None, found_type)
            and grade in ("any", found_grade)
        )

    def pair(self, force: str, inspectors: str) -> int:
        """Sample cases to which the force gave one grade and the inspectors the other."""
        return self._pairs[force, inspectors]

    @property
    def total(self) -> int:
        return len(self.cases)

    @property
    def drawn(self) -> int:
        """Cases in the drawn sample, those referred before the force's audit included."""
        return self.count(Group.SAMPLE) + self.count(Group.REFERRED_BEFORE_AUDIT)

    @property
    def audited(self) -> int:
        return sum(case.audited for case in self.cases if case.sample == "sample")

    @property
    def reviewed(self) -> int:
        return sum(case.reviewed for case in self.cases)

    @property
    def referred(self) -> int:
        return sum(case.referred for case in self.cases)

    @property
    def compared(self) -> int:
        """Sample cases that both the force and the inspectors graded."""
        return sum(number for pair, number in self._pairs.items() if None not in pair)

    @property
    def agreed(self) -> int:
        return sum(self._pairs[label.code, label.code] for label in self.grades)

    @property
    def more_generous(self) -> int:
        """Sample cases that the force graded better than the inspectors did."""
        order = [label.code for label in self.grades]
        return sum(
            self._pairs[force, inspectors]
            for place, force in enumerate(order)
            for inspectors in order[place + 1 :]
        )

    def checks(self) -> tuple[Reconciliation, ...]:
        """The sums that a reader could do, each done in two independent ways."""
        codes: list[str | None] = [*(label.code for label in self.grades), None]
        by_type = [
            Reconciliation(
                f"case type {label.code}: grades and not graded add up",
                sum(self.count(case_type=label.code, grade=code) for code in codes),
                sum(case.case_type == label.code for case in self.cases),
            )
            for label in self.case_types
        ]
        stricter = sum(
            self.pair(force.code, inspectors.code)
            for place, force in enumerate(self.grades)
            for inspectors in self.grades[:place]
        )
        unpaired = sum(number for pair, number in self._pairs.items() if None in pair)
        return (
            Reconciliation("groups add up", sum(self.count(group) for group in Group), self.total),
            *by_type,
            Reconciliation(
                "agreed, more generous and stricter add up to those compared",
                self.agreed + self.more_generous + stricter,
                self.compared,
            ),
            Reconciliation(
                "compared and not compared add up to the sample",
                self.compared + unpaired,
                self.count(Group.SAMPLE),
            ),
            Reconciliation(
                "drawn and dip sample add up", self.drawn + self.count(Group.DIP), self.total
            ),
        )


def percentage(part: int, whole: int) -> int:
    """`part` of `whole` in per cent, rounded half up in whole numbers; 0 of 0 is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def _group(case: CaseResult) -> Group:
    if case.sample == "dip":
        return Group.DIP
    return Group.REFERRED_BEFORE_AUDIT if case.referred_before_audit else Group.SAMPLE


def _refuse_impossible(case: CaseResult) -> None:
    if case.sample == "dip" and case.force_grade is not None:
        raise ImpossibleCase("the force grades no dip sample")
    if case.force_grade is not None and not case.audited:
        raise ImpossibleCase("a force grade without an audit")
    if case.inspector_grade is not None and not case.reviewed:
        raise ImpossibleCase("an inspectors' grade without a review")
    if case.referred_before_audit and not case.referred:
        raise ImpossibleCase("referred before the audit, yet not referred")
