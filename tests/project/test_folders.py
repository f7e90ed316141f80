"""The folders of the package: who may import whom, what each shows, how wide it is."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from course_utils.places import COURSE

PACKAGE = COURSE / "course_utils"
LESSONS = sorted((COURSE / "lessons").glob("[0-9]*.py"))
WIDEST = 23
"""Files in a folder, at the most: no library that people hold up has more."""

# Imports go to a lower rank, or stay in the folder (for a module that lies in no
# folder: in the module). What lies below a folder has its rank.
RANKS = {
    "text": 1,
    "places": 1,
    "code_names": 1,
    "sentences": 2,
    "files": 2,
    "home": 3,
    "written_files": 3,
    "syllabus": 2,
    "without_torch": 2,
    "shapes": 2,
    "checking": 3,
    "scratch": 3,
    "datasets": 3,
    "training": 3,
    "verse": 4,
    "plots": 4,
    "shape_trainer": 4,
    "corpora": 4,
    "language_model": 4,
    "baselines": 4,
    "models": 4,
    "markup": 4,
    "session": 5,
    "sheets": 5,
    "studio": 5,
    "poet": 5,
    "memory": 5,
    "problems": 5,
    "measured": 5,
    "exercises": 6,
    "widgets": 6,
    "lab": 6,
    "parallel": 6,
    "": 6,
    "bench": 7,
    "authoring": 7,
    "caged": 7,
    "classroom": 7,
    "grading": 8,
    "site": 8,
    "slides": 8,
    "cli": 9,
}

# Each library has its home; other folders must not know it.
HOMES = {
    "torch": {"training", "models", "memory", "problems", "language_model", "poet"}
    | {"parallel", "bench", "exercises", "shape_trainer", "lab", "authoring"},
    "safetensors": {"training"},
    "matplotlib": {"plots", "widgets", "studio", "sheets"},
    "cycler": {"plots"},
    "pylopdf_fonts_zh_cn": {"plots"},
    "IPython": {"plots", "session"},
    "ipywidgets": {"widgets"},
    "anywidget": {"studio"},
    "traitlets": {"studio", "widgets", "lab"},
    "networkx": {"verse", "poet"},
    "pypinyin": {"verse", "poet"},
    "opencc": {"verse"},
    "sklearn": {"baselines", "datasets"},
    "pycrfsuite": {"baselines"},
    "nervaluate": {"baselines"},
    "rjieba": {"models", "verse"},
    "httpx2": {"corpora"},
    "unearth": {"corpora"},
    "filelock": {"checking", "corpora", "lab"},
    "platformdirs": {"checking", "places"},
    "jupytext": {"authoring"},
    "nbclient": {"authoring"},
    "nbval": {"authoring"},
    "markdown_it": {"authoring", "markup", "sheets"},
    "mdit_py_plugins": {"authoring", "markup"},
    "latex2mathml": {"markup"},
    "pygments": {"markup"},
    "playwright": {"slides"},
    "pytest": {"authoring"},
    "PIL": {"authoring"},
    "nbformat": {"authoring", "grading", "lab", "site"},
    "jinja2": {"site"},
    "fontTools": {"markup"},
    "packaging": {"authoring", "lab"},
    "psutil": {"authoring", "caged", "checking", "classroom"},
    "jupyter_client": {"lab"},
    "jupyter_core": {"lab", "home"},
    "jupyterlab": {"lab"},
    "tornado": {"classroom", "lab"},
    "wcwidth": {"bench", "plots"},
    "click": {"cli"},
}
ANYWHERE = {"numpy", "tqdm"}

# Folders that may import PyTorch where a module is loaded; the others, in functions.
WITH_TORCH = {"training", "models", "memory", "problems", "language_model", "poet"}
WITH_TORCH |= {"parallel", "bench"}


def module_of(path: Path) -> str:
    parts = path.relative_to(COURSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
FOLDERS = [path.parent for path in sorted(PACKAGE.rglob("__init__.py"))]
FACES = [
    module_of(folder / "__init__.py")
    for folder in FOLDERS
    if folder != PACKAGE and "exercises" not in folder.parts
]


def room_of(module: str) -> str:
    """The folder of `course_utils` that a module lies in, or a module in no folder."""
    return module.removeprefix("course_utils").removeprefix(".").partition(".")[0]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports_of(path: Path, *, at_top: bool = False) -> tuple[tuple[str, str], ...]:
    """(module, name) of all that a file imports; `at_top`: not within functions."""
    return tuple(_imports_of(path, at_top))


def _imports_of(path: Path, at_top: bool) -> Iterator[tuple[str, str]]:
    nodes = tree_of(path).body if at_top else ast.walk(tree_of(path))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write absolute imports"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in MODULES:
                    yield inner, ""
                else:
                    yield node.module or "", alias.name


def own_imports(path: Path) -> Iterator[tuple[str, str]]:
    for module, name in imports_of(path):
        if module == "course_utils" or module.startswith("course_utils."):
            assert module in MODULES, f"{path.name}: there is no module {module}"
            yield module, name


@cache
def used_of(path: Path) -> frozenset[tuple[str, str]]:
    """(module, name): what a file takes from others, by name or as `module.name`."""
    return frozenset(_used_of(path))


def _used_of(path: Path) -> Iterator[tuple[str, str]]:
    local = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in MODULES:
                    local[alias.asname or alias.name] = inner
                elif node.module in MODULES:
                    yield node.module, alias.name
    for node in ast.walk(tree_of(path)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in local
        ):
            yield local[node.value.id], node.attr


@cache
def takers() -> dict[str, set[tuple[str, str]]]:
    """Of each module, (room, name): what is taken, and where; lessons are a room."""
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in MODULES}
    for path in [*MODULES.values(), *LESSONS]:
        room = "lessons" if path in LESSONS else room_of(module_of(path))
        for module, name in used_of(path):
            found[module].add((room, name))
    return found


def goes_up(path: Path, module: str) -> bool:
    here, there = room_of(module_of(path)), room_of(module)
    return here != there and RANKS[there] >= RANKS[here]


# The two steps upwards are taken only when they are called: `start()` sets the style
# of the pictures, and the package shows `start`.
UPWARDS = {("", "session")}


@pytest.mark.parametrize("folder", sorted(RANKS))
def test_imports_go_down_and_libraries_stay_at_home(folder: str) -> None:
    paths = [path for name, path in MODULES.items() if room_of(name) == folder]
    assert paths, f"RANKS names {folder!r}, and there is no such folder"
    upwards = [
        (module_of(path), module)
        for path in paths
        for module, _ in own_imports(path)
        if goes_up(path, module) and (folder, room_of(module)) not in UPWARDS
    ]
    strangers = [
        (module_of(path), library)
        for path in paths
        for library in (module.partition(".")[0] for module, _ in imports_of(path))
        if library not in {*sys.stdlib_module_names, *ANYWHERE, "course_utils"}
        if folder not in HOMES.get(library, ())
    ]
    eager = [
        module_of(path)
        for path in paths
        for module, _ in imports_of(path, at_top=True)
        if module.partition(".")[0] == "torch" and folder not in WITH_TORCH
    ]
    assert (upwards, strangers, eager) == ([], [], [])


# What these load comes with an extra: `pip install` of the course alone lacks it.
WITH_EXTRAS = {"markup", "site", "slides"}


def test_without_extras_nothing_is_missed() -> None:
    loaded = {
        (module_of(path), module)
        for path in MODULES.values()
        if room_of(module_of(path)) not in WITH_EXTRAS
        for module, _ in imports_of(path, at_top=room_of(module_of(path)) == "cli")
        if room_of(module) in WITH_EXTRAS and module.startswith("course_utils.")
    }
    assert loaded == set()


COMMON = {name for name, rank in RANKS.items() if rank <= RANKS["shapes"]}
"""So low that every folder may know them without a word."""


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in FOLDERS if path.parent == PACKAGE)
)
def test_a_face_says_which_folders_it_knows(folder: str) -> None:
    face = ast.get_docstring(tree_of(PACKAGE / folder / "__init__.py")) or ""
    _, knows, told = face.partition("Knows ")
    assert knows, f"say in {folder}/__init__.py which folders it knows"
    if told.startswith("every folder below"):
        return
    said = {name for name in re.findall(r"`(\w+)`", told) if name in RANKS}
    paths = [path for name, path in MODULES.items() if room_of(name) == folder]
    known = {room_of(module) for path in paths for module, _ in own_imports(path)}
    known &= {path.name for path in FOLDERS} - {folder}
    assert known - COMMON <= said
    assert said - COMMON <= known | {name for path in paths for name in _named(path)}


def _named(path: Path) -> Iterator[str]:
    """The folders that are imported by a text, at run time."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"^course_utils\.(\w+)", node.value)


