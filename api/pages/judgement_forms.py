"""The form of a judgement: read as it was typed, in part or whole, and a draft as its fields."""

from typing import Any

from api.pages.doing import Wrong
from api.pages.draft_forms import Fields
from api.pages.page import PlacePage, Typed
from api.schemas.case_audit import JudgementIn, Recommendation
from criteria import scoring
from criteria.programme import Programme
from criteria.schedule import Node


def read_judgement(typed: Typed) -> JudgementIn:
    """What was typed so far. Raises ValidationError for what cannot be kept."""
    deadlines = typed.by_prefix("rec_deadline")
    lines = [(number, text) for number, text in typed.by_prefix("rec_text").items() if text]
    return JudgementIn(
        score=typed.text("score") or None,
        narrative=typed.text("narrative"),
        evidence={one: text for one, text in typed.by_prefix("evidence").items() if text},
        cases=typed.all("cases"),
        recommendations=[
            Recommendation(text=text, deadline=deadlines.get(number) or "three_months")
            for number, text in lines
        ],
    )


def whole_judgement(page: PlacePage, typed: Typed, programme: Programme, code: str) -> JudgementIn:
    """What was typed, once nothing is missing that the programme asks for; else raises Wrong."""
    sent, faults, node = read_judgement(typed), [], programme.criteria.node(code)
    if scoring.scores(programme.scoring.mode) and sent.score is None:
        faults.append(("score", "Choose the score."))
    if not sent.narrative:
        faults.append(("narrative", "Write what was found and how it was weighed."))
    if code in programme.judging.evidence_for_each_expectation:
        for number, one in enumerate(node.expectations, 1):
            if not sent.evidence.get(one.id):
                wrong = "Expectation %(number)s: write the evidence; each of them needs some."
                faults.append((f"evidence.{one.id}", page.say(wrong, number=number)))
    if faults:
        raise Wrong(*faults)
    return sent


def fields_of(content: dict[str, Any]) -> Fields:
    """A judgement's content as the fields of its form."""
    found = [("score", content.get("score") or ""), ("narrative", content.get("narrative") or "")]
    found += [(f"evidence.{one}", text) for one, text in (content.get("evidence") or {}).items()]
    found += [("cases", case) for case in content.get("cases") or []]
    for number, one in enumerate(content.get("recommendations") or [], 1):
        found += [(f"rec_text.{number}", one["text"]), (f"rec_deadline.{number}", one["deadline"])]
    return [(name, text) for name, text in found if text]


def said_of(page: PlacePage, node: Node, name: str, text: str) -> tuple[str, str]:
    """A field's name and text as a person reads them."""
    labels = {"score": "Score", "narrative": "Narrative", "cases": "Cases referred to"}
    what, _, rest = name.partition(".")
    if name in labels:
        return page.say(labels[name]), page.say({"yes": "Yes", "no": "No"}.get(text, text))
    if what == "evidence":
        return next((one.text for one in node.expectations if one.id == rest), rest), text
    if what == "rec_text":
        return page.say("Recommendation %(number)s", number=rest), text
    words = {"immediate": "immediately", "three_months": "within three months"}
    said = page.say(words.get(text, "within six months"))
    return page.say("Recommendation %(number)s: by when", number=rest), said
