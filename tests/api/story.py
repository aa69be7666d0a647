"""One inspection driven through the API, stage by stage, by the people it takes."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.office import API, PEOPLE, Office
from workflows.state import InspectionState

# What has happened by each stage: submission accepted, sample allocated, everything in, overall
# confirmed, draft sent, report published. One of the cases is seen differently by the two sides.
STAGES_OF_STORY = ("issued", "accepted", "allocated", "judged", "confirmed", "drafted", "published")


@dataclass
class Story:
    """An inspection under way. Paths are below it."""

    office: Office
    reference: str

    @classmethod
    async def issued(cls, office: Office, **changes: Any) -> "Story":
        issued = await office.act("inspections", "inspection_lead", issue_body(**changes))
        return cls(office, issued["inspection"])

    @property
    def here(self) -> str:
        return f"{API}/inspections/{self.reference}"

    async def act(self, path: str, by: str, body: Any = None) -> dict[str, Any]:
        return await self.office.act(f"{self.here}/{path}", by, body)

    async def get(self, path: str, by: str, **query: Any) -> Any:
        return await self.office.get(f"{self.here}/{path}", by, **query)

    async def refused(self, path: str, by: str, body: Any = None, method: str = "POST") -> str:
        return await self.office.refused(f"{self.here}/{path}", by, body, method)

    async def status(self, path: str, by: str) -> int:
        return (await self.office.call("GET", f"{self.here}/{path}", by)).status_code

    async def rows(self) -> list[str]:
        return [row["row"] for row in (await self.get("answers", "liaison"))["items"]]

    async def save(self, row: str, by: str, text: str, version: int = 0) -> Any:
        body = {"text": text, "evidence": []}
        path = f"{self.here}/answers/{row}"
        return await self.office.call("PUT", path, by, body, version=version)

    async def submit(self) -> str:
        """Every row answered and the return submitted; its revision."""
        for row in await self.rows():
            assert (await self.save(row, "liaison", f"What we do: {row}.")).status_code == 200
        return str((await self.act("return", "liaison"))["revision_ids"][0])

    async def advance(self, stage: str) -> None:
        """From the stage before to this one (see STAGES_OF_STORY)."""
        await getattr(self, f"_{stage}")()

    async def _accepted(self) -> None:
        revision = await self.submit()
        await self.act("return/approval", "chief_officer_lead", {"revision": revision})
        await self.act("eligible-cases", "liaison", {"cases": eligible_cases()})
        await self.act("acceptance", "inspection_lead", {})

    async def _allocated(self) -> None:
        await self.act("sample", "inspection_lead")
        await self.act("allocation", "inspection_lead", {})

    async def _judged(self) -> None:
        for place, (case, reviewer) in enumerate(sorted((await self.reviewers()).items())):
            await self.act(f"cases/{case}/audit", "case_auditor", mark("good"))
            grade = "inadequate" if place == 0 else "good"
            await self.act(f"cases/{case}/review", reviewer, mark(grade))
        for indicator in await self.indicators():
            body = judgement(indicator)
            await self.act(f"indicators/{indicator}/judgement", "p-inspector-1", body)

    async def _confirmed(self) -> None:
        for item in (await self.get("moderation", "panel_chair"))["items"]:
            body = {"decision": "confirm", "reason": "The evidence bears it out."}
            await self.act(f"moderation/{item['item']}", "p-panel-1", body)
        given = await self.act("overall", "inspection_lead", overall())
        revision = {"revision": given["revision_ids"][0]}
        await self.act("overall/confirmation", "panel_chair", revision)

    async def _drafted(self) -> None:
        await self.act("report/draft", "inspection_lead", report_text())

    async def _published(self) -> None:
        await self.act("report/accuracy", "liaison", {"points": []})
        await self.act("report/final", "editor", report_text())
        sha256 = (await self.get("report", "hmi"))["sha256_to_sign"]
        await self.act("report/signature", "hmi", {"sha256": sha256})
        await self.act("report/publication", "editor", {"sha256": sha256})

    async def reviewers(self) -> dict[str, str]:
        """Case -> the inspector to whom it was allocated."""
        listed = (await self.get("cases", "inspection_lead"))["items"]
        return {case["reference"]: case["reviewer"] for case in listed}

    async def indicators(self) -> list[str]:
        return (await self.state()).programme.indicators

    async def state(self) -> InspectionState:
        from records.processes import get_process
        from workflows.patch import from_document

        process = await get_process(self.office.parts.records, f"inspection/{self.reference}")
        return from_document(InspectionState, process.state)


def at(stage: str) -> pytest.MarkDecorator:
    """The stage of the story that a test starts from."""
    return pytest.mark.parametrize("story", [stage], indirect=True, ids=[stage])


def issue_body(**changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "programme": "national-child-protection",
        "force": "X01",
        "fieldwork_start": "2027-03-01",
        "fieldwork_end": "2027-03-12",
        "people": PEOPLE,
    }
    return {**body, **changes}


def eligible_cases() -> list[dict[str, str]]:
    types = ("section-47-enquiries", "domestic-abuse")
    return [
        {
            "reference": f"N-{100 + number:04}",
            "case_type": types[number % 2],
            "date": "2026-10-01",
            "local_authority": "Northshire",
        }
        for number in range(12)
    ]


STAGES = (
    "initial-contact",
    "assessment-and-help",
    "investigation-enquiries",
    "decision-making",
    "trusted-adult",
    "ending-of-involvement",
    "managing-risk-posers",
    "recording",
    "police-detention",
)


def mark(grade: str, score: str = "4") -> dict[str, Any]:
    return {
        "grade": grade,
        "scores": dict.fromkeys(STAGES, score),
        "stages": {"initial-contact": "The call was graded at once."},
        "summary": f"Seen as {grade}.",
    }


def judgement(indicator: str) -> dict[str, Any]:
    evidence = {}
    if indicator == "leadership":
        evidence = {f"leadership.{number:02}": "Seen on the visit." for number in range(1, 16)}
    return {"score": "3", "narrative": f"What we found: {indicator}.", "evidence": evidence}


def overall() -> dict[str, Any]:
    return {"practice": "Practice is mixed.", "fit_with_policy": "Policy is ahead of it."}


def report_text() -> dict[str, Any]:
    return {
        "summary": ["We found committed staff and uneven practice."],
        "introduction": ["We inspected in March."],
        "sections": {"leadership": ["Leaders know their force."]},
        "conclusion": ["Children are mostly kept safe."],
        "recommendations": [
            {"text": "Review supervision.", "deadline": "three_months", "indicator": "recording"}
        ],
    }
