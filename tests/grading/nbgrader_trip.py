"""Runs commands of nbgrader one after another in one process, as JSON tells them.

Each is [folder to run it in, argument, ...]; the first that fails is the exit code.
"""

from __future__ import annotations

import json
import os
import sys


def run(folder: str, *arguments: str) -> int:
    from nbgrader.apps import NbGraderApp

    os.chdir(folder)
    app = NbGraderApp.instance()
    try:
        app.initialize(list(arguments))
        app.start()
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        NbGraderApp.clear_instance()
    return 0


if __name__ == "__main__":
    for command in json.load(sys.stdin):
        print("==", *command, flush=True)
        if code := run(*command):
            sys.exit(code)
