"""Runs commands of nbgrader one after another in one process, as JSON tells them.

Each is [folder to run it in, argument, ...]; it ends with the first that fails.
"""

from __future__ import annotations

import json
import os
import sys


def run(folder: str, *arguments: str) -> int:
    from jupyter_core.application import NoStart
    from nbgrader.apps import NbGraderApp

    os.chdir(folder)
    app = NbGraderApp.instance()
    try:
        app.initialize(list(arguments))
        app.start()
    except NoStart:  # the subcommand has done its work
        return 0
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
