"""The replay gate: recorded histories of every workflow, and whether today's code replays them.

A history that no longer leads to the same commands would stop running inspections at the next
deployment.
"""

from touchstone.replay.gate import check
from touchstone.replay.recording import record

__all__ = ["check", "record"]
