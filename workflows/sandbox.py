"""The sandbox that workflow code runs in, with the pure modules passed through.

Reloading them for every run costs about 1 MB and five times the time of a cached inspection
(notes/style.md). The price is that a forbidden call in them goes unnoticed here: ruff bans those
calls, and one test runs a journey under the strict default restrictions.
"""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

# Never all of `workflows`: the workflow classes themselves stay isolated.
PURE = (
    "criteria",
    "workflows.contracts",
    "workflows.deadlines",
    "workflows.date_messages",
    "workflows.messages",
    "workflows.names",
    "workflows.patch",
    "workflows.phases",
    "workflows.policies",
    "workflows.rule",
    "workflows.state",
    "workflows.tasks",
    "workflows.ladder",
    "workflows.uk_time",
    "workflows.view",
    "workflows.self_assessment",
    "workflows.submission",
    "workflows.case_audit",
    "workflows.moderation",
    "workflows.report",
    "workflows.exceptions",
    "workflows.calendar",
    "workflows.delivery",
    "workflows.deputising",
    "workflows.extensions",
    "workflows.fieldwork",
    "workflows.pausing",
    "workflows.again",
    "workflows.stale",
    "workflows.reopening",
    "workflows.standing_still",
    "workflows.undelivered",
    "workflows.people",
    "workflows.closing",
)


def runner() -> SandboxedWorkflowRunner:
    """The runner for every worker of the product."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*PURE)
    )


def strict_runner() -> SandboxedWorkflowRunner:
    """For tests: everything of ours reloaded and restricted, but for the time zone's own module."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules("workflows.uk_time")
    )
