"""Sentences about robustness of ranks."""

from __future__ import annotations

from typing import Final

ROBUSTNESS: Final[dict[str, tuple[str, str]]] = {}
