"""Awards: who may be proposed for what, how many, and how awards are counted in the appendix."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.expression import measures, tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Number
from thidua_scoring.numbers import Rounding
from thidua_scoring.ruleset.decisions.needs import Requirement, requirement
from thidua_scoring.ruleset.decisions.quotas import ALL, Limit, limit
from thidua_scoring.ruleset.decisions.ranking import BLOC, Scope, scope

Holder: TypeAlias = Literal["collective", "individual"]
HOLDERS: Final = ("collective", "individual")


@frozen
class Order:
    """What decides who comes first where not all can have an award: the rank, votes or a figure."""

    votes: str = ""
    """The ballot whose votes are meant."""
    by: Number | None = None
    better: Literal["higher", "lower"] = "higher"
    title: str = ""

    @property
    def is_rank(self) -> bool:
        """Whether the unit's rank is meant."""
        return not self.votes and self.by is None


@frozen
class Part:
    """A row of an award in the appendix, for awards that are reported apart."""

    id: str
    title: str


@frozen
class Award:
    """A title, an award, or an office."""

    id: str
    title: str
    level: str = ""
    to: tuple[Holder, ...] = HOLDERS
    proposed: bool = True
    """Whether units are looked at for it; else it is only held in records, as an initiative is."""
    require: tuple[Requirement, ...] = ()
    limit: Limit | None = None
    of: str = ALL
    """What a share is of: ``all`` units, or the units that come to have another award."""
    within: Scope = BLOC
    order: tuple[Order, ...] = (Order(),)
    achievement: str = ""
    """The achievement that it rewards; one achievement is rewarded by one award only."""
    otherwise: str = ""
    """The award for which a unit is looked at that has all it takes and is cut by the limit."""
    thematic: bool = False
    """Whether it rewards a movement of its own, and so counts for no later award."""
    parts: tuple[Part, ...] = ()
    source: str = ""


@frozen
class Level:
    """A level of awards, a block of the appendix."""

    id: str
    title: str


@frozen
class Statistics:
    """How the appendix writes its ratios."""

    ratio_rounding: Rounding | None = None
    """How a ratio is rounded, as a percentage; None: the exact figure, cut for show."""
    ratio_of_none: str | None = None
    """What stands in the place of a ratio where no individual is direct labour."""


@frozen
class Awards:
    """All that a ruleset says of awards."""

    awards: dict[str, Award] = field(factory=dict)
    levels: dict[str, Level] = field(factory=dict)
    statistics: Statistics = field(factory=Statistics)


def award(name: str, raw: object) -> Award:
    """Read ``[awards.ID]``."""
    table = Table(raw)
    found = limit(table, needed=False)
    made = Award(
        id=name,
        title=table.need("title", tables.text, "?"),
        level=table.read("level", tables.text, ""),
        to=table.read("to", tables.one_or_list(tables.choice(*HOLDERS)), HOLDERS),
        proposed=table.read("proposed", tables.flag, True),
        require=table.read("require", tables.list_of(requirement), ()),
        limit=found,
        of=table.read("of", tables.text, ALL),
        within=table.read("within", scope, BLOC),
        order=table.read("order", tables.list_of(_order, least=1), (Order(),)),
        achievement=table.read("achievement", tables.text, ""),
        otherwise=table.read("else", tables.text, ""),
        thematic=table.read("thematic", tables.flag, False),
        parts=table.read("parts", tables.list_of(_part), ()),
        source=table.read("source", tables.text, ""),
    )
    for index, part in enumerate(made.parts):
        if part.id in [other.id for other in made.parts[:index]]:
            table.refuse("id-twice", "parts", index, "id", got=part.id)
    unused = () if found else ("of", "within", "order", "else")
    for key in (*unused, *(() if made.proposed else ("require", "achievement", "at_most", "share"))):
        if key in table.raw:
            table.refuse("clause-key-unused", key, key=key, form="at_most" if key in unused else "proposed")
    table.close()
    return made


def _order(raw: object) -> Order:
    if raw == "rank":
        return Order()
    if isinstance(raw, dict) and "votes" in raw:
        table = Table(raw)
        found = Order(votes=table.read("votes", tables.text, "?"))
        table.close()
        return found
    if isinstance(raw, dict) and "by" in raw:
        table = Table(raw)
        found = Order(
            by=table.read("by", measures.measure, nodes.ZERO),
            better=table.pick("better", ("higher", "lower"), "higher"),
            title=table.read("title", tables.text, ""),
        )
        table.close()
        return found
    tables.choice("rank")(raw)
    return Order()


def _part(raw: object) -> Part:
    table = Table(raw)
    found = Part(table.need("id", tables.text, "?"), table.need("title", tables.text, "?"))
    table.close()
    return found


def level(name: str, raw: object) -> Level:
    """Read ``[levels.ID]``."""
    table = Table(raw)
    found = Level(name, table.need("title", tables.text, "?"))
    table.close()
    return found


def statistics(raw: object) -> Statistics:
    """Read ``[statistics]``."""
    table = Table(raw)
    found = Statistics(
        table.read("ratio_rounding", measures.read_rounding, None),
        table.read("ratio_of_none", _cell, None),
    )
    table.close()
    return found


def _cell(raw: object) -> str:
    """Read what stands in a cell, which may be nothing."""
    return "" if raw == "" else tables.text(raw)
