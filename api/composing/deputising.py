"""Marking the lead as away or back: there is nothing to say but who and when."""

from api.acting import Composed


async def mark() -> Composed:
    return Composed({})