def test_every_folder_has_a_rank() -> None:
    assert {room_of(name) for name in MODULES} == set(RANKS)


def test_no_folder_is_too_wide_to_find_a_file_in() -> None:
    tests = [path.parent for path in (COURSE / "tests").rglob("*.py")]
    wide = {
        str(folder.relative_to(COURSE)): count
        for folder in {*FOLDERS, *tests}
        if (count := len(list(folder.glob("*.py")))) > WIDEST
    }
    assert wide == {}


def test_no_module_imports_itself_through_others() -> None:
    """Among the modules of a folder: between folders, the ranks see to it."""
    remaining = {
        name: {
            module
            for module, _ in own_imports(path)
            if module != name and room_of(module) == room_of(name)
        }
        for name, path in MODULES.items()
        if path.name != "__init__.py"
    }
    while free := [one for one in remaining if not remaining[one] & {*remaining}]:
        for one in free:
            del remaining[one]
    assert remaining == {}


@pytest.mark.torch
@pytest.mark.parametrize("face", FACES)
def test_a_face_says_what_lives_there_and_lists_what_others_use(face: str) -> None:
    shown = import_module(face)
    listed = set(shown.__all__)
    assert len((shown.__doc__ or "").splitlines()) >= 3 or face.endswith("cli")
    assert all(hasattr(shown, name) for name in listed)
    inside = {name.removeprefix(f"{face}.") for name in MODULES if name != face}
    shown_modules = {name for name in listed if f"{face}.{name}" in MODULES}
    hidden = [name for name in listed & inside if name not in shown_modules]
    assert hidden == [], "a function hides the module of its name"
    used = {
        name
        for module in MODULES
        if module == face or module.rpartition(".")[0] == face
        if module.rpartition(".")[2] not in shown_modules
        for room, name in takers()[module]
        if room != room_of(face)
        if name
    }
    assert used - listed == set(), "others use it: list it in the folder's __init__"


