"""Ask whether a unit meets a need, and say why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from attrs import define, field

from thidua_scoring.decisions.awards.records import Records, run_up_to
from thidua_scoring.decisions.ballots.counting import BallotResult, Candidate
from thidua_scoring.decisions.ranks import Bounds
from thidua_scoring.decisions.reasons import Named, Reason, Said, Share, between, either
from thidua_scoring.errors import Lang
from thidua_scoring.formula.describe import Name, describe
from thidua_scoring.formula.nodes import Condition, Field, Node
from thidua_scoring.formula.values import Truth3, Undefined
from thidua_scoring.ruleset.decisions.classes import ClassSpec
from thidua_scoring.ruleset.decisions.needs import (
    AllOf,
    AnyOf,
    Asked,
    ClassIs,
    Elected,
    Held,
    MembersHold,
    Need,
    NotMet,
    RankUpTo,
    Requirement,
)
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore

_WHOLE: Final[Mapping[str, tuple[str, str, str]]] = {
    "total": ("tổng điểm", "the total", "number"),
    "percent": ("tỷ lệ trên điểm áp dụng được", "the share of the applicable points", "percent"),
    "applicable": ("điểm áp dụng được", "the applicable points", "number"),
}
_COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "base": ("tổng điểm chuẩn", "the base points"),
    "bonus": ("tổng điểm thưởng", "the bonus points"),
    "deduct": ("tổng điểm trừ", "the deductions"),
}


@define(eq=False)
class Asking:
    """Answer needs of units from a scoreboard, records, ballots, and what was decided before."""

    board: Scoreboard
    records: Records
    year: int
    ballots: Mapping[tuple[str, str], BallotResult] = field(factory=dict)
    """By ballot and bloc."""
    ranks: Callable[[int], Bounds | None] = lambda row: None
    classes: Callable[[int], Collection[int]] = lambda row: ()

    def required(self, of: Requirement, unit: UnitScore, award: str = "") -> Reason:
        """Answer a requirement, in the words that the ruleset has for it, if it has any.

        ``award`` is what the unit is looked at for, where ballots are on titles.
        """
        found = self.answer(of.need, unit, award)
        if not of.title:
            return found
        return Reason("required", {"title": of.title}, found.holds, (found,), of.source)

    def answer(self, need: Need, unit: UnitScore, award: str = "") -> Reason:
        """Say whether a unit meets a need; ``holds`` is None where that is not known."""
        match need:
            case Asked(condition):
                return self.asked(condition, unit)
            case ClassIs(name):
                return self._class(name, unit)
            case RankUpTo(rank):
                return self._rank(rank, unit)
            case Elected(ballot):
                return self._elected(ballot, unit, award)
            case Held():
                return self._held(need, unit)
            case MembersHold():
                return self._members(need, unit)
            case AllOf(parts):
                return _joined("all", [self.answer(part, unit, award) for part in parts])
            case AnyOf(parts):
                return _joined("any", [self.answer(part, unit, award) for part in parts])
            case NotMet(of):
                found = self.answer(of, unit, award)
                return Reason("not", {}, None if found.holds is None else not found.holds, (found,))

    # ── what formulas see ───────────────────────────────────────────────────────────

    def asked(self, condition: Condition, unit: UnitScore) -> Reason:
        """Answer a condition by the reference evaluator."""
        return Reason("asked", {"what": self.said(condition, unit)}, certainly(truth_of(condition, unit)))

    def said(self, of: Node, unit: UnitScore) -> Said:
        """Write a formula with the unit's figures, in both languages."""
        return Said(self._said(of, unit, "vi"), self._said(of, unit, "en"))

    def _said(self, of: Node, unit: UnitScore, lang: Lang) -> str:
        text = describe(of, unit.evaluator, self._titled, lang, self.names)
        return text.replace("[", "").replace("]", "")

    def _titled(self, of: Field) -> str:
        spec = self.board.ruleset.formulas.fields.get(of.key)
        return spec.title if spec is not None and spec.title else of.name

    @cached_property
    def names(self) -> Mapping[Node, Name]:
        """What the figures of the whole table are called."""
        formulas, written = self.board.ruleset.formulas, self.board.ruleset.written
        whole: dict[Node, Name] = {
            group.points: Name(
                f"điểm {written.groups[name].title}", f"the points of {written.groups[name].title}"
            )
            for name, group in formulas.groups.items()
        }
        whole |= {formulas.columns[column]: Name(*said) for column, said in _COLUMNS.items()}  # type: ignore[index]
        return whole | {getattr(formulas, name): Name(*said) for name, said in _WHOLE.items()}

    # ── what was decided before ─────────────────────────────────────────────────────

    def _class(self, name: str, unit: UnitScore) -> Reason:
        specs = self.board.ruleset.written.classes
        wanted = [each.id for each in specs].index(name)
        possible = self.classes(unit.row)
        better = [index <= wanted for index in possible]
        if better and unit.outside.may_hold:
            better.append(False)  # it may come to be in no class at all
        parameters: dict[str, Any] = {
            "class": Named(name, specs[wanted].title),
            "of": _classes(specs, possible),
        }
        return Reason("class-is", parameters, _agreed(better))

    def _rank(self, rank: int, unit: UnitScore) -> Reason:
        bounds = self.ranks(unit.row)
        if bounds is None:
            return Reason("without-rank", {"limit": rank}, False)
        holds = None if bounds[0] <= rank < bounds[1] else bounds[1] <= rank
        if holds and self.board.unranked(unit.row).may_hold:
            holds = None
        return Reason("rank-up-to", {"limit": rank, "rank": between(bounds)}, holds)

    def _elected(self, ballot: str, unit: UnitScore, award: str) -> Reason:
        spec = self.board.ruleset.written.decisions.ballots[ballot]
        award = award if award in spec.awards else ""
        named = Named(ballot, spec.title)
        result = self.ballots.get((ballot, unit.unit.bloc))
        if result is None:
            return Reason("no-ballot", {"ballot": named}, None)
        found = result.of(Candidate(unit.unit.id, award))
        if found is None:
            return Reason("not-voted-on", {"ballot": named}, False)
        return Reason("elected", {"ballot": named}, found.elected, found.reasons, spec.source)

    # ── what past years brought ─────────────────────────────────────────────────────

    def _held(self, need: Held, unit: UnitScore) -> Reason:
        last = self.year if need.ending == "this" else self.year - 1
        years = self.records.years(unit.unit.id, need.what)
        parameters: dict[str, Any] = {"what": self.titles(need.what), "last": str(last)}
        if need.in_a_row is not None:
            run = run_up_to(years, last)
            return Reason(
                "held-in-a-row", {**parameters, "needed": need.in_a_row, "run": run}, run >= need.in_a_row
            )
        assert need.at_least is not None
        first = None if need.within is None else last - need.within + 1
        times = sum(
            count
            for year, count in self.records.times(unit.unit.id, need.what).items()
            if year <= last and (first is None or year >= first)
        )
        said_as = "held-times" if first is None else "held-times-since"
        parameters |= {"needed": need.at_least, "times": times, "first": str(first)}
        return Reason(said_as, parameters, times >= need.at_least)

    def _members(self, need: MembersHold, unit: UnitScore) -> Reason:
        count = len(self.records.of_members(unit.unit.id, need.what, self.year))
        what = self.titles(need.what)
        if need.of is None:
            assert need.at_least is not None
            return Reason(
                "members-hold",
                {"what": what, "count": count, "needed": need.at_least},
                count >= need.at_least,
            )
        assert need.share is not None
        whole = unit.evaluator.attempt(need.of, taken=False)
        base, holds = whole.point if whole.certain else None, None
        if base is not None:
            mark = need.share * base
            holds = bool(base) and (count > mark if need.strict else count >= mark)
        relation = Said("trên", "more than") if need.strict else Said("từ", "at least")
        parameters = {
            "what": what, "count": count, "of": _or_unknown(base), "relation": relation,
            "share": Share(need.share),
        }  # fmt: skip
        return Reason("members-share", parameters, holds)

    def titles(self, what: Collection[str]) -> tuple[Named, ...]:
        """Name awards and classes by their titles."""
        written = self.board.ruleset.written
        known = {each.id: each.title for each in written.classes}
        known |= {name: each.title for name, each in written.decisions.awards.items()}
        return tuple(Named(name, known.get(name, name)) for name in what)


