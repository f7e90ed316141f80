"""The poet's studio: a head is typed, poems appear one by one.

Is given the function that writes, so it knows no model. Knows `verse`, `plots`;
anywidget. Its page is in `page/`.
"""

from course_utils.studio.widget import Studio, Write, explore_poet

__all__ = [
    "Studio",
    "Write",
    "explore_poet",
]
