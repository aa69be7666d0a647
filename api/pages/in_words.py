"""How the scores, grades and parts of one inspection's programme read on a page.

Names of indicators and texts of the criteria are official and stay as printed.
"""

from dataclasses import dataclass

from api.pages.page import PlacePage
from criteria.programme import Programme
from criteria.schedule import Node
from criteria.scoring import NOT_APPLICABLE, NOT_SEEN, ScoringMode

CASE = "case"


@dataclass(frozen=True)
class Choice:
    """One answer of a question with radio buttons or a list, as parts/forms.html takes it."""

    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True)
class InWords:
    """The words of one inspection, in the language of the page."""

    page: PlacePage
    programme: Programme

    def score(self, code: str | None) -> str:
        """ "3 out of 5", "Yes", "Not seen"; empty for none."""
        if not code:
            return ""
        said = {
            NOT_APPLICABLE: self.page.say("Not applicable"),
            NOT_SEEN: self.page.say("Not seen"),
            "yes": self.page.say("Yes"),
            "no": self.page.say("No"),
        }
        if code in said:
            return said[code]
        return self.page.say("%(score)s out of 5", score=code)

    def grade(self, code: str | None) -> str:
        """The grade's title; empty for none."""
        titles = {grade.code: grade.title for grade in self.programme.cases.grades}
        return self.page.say(titles.get(code, code)) if code else ""

    def anchor(self, score: str | None) -> str:
        """What a score means, in the programme's words; empty where it has none."""
        return next((a.text for a in self.programme.scoring.anchors if a.score == score), "")

    def scores(self) -> list[Choice]:
        """The scores to choose from, best last, each with what it means."""
        codes = self.programme.outline().scores
        return [Choice(code, self.score(code), self.anchor(code)) for code in codes]

    def grades(self) -> list[Choice]:
        """The grades to choose from, best first."""
        return [Choice(one.code, self.grade(one.code)) for one in self.programme.cases.grades]

    def node(self, code: str) -> Node:
        return self.programme.criteria.node(code)

    def name(self, code: str) -> str:
        """A node as the report names it."""
        titles = {s.node: s.title for s in self.programme.report.sections if s.node}
        return titles.get(code) or self.node(code).name

    def item(self, item: str) -> str:
        """What the panel looks at: `indicator:leadership` or `case:N-0417`."""
        kind, _, subject = item.partition(":")
        return self.page.say("Case %(case)s", case=subject) if kind == CASE else self.name(subject)

    @property
    def is_scored(self) -> bool:
        """Whether this inspection shows any score at all."""
        return self.programme.scoring.mode is not ScoringMode.EVIDENCE_ONLY


async def in_words(page: PlacePage) -> InWords:
    """The words of the inspection that the page is about."""
    return InWords(page, await page.here.programme())
