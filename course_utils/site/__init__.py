"""The public face of the course: its lessons as web pages, in both languages.

Everything on them comes from the built notebooks, the exercises, the syllabus, the
README files and the terms; on its front, the poet writes.

Knows `authoring`, `checking`, `exercises`, `markup`, `plots`, `verse`, `poet`; Jinja,
inside functions: only who builds the site has it.
"""

from course_utils.site.pages import check_site_tools, make_site
from course_utils.site.saving import check_site_folder, save_site
from course_utils.site.verses import ShownPoem, poems_to_show
from course_utils.site.words import SITE_WRITTEN, WRITING_POEMS

__all__ = [
    "SITE_WRITTEN",
    "WRITING_POEMS",
    "ShownPoem",
    "check_site_folder",
    "check_site_tools",
    "make_site",
    "poems_to_show",
    "save_site",
]
