"""What people send with an act, changed as a test needs it; each fits on the straight run."""

from typing import Any

from tests.builders import CASES, LEADERSHIP, STAGES, a_mark

ONE_CASE = next(iter(CASES))


def extending(task: str = "return", days: int = 5) -> dict[str, Any]:
    return {"reason": "r-e", "task": task, "days": days}


def judging(indicator: str = STAGES[0], **changes: Any) -> dict[str, Any]:
    body = {"revision": "r-j", "indicator": indicator, "score": "3", "evidenced": LEADERSHIP}
    return {**body, **changes}


def moderating(item: str, decision: str = "confirm", **changes: Any) -> dict[str, Any]:
    return {"revision": "r-m", "item": item, "decision": decision, **changes}


def marking(case: str = ONE_CASE, **changes: Any) -> dict[str, Any]:
    return {**a_mark(case), **changes}
