"""Sentences about goals."""

from __future__ import annotations

from typing import Final

GOALS: Final[dict[str, tuple[str, str]]] = {}
