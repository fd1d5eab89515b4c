"""What a result says of the rules behind it, so that two results can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from thidua_scoring.formula import nodes
from thidua_scoring.numbers import write
from thidua_scoring.ruleset.ruleset import Ruleset

_WORDING: Final = frozenset({"title", "note", "source", "assessor"})
"""The keys that change nothing about points."""


def rules_of(ruleset: Ruleset) -> dict[str, Any]:
    """Return digests of everything that points, ranks and classes are made by.

    ``rules`` holds the points and digest of each criterion, ``scale`` those of the whole table with
    its groups.
    """
    data, written = ruleset.data, ruleset.written
    groups = {name: _bare(table) for name, table in data.get("groups", {}).items()}
    classing = {name: data.get(name) for name in ("classes", "vetoes", "quotas", "caps")}
    ranking = {"ranking": data.get("ranking"), **(classing if written.ranking.class_first else {})}
    return {
        "scale": {
            "points": write(written.scale.points),
            "digest": _digest(ruleset, {"scale": data.get("scale"), "groups": groups}),
        },
        "ranking": {"digest": _digest(ruleset, ranking)},
        "classes": {
            "titles": {each.id: each.title for each in written.classes},
            "digest": _digest(ruleset, classing),
        },
        "rules": {
            name: {
                "points": write(spec.head.points),
                "digest": _digest(ruleset, {"criteria": _read(ruleset, name)}),
            }
            for name, spec in written.criteria.items()
        },
    }


def _read(ruleset: Ruleset, criterion: str) -> Mapping[str, Any]:
    """Return the tables of a criterion and of all whose points it reads."""
    points = ruleset.formulas.criteria[criterion].points
    names = {part.criterion for part in nodes.walk(points) if isinstance(part, nodes.Points)}
    return {name: _bare(ruleset.data["criteria"][name]) for name in names}


def _bare(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in _WORDING}


def _digest(ruleset: Ruleset, part: dict[str, Any]) -> str:
    """Return the digest of a part of a ruleset, as that of the whole is made."""
    there = {key: value for key, value in part.items() if value is not None}
    return evolve(ruleset, data=there).digest
