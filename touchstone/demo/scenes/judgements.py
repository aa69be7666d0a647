"""The inspectors' judgements on the indicators, with evidence and recommendations."""

from typing import Any

from touchstone.demo.play import Play
from touchstone.demo.writing.findings import Finding, findings

CASES_REFERRED_TO = 4


async def judge(play: Play) -> None:
    """Each indicator is judged; one without enough evidence, which the panel will notice."""
    found = findings()
    with play.display.counted("Indicators judged", len(found)) as count:
        for finding in found:
            await judge_one(play, finding, finding.first or finding.narrative)
            count.step()


async def judge_one(play: Play, finding: Finding, narrative: str) -> None:
    """One judgement; an early narrative comes with the first piece of its evidence only."""
    body = judgement(play, finding, narrative)
    person = play.cast.person(finding.by)
    await play.act(person, f"indicators/{finding.indicator}/judgement", body)


async def save_judgement(play: Play, finding: Finding) -> None:
    """A judgement is begun and kept as a draft."""
    first = finding.narrative.split("\n")[0]
    body = judgement(play, finding, first) | {"recommendations": []}
    person = play.cast.person(finding.by)
    await play.save(person, f"indicators/{finding.indicator}/judgement/draft", body)


def judgement(play: Play, finding: Finding, narrative: str) -> dict[str, Any]:
    """What is said on one indicator, in the programme's mode."""
    evidence = finding.evidence
    if narrative != finding.narrative:
        evidence = dict(list(evidence.items())[:1])
    return {
        "score": finding.score if play.is_scored else None,
        "narrative": narrative,
        "evidence": evidence,
        "cases": _cases(play, finding),
        "recommendations": list(finding.recommendations),
    }


def _cases(play: Play, finding: Finding) -> list[str]:
    about = [ref for ref, story in play.files.items() if story.case_type in finding.case_types]
    return sorted(about)[:CASES_REFERRED_TO]
