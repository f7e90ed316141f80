"""Pictures in a hurry: most tests of widgets look at data and words."""

from __future__ import annotations

import pytest
from matplotlib.layout_engine import ConstrainedLayoutEngine

from course_utils.plots import figures


@pytest.fixture(autouse=True)
def rough_pictures(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Coarse pixels, margins not measured; a test marked `fine` draws as a learner's.

    Measuring margins is half of what a picture costs, and no test here asks for it.
    """
    if request.node.get_closest_marker("fine") is None:
        monkeypatch.setattr(figures, "PNG_DPI", 40)
        monkeypatch.setattr(ConstrainedLayoutEngine, "execute", lambda self, fig: None)
