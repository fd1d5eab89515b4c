"""Exact, explained and repeatable scoring of government units by rulesets in TOML.

>>> from thidua_scoring import load_ruleset
>>> load_ruleset("tien-giang/tnmt-cap-huyen-2022").status
'official'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thidua_scoring.decide.appraisal import appraise
    from thidua_scoring.decide.ballot_papers import read_polls
    from thidua_scoring.decide.claims import appraise_claims
    from thidua_scoring.decide.comparison import compare
    from thidua_scoring.decide.deciding import decide
    from thidua_scoring.decide.marks import read_marks
    from thidua_scoring.decide.periods import combine
    from thidua_scoring.decide.records import read_records
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
    "appraise",
    "appraise_claims",
    "combine",
    "compare",
    "decide",
    "explain_plan",
    "load_ruleset",
    "open_frame",
    "read_evidence",
    "read_marks",
    "read_polls",
    "read_records",
    "score",
    "score_frame",
]

_HOMES = {
    "score": "scoring.engine",
    "load_ruleset": "ruleset.load",
    "read_evidence": "evidence.read",
    "appraise": "decide.appraisal",
    "appraise_claims": "decide.claims",
    "combine": "decide.periods",
    "compare": "decide.comparison",
    "decide": "decide.deciding",
    "read_marks": "decide.marks",
    "read_polls": "decide.ballot_papers",
    "read_records": "decide.records",
    **dict.fromkeys(["explain_plan", "open_frame", "score_frame"], "frames"),
    **dict.fromkeys(["EvidenceError", "PluginError", "RulesetError", "ThiduaError"], "errors"),
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that importing the package costs little."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
