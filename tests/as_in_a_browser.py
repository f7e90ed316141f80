"""A program: run notebooks as Python in a browser would, without what is not there.

It prints one JSON: by notebook the source of each code cell, what it said, its error.
The libraries are those that have no build for WebAssembly, the modules those that
Pyodide's documentation names as missing or without function.
"""

import json
import sys
import threading
import zoneinfo
from pathlib import Path

import matplotlib.pyplot
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

assert zoneinfo and matplotlib.pyplot  # read what only a real build of WebAssembly has

FORBIDDEN = {
    *("torch", "psutil", "opencc", "safetensors", "rjieba", "pycrfsuite", "zmq"),
    "filelock",
    *("fcntl", "resource", "termios", "pwd", "grp", "multiprocessing"),
}


class Without:
    """A finder of modules that finds no forbidden one."""

    def __init__(self, finder):
        self.finder = finder

    def __getattr__(self, name):
        return getattr(self.finder, name)

    def find_spec(self, name, *rest):
        if name.partition(".")[0] not in FORBIDDEN:
            return self.finder.find_spec(name, *rest)
        return None


def no_thread(self):
    raise RuntimeError("can't start new thread")


def run(shell, source):
    with capture_output(display=False) as captured:
        done = shell.run_cell(source)
    error = done.error_before_exec or done.error_in_exec
    said = f"{captured.stdout}{captured.stderr}"
    return {"source": source, "said": said, "error": error and repr(error)}


def run_all(shell, path):
    shell.reset()
    cells = json.loads(Path(path).read_text("utf-8"))["cells"]
    codes = ["".join(one["source"]) for one in cells if one["cell_type"] == "code"]
    return [run(shell, each) for each in codes]


def main(paths):
    HistoryManager.enabled = False
    shell = InteractiveShell.instance()
    for name in [one for one in sys.modules if one.partition(".")[0] in FORBIDDEN]:
        del sys.modules[name]
    sys.meta_path[:] = [Without(each) for each in sys.meta_path]
    sys.platform = "emscripten"
    threading.Thread.start = no_thread
    print(json.dumps({path: run_all(shell, path) for path in paths}))


if __name__ == "__main__":
    main(sys.argv[1:])
