"""Points as formulas of a spreadsheet, so that whoever fills a form in sees what the rules give.

A spreadsheet computes with binary numbers: before it compares or rounds what it has computed, it brings
it to nine decimals. What it shows is for the eye alone and is never read back. Where a rule needs
what a form does not hold (other units of the bloc, a calendar, code of a plugin) there is no formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Column, Condition, Const, Field, Node, Number
from thidua_scoring.numbers import Rounding, show, terminates

AWAY: Final = "không áp dụng"
YES: Final = "có"
NO_ROWS: Final = "không có"
_LONGEST: Final = 8000
"""A formula has at most 8,192 characters."""
_DEEPEST: Final = 60
"""Functions stand in each other at most 64 deep."""
_PLACES: Final = 9
_EPOCH: Final = 693594
"""The ordinal of day 0 of a spreadsheet."""
_RELATIONS: Final = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class _NoFormula(Exception):
    """The rule cannot be written as a formula of the form."""


@frozen
class Cells:
    """Where the figures of a form stand; columns of small tables are ranges, a cell a row."""

    figures: Mapping[str, str]
    """By the key of the figure; of a small table, the cell beside its name."""
    statuses: Mapping[str, str]
    """By the key of the figure."""
    away: Mapping[str, str]
    """By criterion, the cell that says that it does not apply."""
    columns: Mapping[str, Mapping[str, str]]
    """By the key of the table, then by column."""
    points: Mapping[str, str]
    """By criterion, the cell of its points by the rules."""


def points_formula(criterion: str, of: Number, cells: Cells) -> str | None:
    """Write the points of a criterion; the cell stays blank until all figures that are read are there.

    None where the rule cannot be written.
    """
    inner = of.of if isinstance(of, nodes.Points) else of
    writer = _Writer(cells)
    try:
        text = writer.number(inner)
        ready = list(writer.ready(inner, criterion))
    except _NoFormula:
        return None
    if criterion in cells.away:
        ready.insert(0, f'{cells.away[criterion]}<>"{AWAY}"')
    text = f'IFERROR({text},"")'
    return _whole(f'IF({_joined("AND", ready)},{text},"")' if ready else text)


def sum_formula(of: Number, cells: Cells) -> str | None:
    """Write the points of a block, or the total, from the points that are there so far.

    None where that cannot be written.
    """
    try:
        return _whole(f'IFERROR({_Writer(cells, so_far=True).number(of)},"")')
    except _NoFormula:
        return None


def _whole(text: str) -> str | None:
    depth = deepest = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        deepest = max(deepest, depth)
    return f"={text}" if len(text) < _LONGEST and deepest <= _DEEPEST else None


@frozen
class _Writer:
    """Write nodes."""

    cells: Cells
    so_far: bool = False
    """Whether points that are not known yet count nothing."""
    rows: Mapping[str, str] | None = None
    """The columns of the table whose rows are at hand."""

    # ── numbers ─────────────────────────────────────────────────────────────────────

    def number(self, of: Number) -> str:
        match of:
            case Const():
                return _constant(of.value)
            case Field() | Column():
                return self._figure(of)
            case nodes.Lookup():
                return self._lookup(of)
            case nodes.Add():
                return f"({'+'.join(map(self.number, of.terms)) or '0'})"
            case nodes.Mul():
                return f"({'*'.join(map(self.number, of.factors)) or '1'})"
            case nodes.Div() if self.rows is None or isinstance(of.bottom, Const):
                return f"({self.number(of.top)}/{self.number(of.bottom)})"
            case nodes.Min() | nodes.Max() if self.rows is None:
                name = "MIN" if isinstance(of, nodes.Min) else "MAX"
                return f"{name}({','.join(map(self.number, of.parts))})"
            case nodes.Round():
                return _rounded(self.number(of.of), of.rounding)
            case nodes.If():
                return self._choice(of)
            case nodes.Curve() if self.rows is None:
                return self._curve(of)
            case nodes.Reduce() if self.rows is None:
                return self._folded(of)
            case nodes.Points() | nodes.PointsOf() if self.rows is None:
                return self._points(of)
        raise _NoFormula

    def _figure(self, of: Field | Column) -> str:
        where = self._where(of)
        if of.kind == "date":
            return f"({where}+{_EPOCH})"
        if of.kind not in ("number", "count", "percent"):
            raise _NoFormula
        return where

    def _where(self, of: Field | Column) -> str:
        if isinstance(of, Column):
            if self.rows is None or of.name not in self.rows:
                raise _NoFormula
            return self.rows[of.name]
        if of.key not in self.cells.figures:
            raise _NoFormula
        return self.cells.figures[of.key]

    def _lookup(self, of: nodes.Lookup) -> str:
        where = self._where(of.of)
        parts = [f"({where}={_quoted(level)})*{_constant(value)}" for level, value in of.values]
        return f"({'+'.join(parts) or '0'})"

    def _choice(self, of: nodes.If) -> str:
        test, then, other = self.test(of.test), self.number(of.then), self.number(of.other)
        if self.rows is None:
            return f"IF({test},{then},{other})"
        return f"({test}*{then}+(1-{test})*{other})"

    def _curve(self, of: nodes.Curve) -> str:
        exact = self.number(of.of)
        x = exact if _is_typed(of.of) else _near(exact)
        text, before, hole = "NA()", None, False
        written: list[tuple[str, str]] = []
        for piece in of.pieces:
            ends = []
            # Without a hole, all that lies below has been taken already.
            hole = hole or (piece.low is not None and before != (piece.low, not piece.low_in))
            if piece.low is not None and hole:
                ends.append(f"{x}{'>=' if piece.low_in else '>'}{_constant(piece.low)}")
            if piece.high is not None:
                ends.append(f"{x}{'<=' if piece.high_in else '<'}{_constant(piece.high)}")
            value = _constant(piece.intercept)
            if piece.slope or not ends:  # a measure without value has no points, even where all get the same
                value = f"({value}+{_constant(piece.slope)}*{exact})"
            written.append((_joined("AND", ends) if ends else "TRUE", value))
            before = None if piece.high is None else (piece.high, piece.high_in)
        for test, value in reversed(written):
            text = value if test == "TRUE" else f"IF({test},{value},{text})"
        return text

    def _points(self, of: nodes.Points | nodes.PointsOf) -> str:
        cell = self.cells.points.get(of.criterion)
        if self.so_far:
            return "0" if cell is None else f"N({cell})"
        if isinstance(of, nodes.Points):
            return self.number(of.of)
        if cell is None:
            raise _NoFormula
        return cell

    # ── small tables ────────────────────────────────────────────────────────────────

    def _folded(self, of: nodes.Reduce) -> str:
        """Write a sum, count or mean over the rows of a table in which something stands."""
        columns = self.cells.columns.get(of.table.key)
        if not columns or of.distinct or of.drop_lowest or of.drop_highest:
            raise _NoFormula
        inside = evolve(self, rows=columns)
        filled = "+".join(f'({area}<>"")' for area in columns.values())
        counted = f"(({filled})>0)"
        if of.where is not None:
            counted = f"{counted}*{inside.test(of.where)}"
        count = f"SUMPRODUCT({counted}*1)"
        if of.how == "count" and not isinstance(of.of, Const | Column):
            count = f"SUMPRODUCT({counted}*(1+0*{inside.number(of.of)}))"  # what has no value counts not
        match of.how:
            case "count":
                return count
            case "sum":
                return f"SUMPRODUCT({counted}*{inside.number(of.of)})"
            case "mean":
                return f"(SUMPRODUCT({counted}*{inside.number(of.of)})/{count})"
        raise _NoFormula

    # ── conditions ──────────────────────────────────────────────────────────────────

    def test(self, of: Condition) -> str:
        """Write a condition; over rows, as a number that is 1 or 0."""
        match of:
            case nodes.Truth():
                return ("1" if of.value else "0") if self.rows is not None else str(of.value).upper()
            case Field(kind="yes-no") | Column(kind="yes-no"):
                return f"({self._where(of)}={_quoted(YES)})"
            case nodes.Compare():
                return self._compared(of)
            case nodes.IsLevel():
                where = self._where(of.of)
                return self._any([f"({where}={_quoted(level)})" for level in sorted(of.levels)])
            case nodes.Given() if self.rows is None:
                return f"NOT({self._is_away(of.of)})"
            case nodes.Applies() if self.rows is None:
                status = self.cells.away.get(of.criterion)
                return "TRUE" if status is None else f"({status}<>{_quoted(AWAY)})"
            case nodes.All():
                parts = [self.test(part) for part in of.parts]
                return _joined("AND", parts) if self.rows is None else f"({'*'.join(parts) or '1'})"
            case nodes.Any_():
                return self._any([self.test(part) for part in of.parts])
            case nodes.Not():
                inner = self.test(of.of)
                return f"NOT({inner})" if self.rows is None else f"(1-{inner})"
        raise _NoFormula

    def _any(self, parts: list[str]) -> str:
        if self.rows is None:
            return _joined("OR", parts)
        return f"(({'+'.join(parts) or '0'})>0)"

    def _compared(self, of: nodes.Compare) -> str:
        left, right, relation = self.number(of.left), self.number(of.right), _RELATIONS[of.relation]
        if _is_typed(of.left) and _is_typed(of.right):
            return f"({left}{relation}{right})"
        return f"({_near(f'{left}-{right}')}{relation}0)"

    # ── what has to be there ────────────────────────────────────────────────────────

    def ready(self, of: Number, criterion: str) -> Iterator[str]:
        """Yield the conditions under which all that a formula of a criterion reads has been filled in."""
        read = list(nodes.walk(of))
        asked = {part.of.key for part in read if isinstance(part, nodes.Given)}
        fields = dict.fromkeys(part for part in read if isinstance(part, Field))
        numbers: list[str] = []
        for part in fields:
            absent = [self._is_away(part)] if part.key in asked else []
            status = self.cells.away.get(part.criterion or "")
            if status is not None and part.criterion != criterion:
                absent.append(f"{status}={_quoted(AWAY)}")
            if not absent and _is_number(part):
                numbers.append(self._where(part))
            else:
                yield _joined("OR", [*absent, self._is_there(part)])
        if numbers:
            yield f"COUNT({','.join(numbers)})={len(numbers)}"
        others = dict.fromkeys(self._points(part) for part in read if isinstance(part, nodes.PointsOf))
        if others:
            yield f"COUNT({','.join(others)})={len(others)}"

    def _is_there(self, of: Field) -> str:
        where = self._where(of)
        if of.kind == "table":
            areas = ",".join(self.cells.columns.get(of.key, {}).values())
            return f"OR({where}={_quoted(NO_ROWS)},COUNTA({areas})>0)" if areas else f'{where}<>""'
        if _is_number(of):
            return f"ISNUMBER({where})"
        return f'AND({where}<>"",{where}<>{_quoted(AWAY)})'

    def _is_away(self, of: Field) -> str:
        cells = [self._where(of), *filter(None, [self.cells.statuses.get(of.key)])]
        return _joined("OR", [f"{cell}={_quoted(AWAY)}" for cell in cells])


def _is_number(of: Field) -> bool:
    return of.kind in ("number", "count", "percent", "date")


def _is_typed(of: Node) -> bool:
    """Say whether a number is one that somebody wrote, which a spreadsheet compares as it was written."""
    if isinstance(of, Const):
        return terminates(of.value)
    return isinstance(of, Field | Column) and of.kind != "date"


def _constant(value: Fraction) -> str:
    if terminates(value):
        text = show(abs(value), "en", most=15).replace(",", "")
        text = text if "…" not in text else f"({abs(value).numerator}/{value.denominator})"
    else:
        text = f"({abs(value).numerator}/{value.denominator})"
    return f"(-{text})" if value < 0 else text


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _near(text: str) -> str:
    return f"ROUND({text},{_PLACES})"


def _joined(name: str, parts: Iterable[str]) -> str:
    found = list(parts)
    if len(found) == 1:
        return found[0]
    return f"{name}({','.join(found)})" if found else str(name == "AND").upper()


def _rounded(text: str, rounding: Rounding) -> str:
    """Write a rounding to a multiple: how often the step goes into the number, as a whole."""
    step = rounding.step
    often = _near(f"{text}/{_constant(step)}" if step.numerator != 1 else f"{text}*{step.denominator}")
    match rounding.mode:
        case "half-up":
            whole = f"ROUND({often},0)"
        case "up":
            whole = f"ROUNDUP({often},0)"
        case "down":
            whole = f"ROUNDDOWN({often},0)"
        case "floor":
            whole = f"INT({often})"
        case "ceiling":
            whole = f"(-INT(-{often}))"
        case "half-down":
            whole = f"(SIGN({often})*-INT(0.5-ABS({often})))"
        case "half-even":
            even = f"IF(MOD(ABS({often}),2)=0.5,INT(ABS({often})),ROUND(ABS({often}),0))"
            whole = f"(SIGN({often})*{even})"
    return f"({whole}/{step.denominator})" if step.numerator == 1 else f"({whole}*{_constant(step)})"
