"""Quotas: how many units may be in a class."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from attrs import frozen

from thidua_scoring.errors import Problem
from thidua_scoring.expression import tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.numbers import MODES, Mode, round_quotient
from thidua_scoring.ruleset.decisions.ranking import BLOC, Scope, scope

OR_BETTER: Final = "-or-better"
ALL: Final = "all"


@frozen
class Limit:
    """How many of something there may be: a number, or a rounded share of a number of others."""

    at_most: int | None = None
    share: Fraction | None = None
    rounding: Mode = "down"
    at_least: int = 0
    """How many there may be in any case, however small the share comes to."""

    def of(self, count: int, share: Fraction | None = None) -> int:
        """Return how many there may be of ``count``; ``share`` stands in for the usual one.

        >>> Limit(share=Fraction(1, 5), rounding="down", at_least=1).of(14)
        2
        """
        if self.share is None:
            assert self.at_most is not None
            return self.at_most
        exact = (self.share if share is None else share) * count
        return max(self.at_least, round_quotient(exact.numerator, exact.denominator, self.rounding))


@frozen
class Exceptional:
    """A larger share for a case that somebody declares."""

    id: str
    title: str
    share: Fraction


@frozen
class Quota:
    """At most so many of the units within a scope may be in a class."""

    id: str
    title: str
    class_: str
    limit: Limit
    of: str = ALL
    """What a share is of: ``all`` units, those in a class, or those in it ``-or-better``."""
    within: Scope = BLOC
    exceptional: Exceptional | None = None
    source: str = ""


def limit(table: Table, *, needed: bool = True) -> Limit | None:
    """Read a limit from its keys among others of a table; None where there is none and none is needed."""
    at_most, share = table.read("at_most", tables.positive, None), table.read("share", tables.share, None)
    if at_most is None and share is None and not needed:
        return None
    if (at_most is None) == (share is None):
        table.refuse("number-or-share")
    rounding: Mode = "down"
    if share is not None:
        rounding = table.need("rounding", tables.choice(*MODES), "down")
    return Limit(at_most, share, rounding, table.read("at_least", tables.whole, 0))


def quota(name: str, raw: object) -> Quota:
    """Read ``[quotas.ID]``."""
    table = Table(raw)
    found = limit(table) or Limit(at_most=1)
    made = Quota(
        id=name,
        title=table.need("title", tables.text, "?"),
        class_=table.need("class", tables.text, "?"),
        limit=found,
        of=table.read("of", tables.text, ALL),
        within=table.read("within", scope, BLOC),
        exceptional=table.read("exception", _exceptional, None),
        source=table.read("source", tables.text, ""),
    )
    if found.share is None:
        for key in ("of", "exception", "at_least"):
            if key in table.raw:
                table.refuse("clause-key-unused", key, key=key, form="at_most")
    table.close()
    return made


def _exceptional(raw: object) -> Exceptional:
    table = Table(raw)
    found = Exceptional(
        table.need("id", tables.name, "?"),
        table.need("title", tables.text, "?"),
        table.need("share", tables.share, Fraction(0)),
    )
    table.close()
    return found


def base_of(of: str, classes: tuple[str, ...]) -> frozenset[str] | None:
    """Return the classes whose units a share is of; None for all units. Raises ``Problem``."""
    if of == ALL:
        return None
    if of in classes:
        return frozenset({of})
    stem = of.removesuffix(OR_BETTER)
    if stem != of and stem in classes:
        return frozenset(classes[: classes.index(stem) + 1])
    raise Problem("unknown-class", got=of)
