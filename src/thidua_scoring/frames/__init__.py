"""Score data frames of any library by columns, in the digits of the exact engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thidua_scoring.frames.scoring import FrameScoring, explain_plan, open_frame, score_frame

__all__ = ["FrameScoring", "explain_plan", "open_frame", "score_frame"]


def __getattr__(name: str) -> Any:
    """Import on first use, since the extra ``frames`` may not be installed."""
    if name not in __all__:
        raise AttributeError(name)
    from thidua_scoring.frames import scoring

    return getattr(scoring, name)
