"""Shipped rulesets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from thidua_scoring.hookspecs import hookimpl


@hookimpl
def thidua_rulesets() -> Sequence[Path]:
    """Provide the folder of the shipped rulesets."""
    return [Path(__file__).parent]
