"""Exact, explained and repeatable scoring of government units by rulesets in TOML.

>>> from thidua_scoring import load_ruleset
>>> load_ruleset("tien-giang/tnmt-cap-huyen-2022").status
'official'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_scoring.lazy import lazy

if TYPE_CHECKING:
    from thidua_scoring.decisions.appraisal.claims import appraise_claims
    from thidua_scoring.decisions.appraisal.marks import read_marks
    from thidua_scoring.decisions.appraisal.stages import appraise
    from thidua_scoring.decisions.awards.records import read_records
    from thidua_scoring.decisions.ballots.reading import read_polls
    from thidua_scoring.decisions.comparison.comparing import compare
    from thidua_scoring.decisions.deciding import decide
    from thidua_scoring.decisions.periods.periods import combine
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
    "appraise": "decisions.appraisal.stages",
    "appraise_claims": "decisions.appraisal.claims",
    "combine": "decisions.periods.periods",
    "compare": "decisions.comparison.comparing",
    "decide": "decisions.deciding",
    "read_marks": "decisions.appraisal.marks",
    "read_polls": "decisions.ballots.reading",
    "read_records": "decisions.awards.records",
    **dict.fromkeys(["explain_plan", "open_frame", "score_frame"], "frames"),
    **dict.fromkeys(["EvidenceError", "PluginError", "RulesetError", "ThiduaError"], "errors"),
}

__getattr__ = lazy(__name__, _HOMES)
