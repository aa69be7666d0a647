"""The drain at exit waits for threads that the SDK left inside Python, and no longer than told."""

import _thread
import subprocess
import sys

from tests.touchstone.stacks import until
from touchstone.exit import drain_sdk_threads
from touchstone.settings import ROOT, child_environment, load_settings


def test_with_no_foreign_thread_the_drain_returns_at_once() -> None:
    until(drain_sdk_threads)
    assert drain_sdk_threads(timeout=0)


def test_the_drain_waits_for_a_foreign_thread_but_not_for_ever() -> None:
    held = _thread.allocate_lock()
    held.acquire()
    inside: list[bool] = []

    def foreign() -> None:  # as a thread of the SDK: `threading` knows nothing of it
        inside.append(True)
        held.acquire()

    _thread.start_new_thread(foreign, ())
    until(lambda: inside)
    assert not drain_sdk_threads(timeout=0.05)
    held.release()
    assert drain_sdk_threads()


def test_a_process_that_imported_the_module_ends_after_the_foreign_thread() -> None:
    program = """if True:
        import _thread, os, time
        import touchstone.exit
        inside = _thread.allocate_lock()
        inside.acquire()
        def foreign():
            inside.release()
            time.sleep(0.3)
            os.write(1, b"left Python first")
        _thread.start_new_thread(foreign, ())
        inside.acquire()
    """
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=child_environment(load_settings()),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "left Python first"
