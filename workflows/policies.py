"""Time-outs and retry policies by name, so that no workflow writes its own."""

from dataclasses import dataclass
from datetime import timedelta

from temporalio.common import RetryPolicy


@dataclass(frozen=True)
class Policy:
    """How long one attempt may take, and how attempts are repeated."""

    start_to_close: timedelta
    retry: RetryPolicy
    heartbeat: timedelta | None = None


# A projection never gives up: the engine has accepted the act, the records must follow.
# An attempt whose worker died is missed after `start_to_close`, so that is short; a second attempt
# beside a slow first one is safe, for the effect's key lets only one of them write.
RECORD = Policy(
    start_to_close=timedelta(seconds=10),
    retry=RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
    ),
)
RENDER = Policy(
    start_to_close=timedelta(minutes=5),
    heartbeat=timedelta(seconds=30),
    retry=RetryPolicy(initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=5)),
)
SEND = Policy(
    start_to_close=timedelta(minutes=2),
    heartbeat=timedelta(seconds=30),
    retry=RetryPolicy(
        initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=10)
    ),
)
