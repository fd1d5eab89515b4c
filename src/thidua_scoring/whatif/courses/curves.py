"""The points of one criterion as a function of one of its figures, with the unit's own point on it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from thidua_scoring.decisions.reasons import Said
from thidua_scoring.errors import EvidenceError, Fault, Lang, Place
from thidua_scoring.formula.analyse import fields_of
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.criterion_score import CriterionScore
from thidua_scoring.tabular import Heading, Table, Tabled
from thidua_scoring.whatif.courses.course import Course, Lacking, Quotient
from thidua_scoring.whatif.courses.figures import Figure, Given, Setting, number_of, varies
from thidua_scoring.whatif.courses.outcomes import Outcomes, checked, outcomes
from thidua_scoring.whatif.courses.showing import Ends, number_plain, range_said
from thidua_scoring.whatif.courses.stretches import Stretch

if TYPE_CHECKING:
    from thidua_scoring.notebook.charts import Chart


@frozen
class Segment:
    """Between two values of the figure: the points as one function."""

    ends: Ends
    """The lower end and whether it is in, the upper end and whether it is in; None is without end."""
    points: Quotient | None
    """None where the rule gives no points, as at a division by zero."""

    @property
    def at_ends(self) -> tuple[Fraction | None, Fraction | None]:
        """The points, or what they tend to, at both ends; None where they have no limit."""
        low, _, high, _ = self.ends
        if self.points is None:
            return None, None
        if self.points.number is not None:
            return self.points.number, self.points.number
        assert not isinstance(low, bool | str)
        assert not isinstance(high, bool | str)
        return self.points.limit(low), self.points.limit(high)


@frozen(eq=False, repr=False)
class CriterionCourse(Tabled):
    """The points that a criterion gives a unit by one of its figures, all else as it stands."""

    unit: str
    criterion: str
    title: str
    figure: Figure
    whole: Stretch
    segments: tuple[Segment, ...]
    now: tuple[Setting, Fraction | None] | None
    """The present value and its points; None where there is no value."""

    def at(self, value: Given | bool | str) -> Fraction | None:
        """Return the points at a value, None for none; raises `EvidenceError` for one out of range."""
        setting: Setting = value if isinstance(value, bool | str) else number_of(value)
        for each in self.segments:
            if holds(self.figure, self.whole, each.ends, setting):
                x = setting if isinstance(setting, Fraction) else Fraction(0)
                return None if each.points is None else each.points.at(x)
        low, _, high, _ = self.whole.ends
        raise EvidenceError([self.figure.outside(setting, low, high, self.whole.step).placed(Place())])

    @cached_property
    def window(self) -> tuple[Fraction, Fraction] | None:
        """A finite range that shows every break and the unit's own point; None for no number."""
        if not self.figure.numeric:
            return None
        marks = [end for each in self.segments for end in (each.ends[0], each.ends[2])]
        marks.append(None if self.now is None else self.now[0])
        known = [Fraction(mark) for mark in marks if isinstance(mark, Fraction)] or [Fraction(0)]
        low, high = min(known), max(known)
        beyond = (high - low) / 4 or self.whole.step or Fraction(1)
        least, _, most, _ = self.whole.ends
        return (low - beyond if least is None else low), (high + beyond if most is None else high)

    def plot(self, lang: Lang = "vi") -> Chart:
        """Draw the curve, with the unit's own point on it."""
        from thidua_scoring.notebook.courses import course_plot

        return course_plot(self, lang)

    def table(self) -> Table:
        """Return one row a segment; the one of the present value is marked."""
        rows = [(range_said(self.figure, each.ends), *each.at_ends) for each in self.segments]
        name = self.figure.named.name
        here = (
            n
            for n, each in enumerate(self.segments)
            if self.now is not None and holds(self.figure, self.whole, each.ends, self.now[0])
        )
        return Table(
            Said(f"{self.title}: điểm theo «{name}»", f"{self.title}: points by “{name}”"),
            (
                Heading("values", name, name),
                Heading("points_from", "Điểm ở đầu khoảng", "Points at the lower end", right=True),
                Heading("points_to", "Điểm ở cuối khoảng", "Points at the upper end", right=True),
            ),
            rows,
            marked=frozenset(here),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the segments for machines, all numbers as text."""
        now = None if self.now is None else self.now
        return {
            "unit": self.unit,
            "criterion": self.criterion,
            "figure": self.figure.key,
            "now": None
            if now is None
            else {"value": self.figure.plain(now[0]), "points": number_plain(now[1])},
            "segments": [
                {
                    "low": self.figure.plain(each.ends[0]),
                    "low_in": each.ends[1],
                    "high": self.figure.plain(each.ends[2]),
                    "high_in": each.ends[3],
                    "points": [number_plain(end) for end in each.at_ends],
                }
                for each in self.segments
            ],
        }


def course_of(
    criterion: CriterionScore,
    figure: str | None = None,
    *,
    low: Given | None = None,
    high: Given | None = None,
    step: Given | None = None,
) -> CriterionCourse:
    """Return a criterion's points as a function of one of its figures: of its first number, if not named.

    The figure is named as ``households`` or ``C1.households``; the points are those that the rules
    give, whether or not the criterion applies. Raises `NoSuchName` for a figure that there is none
    of; `EvidenceError` for a criterion that reads no number, and as `sweep` does.
    """
    board, row = criterion.unit.board, criterion.unit.row
    found = _figure(board.ruleset, criterion.id, figure)
    whole = found.range(low, high, step) if found.numeric else Stretch(None, None)
    unit = board.evidence.units[row].id
    segments: list[Segment] = []
    for case in outcomes(board, unit, found, whole):
        course = case.points(criterion.id)
        checked(course, found)
        segments.extend(_segments(case, course))
    value = found.now(board.evidence, row)
    points = criterion.value.point if criterion.applies else None
    title = board.ruleset.written.criteria[criterion.id].head.title
    now = None if value is None else (value, points)
    return CriterionCourse(unit, criterion.id, title, found, whole, tuple(segments), now)


def figures_of(ruleset: Ruleset, criterion: str) -> list[Figure]:
    """List the figures that can be varied of those that a criterion's points read: its own, and facts."""
    fields = fields_of(ruleset.formulas.criteria[criterion].points)
    keys = dict.fromkeys(each.key for each in fields if each.criterion in (criterion, ""))
    return [
        Figure(key, ruleset.formulas.fields[key]) for key in keys if varies(key, ruleset.formulas.fields[key])
    ]


def holds(figure: Figure, whole: Stretch, ends: Ends, value: Setting) -> bool:
    """Say whether a value lies between some ends, and can be at all."""
    low, low_in, high, high_in = ends
    if not figure.numeric:
        return value == low and type(value) is type(low)
    if not isinstance(value, Fraction) or not whole.holds(value):
        return False
    assert not isinstance(low, bool | str)
    assert not isinstance(high, bool | str)
    above = low is None or value > low or (low_in and value == low)
    return above and (high is None or value < high or (high_in and value == high))


def _figure(ruleset: Ruleset, criterion: str, name: str | None) -> Figure:
    if name is not None:
        own = f"{criterion}.{name}"
        return Figure.of(ruleset, own if own in ruleset.formulas.fields else name)
    numeric = [each for each in figures_of(ruleset, criterion) if each.numeric]
    own_first = sorted(numeric, key=lambda each: each.key.startswith("."))
    if not own_first:
        raise EvidenceError([Fault("course-no-number", Place(), {"criterion": criterion})])
    return own_first[0]


def _segments(case: Outcomes, course: Course[Any]) -> Iterator[Segment]:
    for part, amount in course:
        ends: Ends = part.ends if case.value is None else (case.value, True, case.value, True)
        yield Segment(ends, None if isinstance(amount, Lacking) else amount)