def truth_of(condition: Condition, unit: UnitScore) -> Truth3:
    """Return the truth of a condition; one that compares what has no value is open."""
    try:
        return unit.evaluator.truth(condition)
    except Undefined:
        return Truth3(None, True, True)


def certainly(truth: Truth3) -> bool | None:
    """Return a truth that is certain; None for one that evidence leaves open."""
    return None if truth.may_hold and truth.may_fail else truth.may_hold


def _joined(word: str, parts: list[Reason]) -> Reason:
    """Join answers; what decides is named first and alone."""
    answers = [part.holds for part in parts]
    decisive = word == "any"
    holds: bool | None = not decisive
    if decisive in answers:
        holds = decisive
    elif None in answers:
        holds = None
    telling = [part for part in parts if part.holds is holds] if holds is not (not decisive) else parts
    return Reason(word, {}, holds, tuple(telling))


def _agreed(answers: Collection[bool]) -> bool | None:
    """Return what all answers say; False for none, None where they differ."""
    return False if not answers else None if len(set(answers)) > 1 else next(iter(answers))


def _classes(specs: Sequence[ClassSpec], possible: Collection[int]) -> Said:
    if not possible:
        return Said("không có mức nào", "in none")
    return either([specs[index].title for index in sorted(possible)])


def _or_unknown(number: Fraction | None) -> Any:
    return Said("chưa rõ số", "an unknown number of") if number is None else number
