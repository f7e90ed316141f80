"""Imports go down the table of layers, never up."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "course_utils"

# From the ground up: a module may import its own layer and those before it.
LAYERS = {
    "ground": (
        "",
        "text",
        "syllabus",
        "session",
        "axes",
        "whole_numbers",
        "shapes",
        "shape_messages",
        "shape_question",
        "shape_setup",
        "files",
    ),
    "knowing": (
        "scratch*",
        "params",
        "vocab",
        "datasets",
        "store",
        "manifest",
        "data_*",
        "splits",
        "tables",
        "near_duplicates",
        "ngrams",
        "name_tags",
        "name_list",
        "matrices",
        "losses",
        "metrics",
        "numerals",
        "text_recipe*",
        "text_results",
    ),
    "learning": (
        "softmax_loss",
        "checkpoints",
        "processes",
        "sampling",
        "beam",
        "threads",
        "poem_*",
        "gradient_lab",
        "memory_nets",
        "recall",
        "peephole",
        "bracket_net",
        "bracket_depth",
        "digits",
        "digit_nets",
        "writing",
        "captioner",
        "captions",
        "encoder_decoder",
        "numerals_net",
        "models",
        "batching",
        "training",
        "training_run",
        "linear",
        "review_net",
        "movie_net",
        "classifier_files",
        "stepwise",
        "name_tagger",
        "linear_chain",
        "chain_tagger",
        "crf_tagger",
    ),
    "poems": ("prosody*", "pingshui", "poet*"),
    "seeing": (
        "style",
        "plots",
        "*_plots",
        "diagrams",
        "cell_diagrams",
        "tensor_boxes",
        "explorer",
        "studio*",
        "*widget*",
    ),
    "asking": (
        "progress",
        "messages",
        "feedback",
        "diagnosis",
        "sandbox",
        "sources",
        "checks",
        "exercises*",
        "shape_trainer*",
    ),
    "making": (
        "stored",
        "lesson_source",
        "editions",
        "front_page",
        "corpora",
        "fetch*",
        "convert_*",
        "remake_manifest",
        "gate",
        "gate_leaks",
        "gate_n*",
        "gate_rules",
        "lab",
        "web_studio",
        "doctor*",
        "bench*",
        "training_curve",
        "spoken",
        "cli*",
    ),
}
ORDER = list(LAYERS)

# `start()` sets the plot style: the one step upwards, taken only when it is called.
UPWARDS = {("session", "plots")}

# Libraries that have one home; other layers must not know them.
HOMES = {
    "torch": {"learning", "poems", "asking", "making"},
    "networkx": {"poems"},
    "pypinyin": {"poems"},
    "opencc": {"learning"},
    "matplotlib": {"seeing"},
    "ipywidgets": {"seeing"},
    "anywidget": {"seeing"},
    "jupytext": {"making"},
    "click": {"making"},
    "voila": {"making"},
}
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    .removesuffix("__init__")
    .rstrip(".")
    for path in PACKAGE.rglob("*.py")
)


def layer_of(module: str) -> str:
    homes = [
        layer
        for layer, patterns in LAYERS.items()
        if any(fnmatch(module, pattern) for pattern in patterns)
    ]
    assert len(homes) == 1, f"give {module!r} one place in LAYERS (now: {homes})"
    return homes[0]


def path_of(module: str) -> Path:
    path = PACKAGE.joinpath(*module.split(".")) if module else PACKAGE
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports_of(module: str) -> Iterator[str]:
    """Dotted names of all that a module imports, at its top or within a function."""
    for node in ast.walk(ast.parse(path_of(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: write absolute imports"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def own_imports(module: str) -> Iterator[str]:
    for name in imports_of(module):
        inner = name.removeprefix("course_utils").removeprefix(".")
        if inner == name:
            continue
        while inner and inner not in MODULES:
            inner = inner.rpartition(".")[0]
        yield inner


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module: str) -> None:
    upwards = [
        name
        for name in own_imports(module)
        if ORDER.index(layer_of(name)) > ORDER.index(layer_of(module))
        and (module, name) not in UPWARDS
    ]
    assert upwards == []


@pytest.mark.parametrize("module", MODULES)
def test_each_library_stays_at_home(module: str) -> None:
    strangers = {
        name
        for name in (each.partition(".")[0] for each in imports_of(module))
        if layer_of(module) not in HOMES.get(name, ORDER)
    }
    assert strangers == set()


def test_no_module_imports_itself_through_others() -> None:
    remaining = {module: set(own_imports(module)) - {module} for module in MODULES}
    remaining["session"].discard("plots")
    while free := [name for name, needs in remaining.items() if not needs]:
        for name in free:
            del remaining[name]
        for needs in remaining.values():
            needs.difference_update(free)
    assert remaining == {}


def test_the_table_in_contributing_is_true() -> None:
    table: dict[str, set[str]] = {}
    layer = ""
    page = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8")
    for line in page[page.index("## Modules") :].splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 6 and cells[3].startswith("`"):
            layer = cells[1] or layer
            table.setdefault(layer, set()).update(re.findall(r"`(\S+)`", cells[3]))
    assert table == {name: {*found} - {""} for name, found in LAYERS.items()}


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


def test_the_lessons_in_numpy_never_load_torch() -> None:
    below = ("ground", "knowing", "seeing", "asking")
    names = [f"course_utils.{each}" for each in MODULES if layer_of(each) in below]
    assert "torch" not in modules_after(f"import {', '.join(names)}".replace(".,", ","))


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
