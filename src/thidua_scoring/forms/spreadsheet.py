"""Formulas of rules as formulas of a spreadsheet.

A spreadsheet computes with binary numbers: before it compares or rounds what it has computed, it brings
it to nine decimals, and a ratio to twelve.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from attrs import evolve, field, frozen

from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Column, Condition, Const, Field, FieldKind, Node, Number
from thidua_scoring.numbers import Rounding, show, terminates

AWAY: Final = "không áp dụng"
YES: Final = "có"
NO: Final = "không"
NO_ROWS: Final = "không có"
_PLACES: Final = 9
_PLACES_OF_RATIOS: Final = 12
_DIGITS: Final = 15
_EPOCH: Final = 693594
"""The ordinal of day 0 of a spreadsheet."""
_LONGEST_TEXT: Final = 255
"""A text in a formula has no more letters."""
_RELATIONS: Final = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class NoFormula(Exception):
    """The rule cannot be written as a formula of the form."""


@frozen
class Filled:
    """Where a figure is filled in, or a column of a small table, a cell a row."""

    at: str
    kind: FieldKind
    levels: tuple[str, ...] = ()
    status: str = ""
    """The cell that may say that the figure does not apply."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may be filled in; none where any may, or it is a number."""
        return (YES, NO) if self.kind == "yes-no" else self.levels

    @property
    def is_number(self) -> bool:
        """Whether a spreadsheet holds it as a number."""
        return self.kind in ("number", "count", "percent", "date")


@frozen
class Cells:
    """Where all that a rule may read stands in a form."""

    figures: Mapping[str, Filled]
    """By the key of the figure; of a small table, the cell beside its name."""
    away: Mapping[str, str]
    """By criterion, the cell that says that it does not apply."""
    columns: Mapping[str, Mapping[str, Filled]]
    """By the key of the table, then by column."""
    points: Mapping[str, str] = field(factory=dict)
    """By criterion, the cell of its points by the rules."""


