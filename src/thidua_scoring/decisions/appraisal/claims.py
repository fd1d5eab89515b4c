"""Claims against rules: what a unit claims, what the rules give, and the lines that explain why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import define, frozen

from thidua_scoring.decisions.amounts import amount, stated
from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said, between
from thidua_scoring.errors import Lang
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.formula.analyse import Range, bounds
from thidua_scoring.formula.values import Value, add, negate
from thidua_scoring.numbers import show, write
from thidua_scoring.ruleset.formulas import NamedLine
from thidua_scoring.scoring.criterion_score import CriterionScore
from thidua_scoring.scoring.explain import ExplainedLine, Explanation
from thidua_scoring.scoring.inputs import within
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Cell, Heading, Table, Tabled


@frozen
class ClaimedPoints:
    """What a unit claims for one criterion, or in all, beside what the rules give."""

    unit: Unit
    criterion: str
    """Empty for the total."""
    title: str
    claimed: Fraction
    value: Value | None
    """What the rules give, with bounds and without the claim; None where they give nothing to compare."""
    reason: Reason
    lines: tuple[ExplainedLine, ...] = ()
    """The lines of the rule that explain the difference, in Vietnamese."""

    @property
    def difference(self) -> Value | None:
        """What the rules give beyond the claim: below 0 where too much is claimed."""
        return _difference(self.claimed, self.value)

    @property
    def agrees(self) -> bool | None:
        """Whether the claim is what the rules give; None where evidence leaves that open."""
        return _agrees(self.claimed, self.value)

    def text(self, lang: Lang = "vi") -> str:
        """Say it in a sentence."""
        head = f"{self.criterion} · {self.title}: " if self.criterion else ""
        return head + self.reason.text(lang)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, all numbers as text."""
        found: dict[str, Any] = {
            "unit": self.unit.id,
            "criterion": self.criterion or None,
            "claimed": write(self.claimed),
            **stated("by_rule", self.value),
            **stated("difference", self.difference),
            "agrees": self.agrees,
        }
        return {**found, "why": self.reason.to_dict()}


_LANGS: Final[tuple[Lang, Lang]] = ("vi", "en")
_HEADINGS: Final = (
    Heading("unit", "Đơn vị", "Unit"),
    Heading("criterion", "Tiêu chí", "Criterion"),
    Heading("claimed", "Tự chấm", "Claimed", right=True),
    Heading("by_rule", "Theo quy định", "By the rules", right=True),
    Heading("difference", "Chênh lệch", "Difference", right=True),
    Heading("why", "Vì sao", "Because"),
)


@frozen(repr=False)
class Claims(Tabled):
    """The claims of all units, in the order of the scoreboard; those of criteria before the total."""

    rows: tuple[ClaimedPoints, ...]

    def __iter__(self) -> Iterator[ClaimedPoints]:
        return iter(self.rows)

    def of(self, unit: str) -> tuple[ClaimedPoints, ...]:
        """Return the claims of one unit by its id."""
        return tuple(row for row in self.rows if row.unit.id == unit)

    @property
    def differing(self) -> tuple[ClaimedPoints, ...]:
        """The claims that are not surely what the rules give."""
        return tuple(row for row in self.rows if row.agrees is not True)

    def table(self) -> Table:
        """Return a row for each claim that differs or is open, and for each total."""
        shown = [row for row in self.rows if row.agrees is not True or not row.criterion]
        marked = frozenset(n for n, row in enumerate(shown) if not row.criterion)
        notes = []
        if same := len(self.rows) - len(shown):
            vi = f"{same} tiêu chí khác có điểm tự chấm đúng với quy định"
            notes.append(Said(vi, f"{same} other criteria are claimed as the rules give"))
        title = Said("Điểm tự chấm và điểm theo quy định", "Claims against the rules")
        several = len({row.unit.id for row in self.rows}) > 1
        rows = [_cells(row)[not several :] for row in shown]
        return Table(title, _HEADINGS[not several :], rows, tuple(notes), marked)

    def text(self, lang: Lang = "vi") -> str:
        """Write the claims that differ or are open, one a line."""
        return "\n".join(f"{row.unit.name or row.unit.id}: {row.text(lang)}" for row in self.differing)

    def to_dict(self) -> dict[str, Any]:
        """Return all claims for machines."""
        return {"claims": [row.to_dict() for row in self.rows]}


