"""Dossiers received under one edition of the rules and decided under another.

A dossier keeps the rules of the day on which it was received, unless the rules in force when it is
decided let the more favourable of the two count.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.decisions.amounts import amount, stated
from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said, Share
from thidua_scoring.errors import EvidenceError, Lang, Place, Problem
from thidua_scoring.evidence.evidence import Evidence, Unit
from thidua_scoring.evidence.text import Locale
from thidua_scoring.formula.values import Truth3, Value, compare
from thidua_scoring.plugins import Plugins
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore

Rules: TypeAlias = Literal["old", "new"]


@frozen(eq=False)
class Dossier:
    """Which rules count for one unit, and its result by them."""

    unit: Unit
    rules: Rules | None
    """``old`` for those of the day of receipt; None where what is known does not decide."""
    old: UnitScore
    new: UnitScore | None
    """None where only the rules of the day of receipt are looked at."""
    reason: Reason

    @property
    def score(self) -> UnitScore | None:
        """The result that counts; None where that is not decided."""
        return {"old": self.old, "new": self.new, None: None}[self.rules]

    def text(self, lang: Lang = "vi") -> str:
        """Say it in a sentence."""
        return self.reason.text(lang)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, all numbers as text."""
        found: dict[str, Any] = {"unit": self.unit.id, "rules": self.rules}
        for name, score in (("old", self.old), ("new", self.new)):
            if score is not None:
                total = score.board.value("total", score.row)
                found[name] = {"ruleset": score.board.ruleset.id, **stated("total", total)}
        return {**found, "why": self.reason.to_dict()}


def decide_dossiers(
    family: str,
    evidence: Evidence | str | Path | Any,
    *,
    received: date,
    decided: date,
    locale: Locale | None = None,
    plugins: Plugins | None = None,
) -> Mapping[str, Dossier]:
    """Score dossiers by the rules of the day on which they were received, or by better ones.

    Both editions read the same evidence. The better one is that by which a unit has the greater
    total; of scales with other points, the greater share of what applies. Raises `NoSuchName` where
    no edition is in force on one of the days, and `EvidenceError` with every fault of the evidence
    or for days in the wrong order.
    """
    if decided < received:
        problem = Problem("decided-before-received", received=received, decided=decided)
        raise EvidenceError([problem.placed(Place())])
    old, new = (load_ruleset(family, on=day, plugins=plugins) for day in (received, decided))
    first = old.score(evidence, locale=locale)
    if old.digest == new.digest or new.written.transition == "own-date":
        return {unit.unit.id: _kept(unit, new) for unit in first}
    return more_favourable(first, new.score(evidence, locale=locale))


def more_favourable(old: Scoreboard, new: Scoreboard) -> Mapping[str, Dossier]:
    """Choose for every unit of both scoreboards the rules that are better for it.

    Equal results keep the old rules. Raises `NoSuchName` for a unit that only the old one holds.
    """
    return {unit.unit.id: _better(unit, new[unit.unit.id]) for unit in old}


def _kept(unit: UnitScore, new: Ruleset) -> Dossier:
    rules = _named(unit.board.ruleset)
    if new.digest == unit.board.ruleset.digest:
        reason = Reason("dossier-same-rules", {"rules": rules})
    else:
        reason = Reason("dossier-own-date", {"rules": rules, "new": _named(new)})
    return Dossier(unit.unit, "old", unit, None, reason)


def _better(old: UnitScore, new: UnitScore) -> Dossier:
    same_scale = _scale(old) == _scale(new)
    figure = "total" if same_scale else "percent"
    by_old, by_new = _figure(old, figure), _figure(new, figure)
    said: dict[str, Parameter] = {
        "rules": _named(old.board.ruleset),
        "new": _named(new.board.ruleset),
        **_points("old", old, by_old),
        **_points("new", new, by_new),
    }
    better = _above(by_new, by_old)
    rules: Rules | None = "new" if not better.may_fail else "old" if not better.may_hold else None
    equal = by_old is not None and by_new is not None and by_old.certain and by_old == by_new
    code = f"dossier-{'equal' if equal else rules or 'open'}" + ("" if same_scale else "-share")
    reason = Reason(code, said, None if rules is None else True)
    return Dossier(old.unit, rules, old, new, reason)


def _above(new: Value | None, old: Value | None) -> Truth3:
    """Say whether the new figure is surely greater; one that there is none of is not."""
    if new is None or old is None:
        return Truth3.known(new is not None)
    return compare(new, ">", old)


def _figure(score: UnitScore, name: str) -> Value | None:
    return score.board.value(name, score.row)


def _scale(score: UnitScore) -> Fraction:
    return score.board.ruleset.written.scale.points


def _points(name: str, score: UnitScore, compared: Value | None) -> dict[str, Parameter]:
    """Return a result's total, and the share by which results of other scales are compared."""
    total = _figure(score, "total")
    nothing = Said("không có", "no")
    return {
        f"{name}_total": nothing if total is None else amount(total),
        f"{name}_share": Share(compared.point)
        if compared is not None and compared.point is not None
        else nothing,
    }


def _named(ruleset: Ruleset) -> Named:
    return Named(ruleset.id, ruleset.written.title)
