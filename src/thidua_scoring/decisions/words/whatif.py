"""Sentences about scenarios."""

from __future__ import annotations

from typing import Final

WHATIF: Final[dict[str, tuple[str, str]]] = {}