def appraise_claims(board: Scoreboard) -> Claims:
    """Hold the claims in the evidence against what the rules give, each with the lines that explain it."""
    return Claims(tuple(row for unit in board for row in _of_unit(unit)))


def _cells(of: ClaimedPoints) -> tuple[Cell, ...]:
    by = of.difference
    name = Said(f"{of.criterion} · {of.title}", f"{of.criterion} · {of.title}")
    return (
        Named(of.unit.id, of.unit.name),
        name if of.criterion else Said("Tổng điểm", "Total"),
        of.claimed,
        None if of.value is None else _short(of.value),
        None if by is None else amount(by) if by.point is None else by.point,
        Said(*("; ".join(part.text(lang) for part in of.reason.parts) for lang in _LANGS)),
    )


def _short(value: Value) -> Parameter:
    """Write points for a narrow column: ``118 (117–119)``."""
    ends = between((value.low, value.high))
    if value.certain or value.point is None:
        return ends
    return Said(*(f"{show(value.point, lang)} ({ends.text(lang)})" for lang in _LANGS))


def _agrees(claimed: Fraction, value: Value | None) -> bool | None:
    if value is None:
        return False if claimed else None
    if not within(value, claimed):
        return False
    return True if value.certain else None


def _difference(claimed: Fraction, value: Value | None) -> Value | None:
    return None if value is None else add([value, Value.known(-claimed)])


def _of_unit(unit: UnitScore) -> Iterator[ClaimedPoints]:
    for score in unit.criteria.values():
        if score.claimed is not None:
            yield _of_criterion(score, Fraction(score.claimed))
    if unit.claimed is not None:
        yield _of_total(unit, Fraction(unit.claimed))


def _of_total(unit: UnitScore, claimed: Fraction) -> ClaimedPoints:
    value = unit.board.value("total", unit.row)
    if value is None:
        reason = Reason("claim-without-total", {"claimed": claimed}, None)
    else:
        reason = _compared("claim-total", claimed, value, ())
    return ClaimedPoints(unit.unit, "", "", claimed, value, reason)


def _of_criterion(score: CriterionScore, claimed: Fraction) -> ClaimedPoints:
    title = score.unit.board.ruleset.written.criteria[score.id].head.title
    if not score.applies:
        reason = Reason("claim-not-applicable", {"claimed": claimed}, _agrees(claimed, None))
        return ClaimedPoints(score.unit.unit, score.id, title, claimed, None, reason)
    value = Value.between(score.value.low, score.value.high) if score.by_claim else score.value
    agrees = _agrees(claimed, value)
    told = [] if agrees else list(_Telling.of(score, claimed, value).told())
    code = {True: "claim-agrees", None: "claim-open", False: "claim-differs"}[agrees]
    reason = _compared(code, claimed, value, tuple(part for part, _ in told))
    lines = tuple(line for _, line in told if line is not None)
    return ClaimedPoints(score.unit.unit, score.id, title, claimed, value, reason, lines)


def _compared(code: str, claimed: Fraction, value: Value, parts: tuple[Reason, ...]) -> Reason:
    by = add([value, Value.known(-claimed)])
    said: dict[str, Parameter] = {"claimed": claimed, "points": amount(value), "difference": amount(by)}
    return Reason(code, said, _agrees(claimed, value), parts)


