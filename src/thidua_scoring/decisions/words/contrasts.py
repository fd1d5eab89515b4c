"""Sentences about comparisons and contrasts."""

from __future__ import annotations

from typing import Final

CONTRASTS: Final[dict[str, tuple[str, str]]] = {}
