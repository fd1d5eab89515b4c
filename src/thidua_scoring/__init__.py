"""Exact, explained and repeatable scoring of government units by rulesets in TOML.

>>> from thidua_scoring import load_ruleset
>>> load_ruleset("tien-giang/tnmt-cap-huyen-2022").status
'official'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thidua_scoring.errors import EvidenceError, PluginError, RulesetError, ThiduaError
    from thidua_scoring.evidence.read import read_evidence
    from thidua_scoring.frames import explain_plan, open_frame, score_frame
    from thidua_scoring.ruleset.load import load_ruleset
    from thidua_scoring.scoring.engine import score

__all__ = [
    "EvidenceError",
    "PluginError",
    "RulesetError",
    "ThiduaError",
    "explain_plan",
    "load_ruleset",
    "open_frame",
    "read_evidence",
    "score",
    "score_frame",
]

_HOMES = {
    "score": "scoring.engine",
    "load_ruleset": "ruleset.load",
    "read_evidence": "evidence.read",
    **dict.fromkeys(["explain_plan", "open_frame", "score_frame"], "frames"),
    **dict.fromkeys(["EvidenceError", "PluginError", "RulesetError", "ThiduaError"], "errors"),
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that importing the package costs little."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