@pytest.mark.torch
def test_a_name_that_is_shown_means_one_thing() -> None:
    meanings: dict[str, dict[int, str]] = {}
    for face in FACES:
        shown = import_module(face)
        for name in shown.__all__:
            meanings.setdefault(name, {})[id(getattr(shown, name))] = face
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_a_public_name_is_defined_once() -> None:
    found: dict[str, list[str]] = {}
    for module, path in MODULES.items():
        if path.name == "__init__.py" or "exercises" in path.parts:
            continue
        for name in set(_public_names(tree_of(path))):
            found.setdefault(name, []).append(module)
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


def _public_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            names = []
        # One letter is a type variable.
        yield from (name for name in names if name[0] != "_" and len(name) > 1)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_reads_short(lesson: Path) -> None:
    """At most six imports of the course, from its faces, never from a file below."""
    nodes = [
        node
        for node in tree_of(lesson).body
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("course_utils")
    ]
    shown = _shown_lines(lesson)
    written = [node for node in nodes if node.lineno not in shown]
    assert 1 <= len(written) <= 6
    below = [
        node.module
        for node in nodes
        if node.module not in {"course_utils", *FACES}
        and not (node.module or "").startswith("course_utils.exercises")
        and MODULES[node.module or ""].parent != PACKAGE
    ]
    assert below == []


def _shown_lines(lesson: Path) -> set[int]:
    """Where the builder puts the source of a function in the place of its import."""
    lines = lesson.read_text("utf-8").splitlines()
    return {i + 2 for i, line in enumerate(lines) if line.startswith("# %% show=")}


def modules_after(code: str) -> set[str]:
    """Names of the modules that are loaded once a fresh Python has run `code`."""
    code += "\nimport sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_package_itself_loads_no_library() -> None:
    assert modules_after("import course_utils").isdisjoint(
        {"numpy", "torch", "matplotlib", "ipywidgets", "IPython"}
    )


def test_folders_without_torch_never_load_it() -> None:
    names = [name for name in MODULES if room_of(name) not in WITH_TORCH]
    names.remove("course_utils.cli.__main__")  # it is a command: it would run
    names.remove("course_utils.authoring.safety.startup")  # and this, in a kernel
    assert "torch" not in modules_after(f"import {', '.join(names)}")


def test_the_package_is_imported_within_a_tenth_of_a_second() -> None:
    measure = (
        "from time import process_time as now\n"
        "start = now()\nimport course_utils\nprint(now() - start)"
    )
    seconds = [
        float(subprocess.check_output([sys.executable, "-c", measure]))
        for _ in range(5)
    ]
    assert min(seconds) < 0.1
