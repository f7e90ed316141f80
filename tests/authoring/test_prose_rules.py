"""What a lesson says is watched: one fault at a time is named, by rule and cell."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.authoring import rules
from course_utils.authoring.notebooks import FOLDERS, Edition, EditionKind
from course_utils.authoring.prose import (
    LANGUAGE_RULES,
    LINK_RULES,
    PICTURE_RULES,
    PROMISE_RULES,
    TWIN_RULES,
    keep_promises,
)
from course_utils.authoring.prose.link_rules import anchors_of, leads_somewhere
from course_utils.authoring.prose.markdown import blocks_of
from course_utils.authoring.prose.numerals import numerals
from course_utils.authoring.prose.picture_rules import pictures
from course_utils.authoring.prose.promises import promises_file
from course_utils.checking.sources import solved_source
from course_utils.exercises.vanilla_rnn import alts, exercises
from course_utils.places import COURSE
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, Language

SLUG = "01_vanilla_rnn"
PROSE_RULES = (
    *(*TWIN_RULES, *LANGUAGE_RULES, *PICTURE_RULES, *LINK_RULES, *PROMISE_RULES),
    rules.solution_left,
)
FEEDBACK = {"en": "Yes, that is the right one.", "zh": "对，就是这个。"}
PROSE = {
    1: {
        "en": "# One symbol\n\nA state has 8 numbers.\nHow many are three states?",
        "zh": "# 一个符号\n\n一个状态有 8 个数。三个状态呢？",
    },
    3: {
        "en": "They are 24: `size` times three, $8 \\cdot 3$.\n"
        "See [above](#One-symbol).\n\n- Each step reads one.\n- The **state** stays.",
        "zh": "一共 24 个：`size` 乘三，$8 \\cdot 3$。见[上文](#一个符号)。\n"
        "\n- 每一步读一个。\n- **状态**留着。",
    },
    6: {
        "en": "**Predict.** How many numbers has a state?\n\n(a) two  (b) 64  (c) 8",
        "zh": "**先猜一猜。** 一个状态有几个数？\n\n(a) 两个  (b) 64  (c) 8",
    },
}
CODE = {
    2: "size, steps = 8, 3\nprint(size * steps)\nassert size * steps == 24",
    4: 'plots.show(first, alt=alts["unrolled"])',
    5: 'plots.show(second, alt=alts["five_shapes"])',
    7: 'predictions.state_size.answer("c")',
    8: "assert 64 > size",
}
LETTER = 'predictions.state_size.answer("")'


def output_of(number: int, language: Language) -> list[NotebookNode]:
    """What is stored below a code cell of the solved edition."""
    if number == 2:
        return [new_output("stream", name="stdout", text="24\n")]
    if number in (4, 5):
        key = "unrolled" if number == 4 else "five_shapes"
        words = alts[key].in_language(language)
        data = {"image/png": "iVBORw0KGgo=", "text/plain": words}
        return [new_output("display_data", data=data)]
    if number == 7:
        words = FEEDBACK[language]
        data = {"text/plain": words, "text/html": f"<p>{words}</p>"}
        return [new_output("execute_result", data=data, execution_count=1)]
    return []


def make(kind: EditionKind, language: Language) -> NotebookNode:
    cells = []
    for number in range(1, 9):
        if number in PROSE:
            cells.append(new_markdown_cell(PROSE[number][language]))
        elif kind == "solved":
            outputs = output_of(number, language)
            cells.append(new_code_cell(CODE[number], outputs=outputs))
        else:
            cells.append(new_code_cell(LETTER if number == 7 else CODE[number]))
    return new_notebook(cells=cells)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one small lesson, never run, with what it promises."""
    root = tmp_path_factory.mktemp("built")
    for kind in FOLDERS:
        for language in LANGUAGES:
            edition = Edition(root, kind, language, SLUG)
            edition.path.parent.mkdir(parents=True)
            edition.path.write_text(json.dumps(make(kind, language)), "utf-8")
    keep_promises(root, SLUG)
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(built, tmp_path / "course"))