@define
class _Telling:
    """Find the lines of a rule that explain why it gives more or less than is claimed."""

    lines: tuple[tuple[NamedLine, ExplainedLine, ExplainedLine], ...]
    """Each line by its formula, and as it is explained in Vietnamese and English."""
    ranges: Mapping[str, Range]
    lies_below: bool
    """Whether the claim surely lies below what the rule gives."""
    asks_bonus: bool
    """Whether more is claimed than the base in full."""
    beyond: Fraction | None
    """The most that the rule can give, if more is claimed."""

    @classmethod
    def of(cls, score: CriterionScore, claimed: Fraction, value: Value) -> _Telling:
        """Look at one criterion of a unit."""
        ruleset = score.unit.board.ruleset
        full = ruleset.written.criteria[score.id].head.points
        formulas, ranges = ruleset.formulas.criteria[score.id], ruleset.formulas.ranges
        told = Explanation(score, "vi").lines, Explanation(score, "en").lines
        most = bounds(formulas.points, ranges).high
        return cls(
            tuple(zip(formulas.lines, *told, strict=False)),
            ranges,
            value.low is not None and claimed < value.low,
            claimed > full,
            most if most is not None and claimed > most else None,
        )

    def told(self) -> list[tuple[Reason, ExplainedLine | None]]:
        """Return what explains the difference, each with its line."""
        if self.lies_below:
            return self._each("claim-given", self._gives)
        found = self._each("claim-cut", self._cuts) + self._each("claim-deducted", self._deducts)
        found += self._each("claim-base", self._lacks) + self._each("claim-base-free", self._unlimited)
        if self.asks_bonus:
            found += self._each("claim-bonus-most", self._at_most) + self._each("claim-bonus", self._below)
        if not found and self.beyond is not None:
            return [(Reason("claim-beyond", {"most": self.beyond}, False), None)]
        return found or self._each("claim-given", self._gives)

    def _each(
        self, code: str, wanted: Callable[[NamedLine, Value], bool]
    ) -> list[tuple[Reason, ExplainedLine | None]]:
        found: list[tuple[Reason, ExplainedLine | None]] = []
        for named, vi, en in self.lines:
            if wanted(named, vi.points):
                said: dict[str, Parameter] = {"points": amount(vi.points), "rule": Said(_rule(vi), _rule(en))}
                most = bounds(named.of, self.ranges).high
                if code == "claim-base" and most is not None:
                    said["most"] = most
                if code == "claim-cut":
                    said["lost"] = amount(_lost(named, vi.points))
                holds = None if vi.points.point is None else False
                found.append((Reason(code, said, holds, (), vi.source), vi))
        return found

    # ── which lines ─────────────────────────────────────────────────────────────────

    def _cuts(self, line: NamedLine, points: Value) -> bool:
        """Say whether a limit takes points away, or may."""
        return line.reason != "rule" and _may_be_positive(_lost(line, points))

    def _deducts(self, line: NamedLine, points: Value) -> bool:
        return line.reason == "rule" and line.column == "deduct" and _may_be_positive(points)

    def _lacks(self, line: NamedLine, points: Value) -> bool:
        """Say whether a base line gives, or may give, less than it can."""
        most = bounds(line.of, self.ranges).high
        short = most is not None and (points.low is None or points.low < most)
        return line.reason == "rule" and line.column == "base" and short

    def _unlimited(self, line: NamedLine, points: Value) -> bool:
        endless = bounds(line.of, self.ranges).high is None
        return line.reason == "rule" and line.column == "base" and endless

    def _at_most(self, line: NamedLine, points: Value) -> bool:
        most = bounds(line.of, self.ranges).high
        return line.reason == "rule" and line.column == "bonus" and points.certain and points.high == most

    def _below(self, line: NamedLine, points: Value) -> bool:
        return line.reason == "rule" and line.column == "bonus" and not self._at_most(line, points)

    def _gives(self, line: NamedLine, points: Value) -> bool:
        return _may_be_positive(negate(_lost(line, points)))


def _lost(line: NamedLine, points: Value) -> Value:
    """Return what a line takes away; below 0 for one that gives."""
    return points if line.column == "deduct" else negate(points)


def _may_be_positive(value: Value) -> bool:
    return value.high is None or value.high > 0


def _rule(line: ExplainedLine) -> str:
    """Write the rule of a line: its title, and how it came to its points."""
    text = ": ".join(part for part in (line.title, line.how) if part)
    return text.replace("[", "").replace("]", "")
