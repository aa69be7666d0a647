"""Workflows changed on purpose, under the names of the real ones: what the gate must see, and one
change that it must let pass.

In a module of their own, since the sandbox loads the module of a workflow anew. `__init__` they
inherit; `run` the SDK wants written in every class.
"""

import asyncio
from collections.abc import Sequence

from temporalio import workflow
from temporalio.common import RawValue

from workflows import contracts
from workflows.contracts import FollowUpOrder
from workflows.follow_up import FollowUpWorkflow
from workflows.inspection import InspectionWorkflow
from workflows.messages import Accepted, StartProcess
from workflows.names import FOLLOW_UP, INSPECTION, REFERRAL
from workflows.policies import RECORD
from workflows.referral import ReferralWorkflow


@workflow.defn(name=INSPECTION)
class HesitantInspection(InspectionWorkflow):
    """Waits a second before it decides an act: one more timer."""

    @workflow.run
    async def run(self, start: StartProcess) -> None:
        await super().run(start)

    async def decide(self, name: str, args: Sequence[RawValue]) -> Accepted:
        await asyncio.sleep(1)
        return await super().decide(name, args)


@workflow.defn(name=FOLLOW_UP)
class ForgetfulFollowUp(FollowUpWorkflow):
    """Does not close the inspection at its very end: one activity less."""

    @workflow.run
    async def run(self, start: StartProcess) -> None:
        await super().run(start)

    async def depart(self) -> None:
        pass


@workflow.defn(name=REFERRAL)
class TalkativeReferral(ReferralWorkflow):
    """Tells the inspection of its close: one activity more."""

    @workflow.run
    async def run(self, start: StartProcess) -> None:
        await super().run(start)

    async def depart(self) -> None:
        await workflow.execute_activity(
            contracts.close_inspection,
            FollowUpOrder(self.state.inspection),
            start_to_close_timeout=RECORD.start_to_close,
        )


@workflow.defn(name=REFERRAL)
class StricterReferral(ReferralWorkflow):
    """Refuses every act from now on: what was accepted stays accepted, so it replays."""

    @workflow.run
    async def run(self, start: StartProcess) -> None:
        await super().run(start)

    def refuse_or_pass(self, name: str, args: Sequence[RawValue]) -> None:
        raise NotImplementedError