def broken(course: Path) -> set[tuple[str, str, str, int | None]]:
    """(kind, language, rule, cell) of all that the rules on prose find."""
    return {
        (kind, language, rule.__name__, cell)
        for kind in FOLDERS
        for language in LANGUAGES
        for edition in [Edition(course, kind, language, SLUG)]
        for rule in PROSE_RULES
        if rule is not rules.solution_left or kind == "student"
        for cell, _ in rule(edition)
    }


def change(
    course: Path,
    how: Callable[[NotebookNode], object],
    kinds: tuple[EditionKind, ...] = ("solved", "student"),
    languages: tuple[Language, ...] = LANGUAGES,
) -> None:
    """Change the built notebooks, as an edited lesson that was rebuilt would."""
    for kind in kinds:
        for language in languages:
            path = Edition(course, kind, language, SLUG).path
            notebook = nbformat.from_dict(json.loads(path.read_text("utf-8")))
            how(notebook)
            path.write_text(json.dumps(notebook), "utf-8")


def replace(cell: int, old: str, new: str) -> Callable[[NotebookNode], object]:
    def how(notebook: NotebookNode) -> None:
        source = notebook.cells[cell - 1].source
        assert old in source
        notebook.cells[cell - 1].source = source.replace(old, new)

    return how


def test_an_unbroken_lesson_passes(course: Path) -> None:
    assert broken(course) == set()


def test_the_gate_knows_the_rules(course: Path) -> None:
    for kind in FOLDERS:
        held = rules.rules(Edition(course, kind, "en", SLUG))
        missing = [rule.__name__ for rule in PROSE_RULES if rule not in held]
        assert missing == (["solution_left"] if kind == "solved" else [])


# ------------------------------------------------------------------- prose


@pytest.mark.parametrize(
    ("languages", "cell", "old", "new", "rule"),
    [
        (("zh",), 1, "三个状态呢？", "", "promise_broken"),
        (("en",), 1, "A state has 8 numbers.\n", "", "promise_broken"),
        (("zh",), 1, "一个状态有 8 个数。", "", "numbers_differ"),
        (("zh",), 3, "\n- **状态**留着。", "", "block_missing"),
        (("zh",), 1, "# 一个符号\n\n", "", "block_missing"),
        (("zh",), 1, "# ", "## ", "block_missing"),
        (("zh",), 3, "见[上文](#一个符号)。", "见上文。", "code_missing"),
        (("en",), 3, "`size`", "it", "code_missing"),
        (("zh",), 3, "\\cdot 3", "\\cdot 4", "code_missing"),
        (("zh",), 1, "8", "9", "numbers_differ"),
        (("en",), 1, "three", "five", "numbers_differ"),
        (("zh",), 3, "乘三", "乘五", "numbers_differ"),
        (("en", "zh"), 3, "24", "25", "promise_broken"),
        (("en", "zh"), 3, "24", "77", "number_unproved"),
        (("zh",), 3, "- 每一步读一个。", "- Each step reads one.", "prose_language"),
        (("zh",), 1, "# 一个符号", "# One symbol", "prose_language"),
        (("en",), 1, "A state has 8 numbers.", "状态有 8 个数。", "prose_language"),
        (("en",), 3, "- The **state** stays.", "- **状态**留着。", "prose_language"),
        (("en",), 3, "(#One-symbol)", "(#Two-symbols)", "broken_link"),
        (("zh",), 3, "(#一个符号)", "(../en/nothing.ipynb)", "broken_link"),
        (("en",), 3, "(#One-symbol)", f"({SLUG}.ipynb#Nowhere)", "broken_link"),
        (("en",), 3, "(#One-symbol)", "(/etc/passwd)", "broken_link"),
        (("en",), 3, "(#One-symbol)", "(javascript:alert)", "broken_link"),
        (("zh",), 1, "一个状态有 8", "一个状态有 -8", "promise_broken"),
        (("en", "zh"), 1, "8", "8%", "promise_broken"),
        (("en", "zh"), 3, "8 \\cdot 3", "3 \\cdot 8", "promise_broken"),
        (("en", "zh"), 6, "64", "46", "promise_broken"),
        (("zh",), 1, "三个状态呢？", "一个状态有 8 个数。", "said_twice"),
        (("en",), 3, "(#One-symbol)", "(../../..)", "broken_link"),
        (("en",), 3, "(#One-symbol)", f"(../zh/{SLUG}.ipynb)", "broken_link"),
        (("en",), 1, "A state", "![a](https://x.org/a.png) A state", "remote_content"),
        (("en",), 1, "A state", "![](a.png) A state", "picture_without_sentence"),
        (("en",), 2, "\nassert", "\nImage('https://x.org')\nassert", "remote_content"),
        (("en",), 1, "A state", '<img src="//x.org/a.png"> A state', "remote_content"),
        (("zh",), 1, "一个状态", "<!-- 选 c -->一个状态", "raw_html"),
        (("en",), 3, "\n\n- Each", "\n\n<details>c</details>\n\n- Each", "raw_html"),
        (("en",), 3, "\n\n- Each", "\n\n[//]: # (it is c)\n\n- Each", "raw_html"),
    ],
)
def test_one_fault_in_the_prose(
    course: Path,
    languages: tuple[Language, ...],
    cell: int,
    old: str,
    new: str,
    rule: str,
) -> None:
    change(course, replace(cell, old, new), languages=languages)
    assert {("solved", one, rule, cell) for one in languages} <= broken(course)


