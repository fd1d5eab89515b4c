"""How units are ranked: by what, among whom, and what tells equals apart."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.errors import Problem
from thidua_scoring.expression import measures, tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Number

Method: TypeAlias = Literal["competition", "dense", "average"]
METHODS: Final = ("competition", "dense", "average")
Scope: TypeAlias = tuple[str, ...]
"""The facts in which units agree that are looked at together; empty for all units."""
BLOC: Final[Scope] = ("bloc",)


@frozen
class TieKey:
    """A figure that tells units apart whose standing is equal."""

    by: Number
    better: Literal["higher", "lower"] = "higher"
    title: str = ""


@frozen
class Ranking:
    """What units are ranked by."""

    by: Literal["total", "percent"] | Number = "total"
    rounded: bool = True
    """Whether by the rounded figure; else by the exact one behind it."""
    method: Method = "competition"
    within: Scope = BLOC
    class_first: bool = False
    """Whether a better class stands above more points."""
    ties: tuple[TieKey, ...] = ()

    @property
    def by_points_alone(self) -> bool:
        """Whether a scoreboard's own rank is all that the ruleset asks for."""
        return self.method == "competition" and self.within == BLOC and not (self.class_first or self.ties)


def ranking(raw: object) -> Ranking:
    """Read ``[ranking]``."""
    table = Table(raw)
    found = Ranking(
        by=table.read("by", _by, "total"),
        rounded=table.read("rounded", tables.flag, True),
        method=table.pick("method", METHODS, "competition"),
        within=table.read("within", scope, BLOC),
        class_first=table.read("class_first", tables.flag, False),
        ties=table.read("ties", tables.list_of(_tie), ()),
    )
    if not isinstance(found.by, str) and table.has("rounded"):
        table.refuse("clause-key-unused", "rounded", key="rounded", form="by")
    table.close()
    return found


def _by(raw: object) -> Literal["total", "percent"] | Number:
    if isinstance(raw, dict):
        return measures.measure(raw)
    found: Literal["total", "percent"] = tables.choice("total", "percent")(raw)
    return found


def _tie(raw: object) -> TieKey:
    if not isinstance(raw, dict) or "by" not in raw:
        return TieKey(measures.measure(raw))
    table = Table(raw)
    found = TieKey(
        table.need("by", measures.measure, nodes.ZERO),
        table.pick("better", ("higher", "lower"), "higher"),
        table.read("title", tables.text, ""),
    )
    table.close()
    return found


def scope(raw: object) -> Scope:
    """Read among whom something holds: ``"bloc"``, ``"all"``, or the names of facts."""
    names = tables.one_or_list(tables.name)(raw)
    if "all" in names and len(names) > 1:
        raise Problem("all-alone")
    return () if names == ("all",) else names
