"""Dates of what is asked again since a phase was reopened. Pure.

A timetable names one period for each task and each phase from whose reopening it is counted. The
latest of all that apply holds, the first date among them: a reopening makes no date earlier.
"""

from workflows.state import ProcessState


def moment(phase: str) -> str:
    """The event from which dates are counted once this phase was reopened."""
    return f"reopened_{phase}"


def period_again(task: str, phase: str) -> str:
    """The code of the period that dates a task anew once this phase was reopened."""
    return f"{task}_again_from_{phase}"


def periods_again(state: ProcessState, task: str) -> list[str]:
    """The codes of the periods that date a task anew by the reopenings there have been."""
    phases = [
        event.removeprefix(moment("")) for event in state.events if event.startswith(moment(""))
    ]
    codes = [period_again(task, phase) for phase in phases]
    return [code for code in codes if code in state.programme.periods]
