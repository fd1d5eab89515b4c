"""The sentences of reasons, in Vietnamese and English, by their codes.

Each may be read out at a meeting; a sentence begins in lower case, since it may stand inside another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {}
