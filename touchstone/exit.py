"""A clean end for processes that used the Temporal SDK.

When the last awaited SDK call completes, a thread of the SDK may still be inside Python; if the
interpreter is finalised under it, the process aborts (exit 134 or 139) after its work was done
(temporalio/sdk-python#300, CPython before 3.14). Importing this module registers the drain; modules
that make Temporal clients import it first, for handlers run last in, first out.
"""

import atexit
import sys
import threading
import time


def drain_sdk_threads(timeout: float = 2.0) -> bool:
    """Wait until no foreign thread has a Python frame; False if one still had after `timeout` s.

    Foreign threads are those that `threading` did not start. Private names: `sys._current_frames`
    and `threading._DummyThread`, both long-standing. What is begun after the drain is not covered:
    shut workers and pending calls down first.
    """
    end = time.monotonic() + timeout
    while _foreign_thread_in_python():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def _foreign_thread_in_python() -> bool:
    ours = {
        thread.ident
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread)
    }
    return any(ident not in ours for ident in sys._current_frames())


atexit.register(drain_sdk_threads)
