"""Write a formula as people read it, with the figures of one unit put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal

from attrs import define, frozen

from thidua_scoring.formula import nodes
from thidua_scoring.formula.evaluate import Evaluator, Level, Table
from thidua_scoring.formula.nodes import Column, Condition, Const, Field, Node, Number
from thidua_scoring.formula.values import Truth3, Undefined, Value, piece_at
from thidua_scoring.numbers import show, show_percent

Lang = Literal["vi", "en"]
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "unknown": ("chưa rõ", "not known"),
    "yes": ("có", "yes"),
    "no": ("không", "no"),
    "and": (" và ", " and "),
    "or": (" hoặc ", " or "),
    "not": ("không phải", "not"),
    "if": ("vì", "since"),
    "sum": ("tổng", "sum"),
    "count": ("số dòng", "count"),
    "mean": ("trung bình", "mean"),
    "max": ("lớn nhất", "greatest"),
    "min": ("nhỏ nhất", "least"),
    "rank": ("thứ hạng", "rank"),
    "bloc": ("trong khối", "in the bloc"),
    "of": ("của", "of"),
    "round": ("làm tròn", "rounded"),
    "workday": ("ngày làm việc thứ", "working day"),
    "applies": ("có áp dụng", "applies"),
    "given": ("có được giao", "is assigned"),
    "points": ("điểm", "points of"),
    "always": ("luôn đúng", "always"),
    "never": ("không bao giờ", "never"),
}
_SIGNS: Final[Mapping[str, str]] = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


@frozen
class Name:
    """What a part of a formula is called, and the form of its value."""

    vi: str
    en: str
    form: str = "number"


def describe(
    of: Node,
    evaluator: Evaluator,
    titles: Callable[[Field], str],
    lang: Lang = "vi",
    names: Mapping[Node, Name] | None = None,
) -> str:
    """Write a formula with its figures: ``60 × 1.463 / 1.498,3``.

    Of a choice, only the branch that was taken is written, and why. A part that has a name is
    written by it.
    """
    return _Writer(evaluator, titles, lang, names or {}).write(of)


@define
class _Writer:
    evaluator: Evaluator
    titles: Callable[[Field], str]
    lang: Lang
    names: Mapping[Node, Name]

    def word(self, name: str) -> str:
        return _WORDS[name][self.lang == "en"]

    def truth(self, of: Condition) -> bool | None:
        """Say whether a condition holds; None where it is not known or compares what has no value."""
        try:
            return self.evaluator.truth(of).point
        except Undefined:
            return None

    def write(self, of: Node, tight: bool = False) -> str:
        """Write a part; ``tight`` puts a sum in brackets."""
        if isinstance(of, nodes.If) and isinstance(of.test, nodes.Applies) and self.truth(of.test):
            return self.write(of.then, tight)  # that a criterion applies explains nothing
        text = self._text(of)
        loose = isinstance(of, nodes.Add | nodes.If | nodes.Curve) and of not in self.names
        loose = loose and len(text.split(" ")) > 1
        return f"({text})" if tight and loose else text

    def _text(self, of: Node) -> str:
        if of in self.names:
            return self.names[of].en if self.lang == "en" else self.names[of].vi
        match of:
            case Const():
                return self.number(of.value, of.form)
            case Field() | Column():
                return self.figure(of)
            case nodes.Lookup():
                return self.value(of)
            case nodes.Add():
                return self._sum(of)
            case nodes.Mul():
                return self._product(of)
            case nodes.Div():
                return f"{self.write(of.top, True)} / {self.write(of.bottom, True)}"
            case nodes.Min() | nodes.Max():
                name = self.word("min" if isinstance(of, nodes.Min) else "max")
                return f"{name}({'; '.join(self.write(part) for part in of.parts)})"
            case nodes.Round():
                return f"{self.word('round')}({self.write(of.of)})"
            case nodes.WorkIndex():
                return f"{self.word('workday')} {self.write(of.of)}"
            case nodes.Curve():
                return self._curve(of)
            case nodes.If():
                return self._choice(of)
            case nodes.Reduce() | nodes.Group():
                return self._folded(of)
            case nodes.Call():
                return f"{of.name}({'; '.join(self.write(a) for a in of.arguments)})"
            case nodes.Points() | nodes.PointsOf():
                value = f" = {self.value(of)}" if isinstance(of, nodes.Points) else ""
                return f"{self.word('points')} {of.criterion}{value}"
            case _:
                return self._condition(of)

    def _sum(self, of: nodes.Add) -> str:
        text = ""
        for term in of.terms:
            negative = isinstance(term, nodes.Mul) and term.factors[0] == Const(Fraction(-1))
            if isinstance(term, Const) and term.value < 0:
                text += f" − {self.number(-term.value, term.form)}"
            elif negative and isinstance(term, nodes.Mul):
                text += f" − {self.write(nodes.Mul(term.factors[1:]), True)}"
            else:
                text += f" + {self.write(term)}" if text else self.write(term)
        return text.removeprefix(" ") or "0"

    def _product(self, of: nodes.Mul) -> str:
        return " × ".join(self.write(factor, True) for factor in of.factors)

    def _curve(self, of: nodes.Curve) -> str:
        try:
            x = self.evaluator.number(of.of)
            piece = None if x.point is None else piece_at(of, x.point)
        except Undefined:
            piece, x = None, Value(None, None, None)
        inner = self.write(of.of)
        if piece is None:
            return f"{inner} → {self.word('unknown')}"
        form = _form(of.of)
        shown = (
            "" if x.point is None or isinstance(of.of, Const | Field) else f" = {self.number(x.point, form)}"
        )
        band = self.interval(piece, form)
        reason = f" ({piece.closes_hole})" if piece.closes_hole else ""
        return f"{inner}{shown} {band} → {self.value(of)}{reason}"

    def interval(self, piece: nodes.Piece, form: str) -> str:
        """Write the stretch that a figure fell into: ``≥ 97 % và < 98 %``."""
        if piece.low is not None and piece.low == piece.high:
            return f"= {self.number(piece.low, form)}"
        ends = []
        if piece.low is not None:
            ends.append(f"{'≥' if piece.low_in else '>'} {self.number(piece.low, form)}")
        if piece.high is not None:
            ends.append(f"{'≤' if piece.high_in else '<'} {self.number(piece.high, form)}")
        return f"({self.word('and').join(ends)})" if ends else ""

    def _choice(self, of: nodes.If) -> str:
        test = self.truth(of.test)
        why = self._condition(of.test)
        if test is None:
            return f"{self.word('unknown')} ({why})"
        branch = of.then if test else of.other
        text = self.write(branch)
        if isinstance(of.test, nodes.Compare) and of.test == nodes.Compare(
            _divisor(branch), "==", nodes.ZERO
        ):
            return text  # the guard of a divisor explains nothing
        return f"{text} ({self.word('if')} {why})" if why else text

    def _folded(self, of: nodes.Reduce | nodes.Group) -> str:
        if isinstance(of, nodes.Reduce):
            return f"{self.word(of.how)} {self.titles(of.table)} = {self.value(of)}"
        return f"{self.word(of.how)} {self.word('bloc')} = {self.value(of)}"

    def _condition(self, of: Any) -> str:
        match of:
            case nodes.Truth():
                return self.word("always" if of.value else "never")
            case nodes.Compare():
                return f"{self._side(of.left)} {self._sign(of)} {self._side(of.right)}"
            case nodes.IsLevel():
                return self.figure(of.of)
            case nodes.Given():
                yes = self.word("given" if self.truth(of) else "not")
                return f"{self.titles(of.of)}: {yes}"
            case nodes.Applies():
                return f"{of.criterion} {self.word('applies')}"
            case nodes.All() | nodes.Any_():
                return self._joined(of)
            case nodes.Not():
                return self._condition(of.of)
            case _:
                return self.figure(of)

    def _joined(self, of: nodes.All | nodes.Any_) -> str:
        """Write the parts that decided: what holds of *any*, what fails of *all*."""
        truth = self.truth(of)
        if truth is None:
            word = self.word("and" if isinstance(of, nodes.All) else "or")
            return word.join(self._condition(part) for part in of.parts)
        decided = [part for part in of.parts if self.truth(part) is truth]
        return self.word("and").join(filter(None, (self._condition(part) for part in decided)))

    def _sign(self, of: nodes.Compare) -> str:
        """Write the relation that holds, not the one asked for."""
        if self.truth(of) is False:
            opposite = {"==": "≠", "!=": "=", "<=": ">", ">=": "<", "<": "≥", ">": "≤"}
            return opposite[of.relation]
        return _SIGNS[of.relation]

    def _side(self, of: Number) -> str:
        text = self.write(of, True)
        if isinstance(of, Const | Field | Column):
            return text
        return f"{text} = {self.number_of(of)}" if "=" not in text else text

    def figure(self, of: Field | Column) -> str:
        """Write a figure with its title: ``số vụ 3``."""
        if isinstance(of, Column):
            return of.name
        found = self.evaluator.figure(of)
        title = self.titles(of)
        if isinstance(found, Truth3):
            value = self.word("unknown") if found.point is None else self.word("yes" if found.point else "no")
        elif isinstance(found, Level):
            value = found.point or self.word("unknown")
        elif isinstance(found, Table):
            value = self.word("unknown") if found.rows is None else str(len(found.rows))
        else:
            value = self.word("unknown") if found.point is None else self.number(found.point, of.kind)
        return f"[{title}: {value}]"

    def value(self, of: Number) -> str:
        """Write what a part comes to."""
        return self.number_of(of)

    def number_of(self, of: Number) -> str:
        """Write the value of a number, or that it is not known."""
        try:
            point = self.evaluator.number(of).point
        except Undefined:
            point = None
        form = self.names[of].form if of in self.names else _form(of)
        return self.word("unknown") if point is None else self.number(point, form)

    def number(self, value: Fraction, form: str) -> str:
        """Write a number in its form."""
        if form == "percent":
            return show_percent(value, self.lang)
        if form == "date" and value.denominator == 1 and value >= 1:
            return date.fromordinal(int(value)).strftime("%d/%m/%Y")
        return show(value, self.lang, most=4)


def _divisor(of: Number) -> Number:
    return of.bottom if isinstance(of, nodes.Div) else of


def _form(of: Node) -> str:
    """Say how the values of a formula are written: a ratio of figures as a percentage."""
    if isinstance(of, Const):
        return of.form
    if isinstance(of, Field | Column):
        return of.kind
    if isinstance(of, nodes.If):
        forms = {_form(part) for part in (of.then, of.other) if not isinstance(part, Const)}
        return forms.pop() if len(forms) == 1 else "number"
    if isinstance(of, nodes.Div):
        return "number" if isinstance(of.bottom, Const) else "percent"
    return "number"
