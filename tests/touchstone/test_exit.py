"""The drain at exit waits for threads that the SDK left inside Python, and no longer than told.

Each test runs a program of its own: what runs the tests has foreign threads too.
"""

import subprocess
import sys
from textwrap import dedent

from touchstone.settings import ROOT, child_environment, load_settings

# A foreign thread is one that `threading` did not start, as those of the SDK.
FOREIGN = """
    import _thread, os, time
    from touchstone.exit import drain_sdk_threads
    inside, held = _thread.allocate_lock(), _thread.allocate_lock()
    inside.acquire()
    held.acquire()
    def foreign():
        inside.release()
        held.acquire()
        {then}
    _thread.start_new_thread(foreign, ())
    inside.acquire()
"""


def test_with_no_foreign_thread_the_drain_returns_at_once() -> None:
    program = """
        import threading
        from touchstone.exit import drain_sdk_threads
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        print(drain_sdk_threads(timeout=0))
    """
    assert _run(program) == "True\n"


def test_the_drain_waits_for_a_foreign_thread_but_not_for_ever() -> None:
    program = """
    print(drain_sdk_threads(timeout=0.05))
    held.release()
    print(drain_sdk_threads(timeout=30))
    """
    assert _run(FOREIGN.format(then="pass") + program) == "False\nTrue\n"


def test_a_process_that_imported_the_module_ends_after_the_foreign_thread() -> None:
    then = 'time.sleep(0.3); os.write(1, b"left Python first")'
    assert _run(FOREIGN.format(then=then) + "    held.release()") == "left Python first"


def _run(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", dedent(program)],
        env=child_environment(load_settings()),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
