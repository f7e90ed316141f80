"""The explorer: controls above a picture that answers them, and a sentence below it.

An explorer is three functions: compute (values of the controls → data), draw (data →
figure) and describe (data → a sentence with numbers). Each can be tested without a
browser, and so can the whole: set `explorer.controls[name].value`, then read
`explorer.data` and `explorer.caption`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets
from traitlets import dlink

from course_utils import plots
from course_utils.text import Text

Data = Mapping[str, Any]
"""What an explorer computes for its controls, by name."""

_FAILED = Text(
    en="No picture for these settings: {error}",
    zh="这组设置画不出图：{error}",
)
CARD = (
    "background:#fff;border:1px solid #e1e5ea;border-radius:10px;"
    "padding:10px;box-sizing:border-box;width:100%"
)
CAPTION = (
    "margin:8px 2px 2px;line-height:1.5;font-size:14px;"
    "max-width:46em;color:var(--jp-content-font-color1,#22303c)"
)


class Explorer(ipywidgets.VBox):
    """Controls, a picture of what they lead to, and a sentence that says it in words.

    controls: the widgets the learner moves, by name
    data: what `compute` returned for their present values; empty after an error
    caption: the sentence below the picture, in the language spoken now
    error: what went wrong in the last change, else None

    Where widgets do not render, the picture stands in the notebook as a PNG.
    """

    def __init__(
        self,
        controls: Mapping[str, ipywidgets.Widget],
        compute: Callable[..., Mapping[str, Any]],
        draw: Callable[[Mapping[str, Any]], Any],
        *,
        describe: Callable[[Mapping[str, Any]], Text],
        alt: Text,
        play: str | None = None,
        adjust: Callable[[Mapping[str, ipywidgets.Widget]], None] | None = None,
    ) -> None:
        """`play` names the control that a Play button drives; `adjust` runs before
        each `compute` and may change controls that depend on others (their ranges).
        """
        self.controls = dict(controls)
        self.data: Mapping[str, Any] = {}
        self.error: Exception | None = None
        self.caption = ""
        self._compute, self._draw, self._describe = compute, draw, describe
        self._alt, self._adjust = alt, adjust
        self._busy = False
        self._picture, self._words = ipywidgets.HTML(), ipywidgets.HTML()
        row = control_row(self.controls, play)
        super().__init__(children=[row, self._picture, self._words])
        self.layout.width = "100%"
        for control in self.controls.values():
            control.observe(self._on_change, "value")
        self.refresh()

    def refresh(self) -> None:
        """Compute, draw and describe for the present values of the controls."""
        self._busy = True  # what `adjust` changes must not start a second round
        try:
            if self._adjust:
                self._adjust(self.controls)
            values = {name: control.value for name, control in self.controls.items()}
            self.data = self._compute(**values)
            self.caption = str(self._describe(self.data))
            self._show(self._draw(self.data))
            self.error = None
        except Exception as error:  # a learner reads words, not a traceback
            self._show_error(error)
        finally:
            self._busy = False

    def _on_change(self, change: Any) -> None:
        if not self._busy:
            self.refresh()

    def _show(self, fig: Any) -> None:
        alt = str(self._alt)
        self._bundle, self._metadata = plots.picture_bundle(
            fig, f"{alt}\n{self.caption}"
        )
        width, _ = plots.screen_size(fig)
        source = f"data:image/png;base64,{self._bundle['image/png']}"
        self._picture.value = (
            f'<div style="{CARD};max-width:{width + 22}px"><img alt="{escape(alt)}" '
            f'src="{source}" style="width:100%;height:auto;display:block"></div>'
        )
        self._words.value = paragraph(self.caption)

    def _show_error(self, error: Exception) -> None:
        self.error, self.data = error, {}
        self.caption = str(_FAILED.format(error=str(error) or type(error).__name__))
        self._bundle, self._metadata = {"text/plain": self.caption}, {}
        self._picture.value = ""
        self._words.value = paragraph(self.caption)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The live widget, and for places without widgets its picture and words."""
        live = super()._repr_mimebundle_(**kwargs) or {}
        return {**live, **self._bundle}, self._metadata


def paragraph(words: str) -> str:
    """`words` as HTML that a screen reader announces when it changes."""
    return f'<p role="status" style="{CAPTION}">{escape(words)}</p>'


def control_row(
    controls: Mapping[str, ipywidgets.Widget], play: str | None
) -> ipywidgets.HBox:
    """The controls side by side, wrapping where the page is narrow."""
    children: list[ipywidgets.Widget] = []
    for name, control in controls.items():
        together = name == play  # the button stays beside what it moves
        children.append(
            ipywidgets.HBox([play_button(control), control]) if together else control
        )
    layout = ipywidgets.Layout(
        flex_flow="row wrap",
        align_items="center",
        margin="2px 0 8px 0",
        grid_gap="4px 18px",
    )
    return ipywidgets.HBox(children, layout=layout)


def play_button(slider: ipywidgets.IntSlider, interval: int = 600) -> ipywidgets.Play:
    """A button that moves `slider` step by step, every `interval` milliseconds."""
    button = ipywidgets.Play(
        value=slider.value,
        min=slider.min,
        max=slider.max,
        interval=interval,
        show_repeat=False,
        layout=ipywidgets.Layout(width="96px"),
    )
    dlink((slider, "max"), (button, "max"))
    ipywidgets.jslink((button, "value"), (slider, "value"))
    return button


def slider(
    label: Text | str, value: float, low: float, high: float, step: float = 1
) -> ipywidgets.Widget:
    """A slider with its value beside it; whole numbers if `step` is whole."""
    kind = ipywidgets.IntSlider if isinstance(step, int) else ipywidgets.FloatSlider
    return kind(
        value=value,
        min=low,
        max=high,
        step=step,
        description=str(label),
        **frozen_look("19em"),
    )


def menu(label: Text | str, options: Sequence[Any], value: Any) -> ipywidgets.Dropdown:
    """A drop-down list of strings or of (label, value) pairs."""
    return ipywidgets.Dropdown(
        options=written(options),
        value=value,
        description=str(label),
        **frozen_look("16em"),
    )


def buttons(
    label: Text | str, options: Sequence[Any], value: Any
) -> ipywidgets.ToggleButtons:
    """A row of buttons of which one is pressed; options as in `menu`."""
    control = ipywidgets.ToggleButtons(
        options=written(options),
        value=value,
        description=str(label),
        **frozen_look("max-content"),
    )
    control.style.button_width = "auto"
    control.layout.display, control.layout.flex_flow = "flex", "row nowrap"
    control.layout.grid_gap = "6px"
    return control


def own_text(invitation: Text, width: str) -> ipywidgets.Text:
    """A line for a text of one's own, read once it is finished; beside a menu."""
    return ipywidgets.Text(
        value="",
        placeholder=str(invitation),
        description=str(Text(en="or", zh="或者")),
        continuous_update=False,
        **frozen_look(width),
    )


def written(options: Sequence[Any]) -> list[Any]:
    """`options` with their `Text` labels in the language spoken now."""
    return [
        (str(option[0]), option[1]) if isinstance(option, tuple) else option
        for option in options
    ]


def frozen_look(width: str) -> dict[str, Any]:
    """Keywords that let a label take the room it needs in a control of `width`."""
    return {
        "style": {"description_width": "initial"},
        "layout": ipywidgets.Layout(width=width),
    }
