"""What a wheel carries beside the package: all that a learner needs of the course.

`course_utils/places.py` finds it there. An installation in place (`-e`) uses the folder
of the course itself, so it gets no copies. Solved notebooks stay in the repository and
in the source archive.
"""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = (
    "requirements.lock",
    "lessons/[0-9]*.py",
    "notebooks/*/*.ipynb",
    "data/manifest.json",
    "data/*.md",
    "data/poet/*",
    "data/text/*",
    "data/after/*",
)
"""Patterns in the folder of the course; `data/cache/` is none of them."""
PLACE = "course_utils/_course"


class CustomBuildHook(BuildHookInterface):
    """Hatchling looks for a class of this name."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Add the files to a wheel that is not installed in place."""
        if version == "editable":
            return
        root = Path(self.root)
        for pattern in CARRIED:
            found = [path for path in root.glob(pattern) if path.is_file()]
            if not found:
                raise FileNotFoundError(f"The wheel needs {pattern}: nothing is there.")
            for path in found:
                name = path.relative_to(root).as_posix()
                build_data["force_include"][str(path)] = f"{PLACE}/{name}"
