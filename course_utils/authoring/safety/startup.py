"""IPython runs this in a guarded kernel (PYTHONSTARTUP), among the names of the cells.

So it leaves no name, and imports nothing of the authoring folder, which is slow.
"""

__import__("runpy").run_path(
    str(__import__("pathlib").Path(__file__).with_name("guard.py"))
)["install"](get_ipython())  # type: ignore[name-defined]  # noqa: F821
