"""Run a Python program, `-m MODULE ...` or `-c CODE ...`, that ends with its starter.

The starter holds the other end of standard input: once that is closed, by the end of a
test or by the end of the whole process, however it came, this process ends.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def end_with_the_starter() -> None:
    while os.read(0, 4096):  # not `sys.stdin`, whose lock would outlive Python
        pass
    os._exit(1)


# A shell that runs the tests in the background lets them ignore Ctrl+C.
signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Thread(target=end_with_the_starter, daemon=True).start()
_, kind, what, *arguments = sys.argv
sys.argv = [what if kind == "-m" else kind, *arguments]
if kind == "-m":
    runpy.run_module(what, run_name="__main__", alter_sys=True)
else:
    exec(compile(what, "<test>", "exec"), {"__name__": "__main__"})
