"""Sentences about how a figure moves the result."""

from __future__ import annotations

from typing import Final

COURSES: Final[dict[str, tuple[str, str]]] = {}