@frozen
class Formulas:
    """Write the nodes of a formula."""

    cells: Cells
    so_far: bool = False
    """Whether points that are not known yet count nothing."""
    rows: Mapping[str, Filled] | None = None
    """The columns of the table whose rows are at hand."""

    # ── numbers ─────────────────────────────────────────────────────────────────────

    def number(self, of: Number) -> str:
        """Write a number. Raises `NoFormula`."""
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
            case nodes.Min() | nodes.Max():
                return self._extreme(of)
            case nodes.Round():
                return _rounded(self.number(of.of), of.rounding)
            case nodes.If():
                return self._choice(of)
            case nodes.Curve() if self.rows is None:
                return self._curve(of)
            case nodes.Reduce() if self.rows is None:
                return self._folded(of)
            case nodes.Points() if self.rows is None:
                return self._points(of)
        raise NoFormula

    def _figure(self, of: Field | Column) -> str:
        where = self.where(of)
        if of.kind == "date":
            return f"(INT({where})+{_EPOCH})"  # without the time of day
        if of.kind not in ("number", "count", "percent"):
            raise NoFormula
        return where

    def where(self, of: Field | Column) -> str:
        """Return the cell, or cells, of a figure. Raises `NoFormula` where the form has none."""
        return self.filled(of).at

    def filled(self, of: Field | Column) -> Filled:
        """Return where a figure is filled in. Raises `NoFormula` where the form has no place for it."""
        places = self.cells.figures if isinstance(of, Field) else self.rows or {}
        key = of.key if isinstance(of, Field) else of.name
        if key not in places:
            raise NoFormula
        return places[key]

    def _lookup(self, of: nodes.Lookup) -> str:
        parts = [f"{self._is(of.of, level)}*{_constant(value)}" for level, value in of.values]
        return f"({'+'.join(parts) or '0'})"

    def _is(self, of: Field | Column, level: str) -> str:
        """Write that a level is this one: capitals are of no matter where its words are declared."""
        filled = self.filled(of)
        if not filled.levels:
            return f"EXACT(TRIM({filled.at}),{quoted(level)})"
        if len({each.casefold() for each in filled.levels}) < len(filled.levels):
            raise NoFormula
        return f"({filled.at}={quoted(level)})"

    def _extreme(self, of: nodes.Min | nodes.Max) -> str:
        parts = list(map(self.number, of.parts))
        least = isinstance(of, nodes.Min)
        if self.rows is None:
            return f"{'MIN' if least else 'MAX'}({','.join(parts)})"
        # Over rows these would give one number for all.
        found = parts[0]
        for part in parts[1:]:
            kept, taken = ("<=", ">") if least else (">=", "<")
            found = f"({found}*({found}{kept}{part})+{part}*({found}{taken}{part}))"
        return found

    def _choice(self, of: nodes.If) -> str:
        test, then, other = self.test(of.test), self.number(of.then), self.number(of.other)
        if self.rows is None:
            return f"IF({test},{then},{other})"
        return f"({test}*{then}+(1-{test})*{other})"

    def _curve(self, of: nodes.Curve) -> str:
        exact = self.number(of.of)
        x = _settled(of.of, exact)
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
            written.append((joined("AND", ends) if ends else "TRUE", value))
            before = None if piece.high is None else (piece.high, piece.high_in)
        for test, value in reversed(written):
            text = value if test == "TRUE" else f"IF({test},{value},{text})"
        return text

    def _points(self, of: nodes.Points) -> str:
        if not self.so_far:
            return self.number(of.of)
        cell = self.cells.points.get(of.criterion)
        return "0" if cell is None else f"N({cell})"

    # ── small tables ────────────────────────────────────────────────────────────────

    def _folded(self, of: nodes.Reduce) -> str:
        """Write a sum, count or mean over the rows of a table in which something stands."""
        columns = self.cells.columns.get(of.table.key)
        if not columns or of.distinct or of.drop_lowest or of.drop_highest:
            raise NoFormula
        inside = evolve(self, rows=columns)
        counted = filled_rows(columns)
        if of.where is not None:
            counted = f"{counted}*{inside.test(of.where)}"
        count = f"SUMPRODUCT({counted}*1)"
        if of.how == "count" and not isinstance(of.of, Const | Column):
            count = f"SUMPRODUCT({counted}*(1+0*{inside.number(of.of)}))"  # what has no value counts not
        match of.how:
            case "count":
                return count
            case "sum":
                text = f"SUMPRODUCT({counted}*{inside.number(of.of)})"
                # A quotient without value is of no matter where there are no rows.
                divides = any(isinstance(part, nodes.Div) for part in nodes.walk(of.of))
                return f"IF({count}=0,0,{text})" if divides else text
            case "mean":
                return f"(SUMPRODUCT({counted}*{inside.number(of.of)})/{count})"
        raise NoFormula

    # ── conditions ──────────────────────────────────────────────────────────────────

    def test(self, of: Condition) -> str:
        """Write a condition; over rows, as a number that is 1 or 0."""
        match of:
            case nodes.Truth():
                return ("1" if of.value else "0") if self.rows is not None else str(of.value).upper()
            case Field(kind="yes-no") | Column(kind="yes-no"):
                return f"({self.where(of)}={quoted(YES)})"
            case nodes.Compare():
                return self._compared(of)
            case nodes.IsLevel():
                return self._any([self._is(of.of, level) for level in sorted(of.levels)])
            case nodes.Given() if self.rows is None:
                return f"NOT({self.is_away(of.of)})"
            case nodes.Applies() if self.rows is None:
                status = self.cells.away.get(of.criterion)
                if status is None:
                    return "TRUE"
                # Other words than that it does not apply leave open what the points are.
                return f"({status}<>{quoted(AWAY)})" if self.so_far else f'({status}="")'
            case nodes.All():
                parts = [self.test(part) for part in of.parts]
                return joined("AND", parts) if self.rows is None else f"({'*'.join(parts) or '1'})"
            case nodes.Any_():
                return self._any([self.test(part) for part in of.parts])
            case nodes.Not():
                inner = self.test(of.of)
                return f"NOT({inner})" if self.rows is None else f"(1-{inner})"
        raise NoFormula

    def _any(self, parts: list[str]) -> str:
        if self.rows is None:
            return joined("OR", parts)
        return f"(({'+'.join(parts) or '0'})>0)"

    def _compared(self, of: nodes.Compare) -> str:
        left, right, relation = self.number(of.left), self.number(of.right), _RELATIONS[of.relation]
        if _is_typed(of.right):
            return f"({_settled(of.left, left)}{relation}{right})"
        return f"({_near(f'{left}-{right}')}{relation}0)"

    def is_away(self, of: Field) -> str:
        """Write the condition under which a figure is said not to apply."""
        where = self.filled(of)
        cells = filter(None, (where.at, where.status))
        return joined("OR", [f"{cell}={quoted(AWAY)}" for cell in cells])


def filled_rows(columns: Mapping[str, Filled]) -> str:
    """Write, for the rows of a small table, whether anything stands there."""
    filled = "+".join(f'({column.at}<>"")' for column in columns.values())
    return f"(({filled})>0)"


def _is_typed(of: Node) -> bool:
    """Say whether a number is one that somebody wrote, which a spreadsheet compares as it was written."""
    if isinstance(of, Const):
        return terminates(of.value)
    return isinstance(of, Field | Column) and of.kind != "date"


def _constant(value: Fraction) -> str:
    """Write a number in digits of which programs keep every one."""
    size = abs(value)
    text = show(size, "en", most=_PLACES).replace(",", "")
    if "…" in text:
        text = f"({size.numerator}/{size.denominator})"
    if max(len(part) for part in re.findall("[0-9]+", text.replace(".", ""))) > _DIGITS:
        raise NoFormula
    return f"(-{text})" if value < 0 else text


def quoted(text: str) -> str:
    """Write a text."""
    doubled = text.replace('"', '""')
    if len(doubled) > _LONGEST_TEXT:
        raise NoFormula
    return f'"{doubled}"'


def _settled(of: Number, text: str) -> str:
    """Bring a number to as many decimals as a spreadsheet is sure of: more for a ratio, which is small."""
    if _is_typed(of):
        return text
    ratio = isinstance(of, nodes.Div) or (isinstance(of, nodes.If) and isinstance(of.other, nodes.Div))
    return f"ROUND({text},{_PLACES_OF_RATIOS})" if ratio else _near(text)


def _near(text: str) -> str:
    return f"ROUND({text},{_PLACES})"


def joined(name: str, parts: Iterable[str]) -> str:
    """Join conditions by AND or OR."""
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