@pytest.mark.parametrize(
    ("cell", "old", "new"),
    [
        (1, "(#One-symbol)", f"({SLUG}.ipynb#One-symbol)"),
        (1, "(#One-symbol)", f"(../../solutions/en/{SLUG}.ipynb)"),
        (1, "(#One-symbol)", "(https://pytorch.org)"),
    ],
)
def test_links_that_lead_somewhere(course: Path, cell: int, old: str, new: str) -> None:
    change(course, replace(3, old, new), languages=("en",))
    assert "broken_link" not in {rule for *_, rule, _ in broken(course)}


PAGES = [*COURSE.glob("*.md"), *(COURSE / "data").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_the_pages_lead_somewhere(page: Path) -> None:
    own = anchors_of(page)
    links = [
        link
        for block in blocks_of(page.read_text("utf-8"))
        for link in (*block.links, *(address for address, _ in block.images))
    ]
    lost = [link for link in links if not leads_somewhere(link, page.parent, own)]
    assert lost == []
    assert not leads_somewhere("#nowhere", page.parent, own)


# ------------------------------------------------------------------- promises


@pytest.mark.parametrize(
    ("cell", "old", "new"),
    [
        (2, "\nassert size * steps == 24", ""),
        (2, "== 24", "> 2"),
        (2, "assert size * steps == 24", "if size > 9:\n    assert size * steps == 24"),
        (8, "assert 64 > size", "size"),
        (8, "size", "size - 1"),
    ],
)
def test_an_assertion_deleted_or_weakened(
    course: Path, cell: int, old: str, new: str
) -> None:
    change(course, replace(cell, old, new))
    expected = {
        (kind, language, "promise_broken", cell)
        for kind in FOLDERS
        for language in LANGUAGES
    }
    assert expected <= broken(course)


@pytest.mark.parametrize(
    "assertion",
    [
        "assert True",
        "assert 1 < 2",
        "assert 'a claim'",
        "assert (size == 9, 'a claim')",
        "assert size == size",
        "assert size > 9 or True",
        "assert not False",
        "assert np.allclose(size, size)",
        "assert len(steps) >= 0",
        "if False:\n    assert size == 9",
        "try:\n    assert size == 9\nexcept AssertionError:\n    pass",
        "with suppress(AssertionError):\n    assert size == 9",
        "size = 8\nassert size == 8",
        "first = 8\nfirst, second = first, 3\nassert 3 == 3",
        "for one in (1, 2):\n    continue\n    assert one == 9",
    ],
)
def test_an_assertion_that_cannot_fail(course: Path, assertion: str) -> None:
    change(course, replace(8, "assert 64 > size", assertion))
    assert ("solved", "en", "empty_assertion", 8) in broken(course)


@pytest.mark.parametrize(
    "assertion",
    [
        "assert 0.9**100 * 0.7 < 2e-5",
        "assert torch.equal(net(x), net(x))",
        "for one in steps:\n    assert one > 3",
        "size = 8\nsize = twice(size)\nassert size == 8",
        "size = 8\nassert size == steps",
        "try:\n    size / 0\nexcept ZeroDivisionError:\n    assert size == 8",
    ],
)
def test_an_assertion_that_can_fail(course: Path, assertion: str) -> None:
    change(course, replace(8, "assert 64 > size", assertion))
    assert "empty_assertion" not in {rule for *_, rule, _ in broken(course)}


def test_promises_change_only_when_they_are_kept_anew(course: Path) -> None:
    promises_file(course, SLUG).unlink()
    assert ("student", "zh", "promise_broken", None) in broken(course)
    change(course, replace(3, "24", "25"))
    keep_promises(course, SLUG)
    assert broken(course) == set()
    kept = promises_file(course, SLUG).read_text("utf-8").splitlines()
    assert "says 25 3" in kept and "trusts 25" in kept
    assert kept.index("# One symbol") < kept.index("assert size * steps == 24")


# ------------------------------------------------------------------- pictures


def store(cell: int, **data: str) -> Callable[[NotebookNode], object]:
    """Replace what is stored below a cell; `text_plain` stands for text/plain."""

    def how(notebook: NotebookNode) -> None:
        bundle = {name.replace("_", "/"): value for name, value in data.items()}
        output = new_output("display_data", data=bundle)
        notebook.cells[cell - 1].outputs = [output]

    return how


FIGURE = "<Figure size 600x350 with 1 Axes>"


@pytest.mark.parametrize(
    ("cell", "data", "rule"),
    [
        (4, {"text_plain": FIGURE}, "picture_without_sentence"),
        (2, {"text_plain": f"[{FIGURE}]"}, "picture_without_sentence"),
        (2, {"text_html": "<img src='x.png'>"}, "picture_without_sentence"),
        (
            4,
            {"image_png": "iVBO", "text_plain": alts["influence"].in_language("en")},
            "sentence_of_another_picture",
        ),
        (
            2,
            {"image_png": "iVBO", "text_plain": alts["unrolled"].in_language("en")},
            "one_sentence_for_two",
        ),
        (
            7,
            {"text_plain": "对", "text_html": "<p>对，就是这个。</p>"},
            "output_language",
        ),
        (2, {"text_html": "<script src='https://x.org/a.js'>"}, "remote_content"),
        (2, {"image_svg+xml": "<image href='http://x.org'>"}, "remote_content"),
    ],
)
def test_one_fault_in_an_output(
    course: Path, cell: int, data: dict[str, str], rule: str
) -> None:
    change(course, store(cell, **data), kinds=("solved",), languages=("en",))
    found = {one[2] for one in broken(course) if one[:2] == ("solved", "en")}
    assert rule in found


@pytest.mark.parametrize(
    ("language", "labels", "is_found"),
    [
        ("zh", ["test accuracy"], True),
        ("zh", ["LSTM, bias 1"], True),
        ("zh", ["LSTM", "测试准确率", "h 与 c"], False),
        ("en", ["测试准确率"], True),
        ("en", ["test accuracy"], False),
    ],
)
@pytest.mark.parametrize("mime", ["image/png", "text/html"])
def test_a_label_in_the_other_language(
    course: Path, language: Language, labels: list[str], is_found: bool, mime: str
) -> None:
    def how(notebook: NotebookNode) -> None:
        notebook.cells[3].outputs[0].metadata = {mime: {"labels": labels}}

    change(course, how, kinds=("solved",), languages=(language,))
    found = ("solved", language, "label_language", 4) in broken(course)
    assert found == is_found


def test_a_printed_line_in_the_other_language(course: Path) -> None:
    def how(notebook: NotebookNode) -> None:
        notebook.cells[1].outputs[0].text = "The sum of all of them is here.\n24\n"

    change(course, how, kinds=("solved",), languages=("zh",))
    assert ("solved", "zh", "printed_language", 2) in broken(course)


@pytest.mark.parametrize(
    "line",
    [
        'print("The state is full of them")',
        'print(f"The state is full of {size}")',
        'words = "The state is full of them"\nprint(words)',
        'print("状态里装的是最近的输入")',
        '"The state is full of them"',
        'display(Markdown("The state is full of them"))',
        'print(Text(en="状态是满的", zh="满"))',
    ],
)
def test_a_sentence_in_code(course: Path, line: str) -> None:
    change(course, lambda notebook: notebook.cells[7].update(source=line))
    assert ("student", "zh", "sentence_in_code", 8) in broken(course)


def swap(one: int, other: int, old: str, new: str) -> Callable[[NotebookNode], object]:
    """As if the lesson had the two keys the other way round, and was rebuilt."""

    def how(notebook: NotebookNode) -> None:
        first, second = notebook.cells[one - 1], notebook.cells[other - 1]
        first.source = first.source.replace(old, new)
        second.source = second.source.replace(new, old)
        first.outputs, second.outputs = second.outputs, first.outputs

    return how


def test_sentences_that_change_places(course: Path) -> None:
    change(course, swap(4, 5, "unrolled", "five_shapes"))
    found = broken(course)
    for kind in FOLDERS:
        assert (kind, "zh", "picture_out_of_turn", 5) in found
        assert (kind, "zh", "promise_broken", 4) in found


def test_texts_that_change_places(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both keys stay, and each now has the words of the other."""
    first, second = alts["unrolled"], alts["five_shapes"]
    monkeypatch.setitem(alts, "unrolled", second)
    monkeypatch.setitem(alts, "five_shapes", first)
    assert ("student", "en", "promise_broken", 4) in broken(course)


@pytest.mark.torch
def test_each_picture_of_the_course_has_its_turn() -> None:

    for lesson in LESSONS:
        own = import_module(f"course_utils.exercises.{lesson.name}").alts
        shown = pictures(Edition(COURSE, "student", "en", lesson.slug))
        assert [one.key for one in shown if not one.is_explorer] == list(own)


# ------------------------------------------------------------------- leaks


@pytest.mark.parametrize(
    "text",
    [
        "The answer is c.",
        "The answer is (c): of course.",
        "The right choice: c",
        "(c) is right, as you will see.",
        "Pick (c).",
        "It is c: choose c.",
        "**c**",
        "Write “c” between the quotes.",
        "Option c is the one.",
        "Correct: c",
        "The answer\u200b is ｃ.",
        "答案就是 c。",
        "把 c 填进引号。",
        "就选 c 吧。",
        "选 c。",
        "答案是 c。",
        "应选 (c)，后面会看到。",
        "(c) 是对的。",
        "(a) two  (b) 64  **(c) 8**",
        "(a) two  (b) 64  (c) 8 ✔",
    ],
)
@pytest.mark.parametrize("cell", [6, 3])
def test_the_letter_in_the_prose(course: Path, text: str, cell: int) -> None:
    how = lambda notebook: notebook.cells[cell - 1].update(source=text)  # noqa: E731
    change(course, how, kinds=("student",))
    assert ("student", "en", "solution_left", cell) in broken(course)


@pytest.mark.parametrize(
    "line",
    [
        'predictions.state_size.answer("c")',
        "predictions.state_size.answer( 'c' )",
        "predictions.state_size.answer(letter)",
        'predictions.state_size.answer("")  # c',
        "print(predictions.state_size.right)",
        "size = 8  # the answer is c",
    ],
)
def test_the_letter_in_code(course: Path, line: str) -> None:
    how = lambda notebook: notebook.cells[6].update(source=line)  # noqa: E731
    change(course, how, kinds=("student",))
    assert ("student", "en", "solution_left", 7) in broken(course)


@pytest.mark.parametrize("line", ["h, c = 8, 3\nc", "f(\n    a,\n)", "d = 8  # (B,)"])
def test_a_name_of_one_letter_is_no_answer(course: Path, line: str) -> None:
    how = lambda notebook: notebook.cells[1].update(source=line)  # noqa: E731
    change(course, how, kinds=("student",))
    assert ("student", "en", "solution_left", 2) not in broken(course)


def solution() -> str:
    return solved_source(exercises.rnn_step.solved)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda code: f"```python\n{code}\n```",
        lambda code: "\n".join(f"    {line}" for line in code.splitlines()),
        lambda code: f"<!--\n{code}\n-->",
        lambda code: f"<details>\n{code}\n</details>",
        lambda code: "Write " + " ".join(code.split()),
        lambda code: "# " + " ".join(code.split()),
        lambda code: "The value is `" + code.split("return ")[-1].strip() + "`.",
        lambda code: code.replace(" ", "  ").replace("W_xh", "U").replace("x", "row"),
    ],
)
def test_a_solution_in_the_prose(course: Path, wrap: Callable[[str], str]) -> None:
    text = wrap(solution())
    how = lambda notebook: notebook.cells[2].update(source=text)  # noqa: E731
    change(course, how, kinds=("student",))
    assert ("student", "en", "solution_left", 3) in broken(course)


@pytest.mark.parametrize("where", ["metadata", "attachments", "raw", "renamed"])
def test_a_solution_where_no_reader_looks(course: Path, where: str) -> None:
    def how(notebook: NotebookNode) -> None:
        cell = notebook.cells[2]
        if where == "metadata":
            cell.metadata["note"] = {"deep": [solution()]}
        elif where == "attachments":
            text = b64encode(solution().encode()).decode()
            cell["attachments"] = {"a.txt": {"text/plain": text}}
        elif where == "raw":
            cell["cell_type"] = "raw"
            cell.source = solution()
        else:
            cell = notebook.cells[7]
            cell.source = solution().replace("b_h", "bias").replace("rnn_step", "f")

    change(course, how, kinds=("student",))
    number = 8 if where == "renamed" else 3
    assert ("student", "en", "solution_left", number) in broken(course)


# ------------------------------------------------------------------- the parts


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "forty-six thousand; three quarters", [46000, 3, 4]),
        (
            "en",
            "1.2 million, 1,000 and 1e-20; a hundred and twenty",
            [1.2e6, 1e3, 1e-20, 120],
        ),
        ("zh", "八千多万，四万六千三百零五，1.2 万", [8e7, 46305, 12000]),
        ("zh", "三分之一，两个百分点，谱半径 0.9", [3, 1, 2, 0.9]),
    ],
)
def test_numbers_are_read(language: Language, text: str, values: list[float]) -> None:
    assert [one.value for one in numerals(text, language)] == values


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A step.\nIs 3.5 enough, or `a. b.`?", 2),
        ("**Predict.** How many ...", 2),
        ("走一步。“够吗？”（够。）还剩 3.5", 4),
        ("Pascanu et al., 2013", 1),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    (block,) = blocks_of(text)
    assert len(block.sentences) == count
