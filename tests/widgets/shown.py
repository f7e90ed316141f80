"""What a notebook shows of a widget where no browser runs it."""

from __future__ import annotations

import base64
from typing import Any


def picture(widget: Any) -> bytes:
    data, _ = widget._repr_mimebundle_()
    return base64.b64decode(data["image/png"])
