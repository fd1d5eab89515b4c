"""Why a unit has its points: each line with its rule, its figures, its source."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from thidua_scoring.errors import Lang
from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.describe import describe
from thidua_scoring.formula.nodes import Field
from thidua_scoring.formula.values import Value, add, negate
from thidua_scoring.numbers import show, write
from thidua_scoring.ruleset.formulas import NamedLine
from thidua_scoring.tabular import Table, Tabled

if TYPE_CHECKING:
    from thidua_scoring.scoring.criterion_score import CriterionScore
    from thidua_scoring.scoring.scoreboard import Scoreboard

COLUMN_NAMES: Final = {
    "base": ("chuẩn", "base"),
    "bonus": ("thưởng", "bonus"),
    "deduct": ("trừ", "deduct"),
    "settled": ("chốt", "settled"),
}
_REASONS: Final = {
    "cap": ("Giới hạn không quá {}", "Limited to at most {}"),
    "floor": ("Giới hạn không dưới {}", "Limited to at least {}"),
    "ceiling": ("Giới hạn tiêu chí không quá {}", "Criterion limited to at most {}"),
    "void": ("Không được tính điểm", "Counts nothing"),
    "rounding": ("Làm tròn đến {}", "Rounded to {}"),
    "settled": ("Điểm đã chốt so với điểm theo quy định", "Settled points against what the rules give"),
}
LINE_TITLES: Final[Mapping[str, str]] = {
    "Điểm chuẩn": "Full points",
    "Điểm chấm": "Points given",
    "Theo khung": "By bands",
    "Theo tỷ lệ thực hiện": "In proportion to the result",
    "Theo đường điểm": "By the curve of points",
    "Theo công thức": "By the formula",
    "Theo sản phẩm quy đổi": "By products, converted",
    "So với cao nhất khối": "Against the best of the bloc",
    "Theo chỉ tiêu và đơn vị dẫn đầu": "By the target and the leading unit",
}
"""What the kinds of criteria call their lines where rules give them no title, in English."""
_STATUS: Final = {
    "scored": ("", ""),
    "not-applicable": ("không áp dụng", "does not apply"),
    "missing": ("thiếu số liệu", "evidence missing"),
    "unconfirmed": ("số liệu chưa xác nhận", "evidence not confirmed"),
    "settled": ("điểm đã chốt khác điểm theo quy định", "settled otherwise than the rules give"),
}


@frozen
class ExplainedLine:
    """One line: the points it gives in its column, by which rule, from which figures.

    What settled points differ by from those that the rules give is in a column of its own.
    """

    column: str
    points: Value
    title: str
    how: str
    source: str
    reason: str


@frozen
class Used:
    """A figure that the criterion read, and where it came from."""

    key: str
    title: str
    value: str
    state: str
    origin: str


@frozen(repr=False)
class Explanation(Tabled):
    """Why one criterion of one unit has its points; the lines add up to them exactly."""

    score: CriterionScore
    lang: Lang

    @property
    def title(self) -> str:
        """The criterion's title."""
        return self.score.unit.board.ruleset.written.criteria[self.score.id].head.title

    @property
    def lines(self) -> tuple[ExplainedLine, ...]:
        """The lines of the criterion, in the order in which they are applied."""
        if not self.score.applies:
            return ()
        return (*(self._line(line) for line in self._formulas.lines), *self._settled())

    def _settled(self) -> tuple[ExplainedLine, ...]:
        """Return what settled points add to those of the rules, so that the lines still add up."""
        settled = self.score.settled
        if settled is None:
            return ()
        net = self.score.unit.evaluator.attempt(self._formulas.points.of, taken=False)
        title = _REASONS["settled"][self.lang == "en"]
        return (ExplainedLine("settled", add([settled, negate(net)]), title, "", "", "settled"),)

    @property
    def _formulas(self) -> Any:
        return self.score.unit.board.ruleset.formulas.criteria[self.score.id]

    def _line(self, line: NamedLine) -> ExplainedLine:
        evaluator = self.score.unit.evaluator
        how = describe(line.of, evaluator, self._titled, self.lang) if line.reason == "rule" else ""
        title = LINE_TITLES.get(line.title, line.title) if self.lang == "en" else line.title
        if line.reason in _REASONS and not title:
            limit = "" if line.limit is None else show(line.limit, self.lang)
            title = _REASONS[line.reason][self.lang == "en"].format(limit)
        points = evaluator.attempt(line.of, taken=False)
        if line.reason == "rounding" and line.limit is not None and not points.certain:
            points = values.meet(points, Value.between(-line.limit, line.limit))
        return ExplainedLine(line.column, points, title, how, line.source, line.reason)

    def _titled(self, of: Field) -> str:
        spec = self.score.unit.board.ruleset.formulas.fields.get(of.key)
        return spec.title if spec is not None and spec.title else of.name

    @property
    def figures(self) -> tuple[Used, ...]:
        """The figures that the criterion's formulas read, with their state and origin."""
        read = nodes.walk(*(line.of for line in self._formulas.lines))
        fields = dict.fromkeys(part for part in read if isinstance(part, Field))
        return tuple(self._used(of) for of in fields)

    def _used(self, of: Field) -> Used:
        unit = self.score.unit
        origin = unit.board.evidence.origins.get((of.key, unit.row))
        where = (
            "" if origin is None else " ".join(part for part in (str(origin.place), origin.source) if part)
        )
        shown = describe(of, unit.evaluator, self._titled, self.lang).strip("[]").rpartition(": ")[2]
        return Used(of.key, self._titled(of), shown, unit._inputs.state(of.key), where)

    def text(self, lang: Lang | None = None) -> str:
        """Write the explanation in plain text."""
        if lang is not None and lang != self.lang:
            return Explanation(self.score, lang).text()
        lines = [self.heading, *map(self._written, self.told)]
        for used in self.figures if self.score.applies else ():
            lines.append(f"    · {used.title}: {used.value}" + (f"  ← {used.origin}" if used.origin else ""))
        return "\n".join(lines)

    @property
    def told(self) -> tuple[ExplainedLine, ...]:
        """The lines that people are told: all but limits that change nothing."""
        return tuple(line for line in self.lines if line.reason == "rule" or not _is_nothing(line.points))

    def table(self) -> Table:
        """Return the lines as a table, in the language of the explanation, the figures beneath."""
        from thidua_scoring.notebook.scores import explanation_table

        return explanation_table(self)

    def html(self, lang: Lang | None = None) -> str:
        """Write the lines as HTML that stands by itself."""
        lang = lang or self.lang
        return Explanation(self.score, lang).table().html(lang)

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()

    @property
    def heading(self) -> str:
        """What the criterion came to, in one line."""
        score, en = self.score, self.lang == "en"
        most = score.unit.board.ruleset.written.criteria[score.id].head.points
        points = "—" if score.points is None else show(Fraction(score.points), self.lang)
        unit = "points" if en else "điểm"
        text = f"{score.id} · {self.title}: {points}/{show(most, self.lang)} {unit}"
        status = _STATUS[score.status][en]
        if status:
            text += f" ({status})"
        if score.applies and not score.value.certain:
            text += f" {_between(score.value, self.lang)}"
        if score.by_claim:
            text += " — as claimed" if en else " — lấy theo điểm tự chấm"
        return text

    def _written(self, line: ExplainedLine) -> str:
        column = COLUMN_NAMES[line.column][self.lang == "en"]
        point = line.points.point
        amount = _between(line.points, self.lang) if point is None else show(point, self.lang)
        text = f"  {column:>6} {amount:>8}  {line.title}"
        if line.how:
            text += f": {line.how}"
        return text + (f"  [{line.source}]" if line.source else "")

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation for machines, numbers as text."""
        return {
            "unit": self.score.unit.unit.id,
            "criterion": self.score.id,
            "title": self.title,
            **self.score.to_dict(),
            "lines": [
                {
                    "column": line.column,
                    "points": None if line.points.point is None else write(line.points.point),
                    "title": line.title,
                    "how": line.how,
                    "source": line.source,
                    "reason": line.reason,
                }
                for line in self.lines
            ],
            "figures": [
                {"key": u.key, "title": u.title, "value": u.value, "state": u.state, "origin": u.origin}
                for u in self.figures
            ],
        }


@frozen(repr=False)
class Explanations(Tabled):
    """The explanations of all criteria of one unit."""

    parts: tuple[Explanation, ...]

    def text(self, lang: Lang | None = None) -> str:
        """Write them one below the other."""
        return "\n\n".join(part.text(lang) for part in self.parts)

    def table(self) -> Table:
        """Return the lines of all criteria as one table."""
        from thidua_scoring.notebook.scores import explanations_table

        return explanations_table(self.parts)

    def html(self, lang: Lang | None = None) -> str:
        """Write the criteria one below the other, as HTML that stands by itself."""
        return "".join(part.html(lang) for part in self.parts)

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()

    def to_dict(self) -> dict[str, Any]:
        """Return them for machines, by criterion."""
        return {part.score.id: part.to_dict() for part in self.parts}


def explain(
    board: Scoreboard, unit: str, criterion: str | None = None, lang: Lang = "vi"
) -> Explanation | Explanations:
    """Explain one criterion of a unit, or all.

    Raises `NoSuchName` with the nearest name.
    """
    score = board[unit]
    if criterion is not None:
        return Explanation(score[criterion], lang)
    return Explanations(tuple(Explanation(each, lang) for each in score.criteria.values()))


def _is_nothing(value: Value) -> bool:
    """Say whether a limit changes nothing, and so need not be told."""
    return value.certain and value.point == 0


def _between(value: Value, lang: Lang) -> str:
    low = "−∞" if value.low is None else show(value.low, lang)
    high = "+∞" if value.high is None else show(value.high, lang)
    return f"[{low} … {high}]"
