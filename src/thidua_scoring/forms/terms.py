"""Say in a few words what a line gives: the condition column of a printed table of rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from thidua_scoring.criterion import FieldSpec, Rule
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, Const, Field, Node, Number, Piece
from thidua_scoring.numbers import show, show_percent

_MOST_PIECES: Final = 12
"""More pieces than this make a table of their own, which stands in the ruleset."""
_UNTITLED: Final = {"count": "số trường hợp", "number": "số liệu", "percent": "tỷ lệ"}
_SIGNS: Final = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


@frozen
class Terms:
    """Write the rules of lines with the titles of figures; empty where a rule is too long to say."""

    specs: Mapping[str, FieldSpec]
    by_name: bool = False
    """Whether figures without title are called by their names, where there are several."""
    line: str = ""
    """The title of the line, which is not said again."""

    def of(self, of: Number, line: str = "") -> str:
        """Write how a line comes to its points: ``0,5 × Số vụ``, ``từ 97 %: 4; từ 96 %: 3``."""
        untitled = {part.key for part in nodes.walk(of) if isinstance(part, Field) and not self._titled(part)}
        return evolve(self, by_name=len(untitled) > 1, line=line.casefold())._of(of)

    def _of(self, of: Number) -> str:
        match of:
            case Const():
                return ""  # what stands in the column of points already
            case Field(kind="count"):
                return f"1 × {self._number(of)}"
            case Field() if not self._titled(of):
                return ""
            case nodes.If(Field() as test, then, other) if other == nodes.ZERO and self._is_line(test):
                return self._of(then) or self._number(then)
            case nodes.If(test, then, other) if other == nodes.ZERO:
                return _joined("; khi ", self._of(then) or self._number(then), self._test(test))
            case nodes.Curve():
                return self._curve(of)
            case nodes.Min((nodes.Const() as most, part)) | nodes.Min((part, nodes.Const() as most)):
                return _joined("; ", self._of(part), f"nhiều nhất {show(most.value)}")
        return self._number(of)

    def _number(self, of: Node) -> str:
        match of:
            case Const():
                return _written(of)
            case Field():
                title = self._titled(of)
                if title and of.kind == "count" and self._is_line(of):
                    return _UNTITLED[of.kind]
                if title or self.by_name:
                    return f"[{title or of.name}]"
                return _UNTITLED.get(of.kind, "")
            case nodes.Mul(factors) if len(factors) <= 3:
                return self._all(" × ", factors)
            case nodes.Add(terms) if len(terms) <= 3 and not any(_takes_away(term) for term in terms):
                inner = self._all(" + ", terms)
                return f"({inner})" if inner else ""
            case nodes.Div(top, bottom):
                return self._all(" / ", (top, bottom))
        return ""

    def _titled(self, of: Field) -> str:
        spec = self.specs.get(of.key)
        return "" if spec is None else spec.title

    def _is_line(self, of: Field) -> bool:
        """Say whether the title of a figure says what that of the line does."""
        return bool(self.line) and self._titled(of).casefold().endswith(self.line)

    def _all(self, sign: str, parts: tuple[Node, ...]) -> str:
        written = [self._number(part) for part in parts]
        return sign.join(written) if all(written) else ""

    def _test(self, test: Condition) -> str:
        match test:
            case Field():
                return self._number(test)
            case nodes.Not(Field() as of) if self._number(of):
                return f"không {self._number(of)}"
            case nodes.Compare(left, relation, right):
                return self._all(f" {_SIGNS[relation]} ", (left, right))
        return ""

    def _curve(self, of: nodes.Curve) -> str:
        if len(of.pieces) > _MOST_PIECES or any(piece.slope for piece in of.pieces):
            return ""
        percent = any(map(_is_share, nodes.walk(of.of)))
        shares = "; ".join(_piece(piece, percent) for piece in reversed(of.pieces))
        measure = self._number(of.of)
        return f"{measure} {shares}" if measure else shares


def _written(of: Const) -> str:
    if of.form == "date":
        return date.fromordinal(int(of.value)).strftime("%d/%m/%Y")
    return show_percent(of.value) if of.form == "percent" else show(of.value)


def _piece(piece: Piece, percent: bool) -> str:
    def end(value: Fraction) -> str:
        return show_percent(value) if percent else show(value)

    low = "" if piece.low is None else f"{'từ' if piece.low_in else 'trên'} {end(piece.low)}"
    high = "" if piece.high is None else f"{'đến' if piece.high_in else 'dưới'} {end(piece.high)}"
    if piece.low is not None and piece.low == piece.high:
        low, high = f"bằng {end(piece.low)}", ""
    return f"{' '.join(filter(None, (low, high))) or 'mọi mức'}: {show(piece.intercept)}"


def _is_share(of: Node) -> bool:
    """Say whether a part is a ratio of figures or a percentage, which is written with its sign."""
    ratio = isinstance(of, nodes.Div) and not isinstance(of.bottom, Const)
    return ratio or (isinstance(of, Field) and of.kind == "percent")


def _takes_away(term: Node) -> bool:
    return any(isinstance(part, Const) and part.value < 0 for part in nodes.walk(term))


def _joined(sign: str, *parts: str) -> str:
    """Join what there is to say; nothing where the first part cannot be said."""
    return sign.join(filter(None, parts)) if parts[0] else ""


def titles_of(rule: Rule, specs: Mapping[str, FieldSpec]) -> dict[str, str]:
    """Return titles for figures that have none: the rule that reads them, and their name if it reads two."""
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    rules = [(line.of, line.title) for line in rule.lines] + [(void.when, void.title) for void in rule.voids]
    for of, title in rules:
        for part in nodes.walk(of):
            spec = specs.get(part.key) if isinstance(part, Field) else None
            if isinstance(part, Field) and spec is not None and not spec.title and title:
                found.setdefault(part.key, title)
                names[part.key] = part.name
    often = Counter(found.values())
    return {key: title if often[title] == 1 else f"{title} ({names[key]})" for key, title in found.items()}
