"""Rules with stages, periods and a few criteria, for what people settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from written_toml import document, loaded

import thidua_criteria
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.hookspecs import hookimpl
from thidua_scoring.plugins import Origin, Plugins
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard

CRITERIA: Mapping[str, Any] = {
    "A": {"group": "G1", "title": "Nhiệm vụ", "kind": "judged", "mark": "m", "points": 10},
    "B": {
        "group": "G1", "title": "Báo cáo", "kind": "ledger", "points": 20, "at_least": 0,
        "deduct": [{"title": "Chậm báo cáo", "per_case": "late", "points": 2, "source": "Điều 3"}],
    },
    "C": {
        "group": "G2", "title": "Sáng kiến", "kind": "ledger", "points": 0, "bonus_at_most": 5,
        "bonus": [{"title": "Sáng kiến", "per_case": "ideas", "points": 1}],
    },
}  # fmt: skip
GROUPS: Mapping[str, Any] = {
    "G1": {"title": "Nhóm một", "assessor": "Phòng Tổng hợp"},
    "G2": {"title": "Nhóm hai", "assessor": "Văn phòng"},
}

HARDER: Mapping[str, Any] = {
    **CRITERIA, "B": {**CRITERIA["B"], "deduct": [{**CRITERIA["B"]["deduct"][0], "points": 5}]},
}  # fmt: skip
"""The same criteria, where a late report costs more."""


def text(**keys: Any) -> str:
    """Write the ruleset, with further keys or others in their place."""
    return document({
        "format": 1, "id": "thu/tham-dinh", "title": "Thẩm định", "status": "illustrative",
        "source": "Bản thử", "scale": {"points": 30, "may_exceed": True}, "groups": GROUPS,
        "criteria": CRITERIA, **keys,
    })  # fmt: skip


def rules(**keys: Any) -> Ruleset:
    """Load the ruleset."""
    return loaded(text(**keys))


def editions(folder: Path, *written: Mapping[str, Any]) -> Plugins:
    """Install editions of the family ``thu/tham-dinh`` as a pack in a folder."""
    for number, keys in enumerate(written):
        path = folder / f"ban-{number}.toml"
        path.write_text(text(family="thu/tham-dinh", **keys), encoding="utf-8")

    @hookimpl
    def thidua_rulesets() -> Sequence[Path]:
        return [folder]

    found = Plugins()
    found.register(thidua_criteria)
    found.register(SimpleNamespace(thidua_rulesets=thidua_rulesets), Origin("goi-thu"))
    return found


def scored(of: Ruleset, figures: Mapping[str, list[Any]] | None = None, **facts: Any) -> Scoreboard:
    """Score three units of one bloc, unless told otherwise."""
    units = facts.pop("units", ["x", "y", "z"])
    count = len(units)
    usual = {"A.m": [5] * count, "B.late": [0] * count, "C.ideas": [0] * count}
    columns = {key: values for key, values in usual.items() if key in of.formulas.fields} | (figures or {})
    facts = {"blocs": ["K"] * count, "names": [f"Sở {unit.upper()}" for unit in units], **facts}
    return of.score(Evidence.from_columns(units, columns, of.formulas, **facts))
