"""JupyterLab and the web studio at the right place, and the doctor.

Knows `poet` and PyTorch only inside functions; JupyterLab, Voilà.
"""

from course_utils.lab.doctor import examine
from course_utils.lab.jupyter import (
    check_port,
    find_lesson,
    lab_arguments,
    lab_environment,
    notebook_of,
    open_lab,
    working_folder,
)
from course_utils.lab.web_studio import check_studio, choose_port, open_studio

__all__ = [
    "check_port",
    "check_studio",
    "choose_port",
    "examine",
    "find_lesson",
    "lab_arguments",
    "lab_environment",
    "notebook_of",
    "open_lab",
    "open_studio",
    "working_folder",
]
