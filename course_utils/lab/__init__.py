"""JupyterLab and the web studio at the right place, and the doctor.

Knows `checking`, `corpora`, `datasets`, `plots`, `studio`; JupyterLab, tornado; `poet`
and PyTorch only inside functions.
"""

from course_utils.lab.doctor import examine, requirements
from course_utils.lab.jupyter import (
    check_port,
    lab_arguments,
    lab_environment,
    notebook_of,
    open_lab,
)
from course_utils.lab.learner_folder import (
    copy_to_open,
    hand_out,
    holds_work,
    keep,
    worked_in,
    working_folder,
)
from course_utils.lab.notebook_file import (
    MARK,
    NotebookFault,
    UnreadableNotebookError,
    conflict_line,
    edition_of,
    encoding_of,
    is_added_to,
    is_changed,
    read_notebook,
)
from course_utils.lab.web_studio import check_studio, listen, open_studio

__all__ = [
    "MARK",
    "NotebookFault",
    "UnreadableNotebookError",
    "check_port",
    "check_studio",
    "conflict_line",
    "copy_to_open",
    "edition_of",
    "encoding_of",
    "examine",
    "hand_out",
    "holds_work",
    "is_added_to",
    "is_changed",
    "keep",
    "lab_arguments",
    "lab_environment",
    "listen",
    "notebook_of",
    "open_lab",
    "open_studio",
    "read_notebook",
    "requirements",
    "worked_in",
    "working_folder",
]
