"""Starts a program so that it ends with the process that wanted it, even one killed outright.

Run as a script in the new process, before the program takes its place: the usual hook between fork
and exec may hang in a parent that has threads, as ours has once the Temporal SDK is in use.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent(with_signal: int = signal.SIGTERM) -> None:
    """Ask the kernel to signal this process when the thread that started it ends. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, with_signal)


def die_with_owner(owner: int) -> None:
    """Begin a process of a pool with this: killed with its owner, ended if that is gone already.

    Such a process takes a second to come here, and would wait for work for ever.
    """
    die_with_parent(signal.SIGKILL)
    if os.getppid() != owner:
        os._exit(1)


def launched(*command: str) -> tuple[str, ...]:
    """The command line that runs `command`, its program given by path, bound to this process."""
    return (sys.executable, "-I", "-S", __file__, str(os.getpid()), *command)


def main() -> None:
    parent, program, *arguments = sys.argv[1:]
    die_with_parent()
    if os.getppid() != int(parent):
        sys.exit(1)  # it died before we asked
    os.execv(program, [program, *arguments])


if __name__ == "__main__":
    main()
