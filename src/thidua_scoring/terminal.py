"""Text that is safe to show in a terminal."""

from __future__ import annotations

import re
from typing import Final

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str) -> str:
    """Replace control characters, by which text from a file could steer a terminal."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
