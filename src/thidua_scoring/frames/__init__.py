"""Score data frames of any library by columns, in the digits of the reference engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thidua_scoring.frames.scoring import FrameScoring, explain_plan, open_frame, score_frame

__all__ = ["FrameScoring", "explain_plan", "open_frame", "score_frame"]


def __getattr__(name: str) -> Any:
    """Import on first use; raises `FaultsError` with ``needs-extra`` without the extra ``frames``."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    from thidua_scoring.frames.extras import library

    for needed in ("narwhals", "numpy", "polars", "pyarrow"):
        library(needed, "frames")
    return getattr(import_module(f"{__name__}.scoring"), name)
