"""The rows of a form, from a ruleset: blocks, criteria, the lines of their rules, and figures to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.criterion import ColumnName, FieldSpec
from thidua_scoring.evidence.evidence import CLAIMED
from thidua_scoring.forms.terms import Terms, titles_of
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import bounds
from thidua_scoring.formula.nodes import Field, Number
from thidua_scoring.formula.values import Undefined
from thidua_scoring.numbers import show
from thidua_scoring.ruleset.model import UNIT_FACTS, CriterionSpec
from thidua_scoring.ruleset.ruleset import Ruleset

Kind: TypeAlias = Literal["group", "criterion", "line", "figure", "total"]
UNIT_TITLES: Final = {"name": "Tên đơn vị", "bloc": "Khối, cụm thi đua", "kind": "Loại đơn vị"}
_NO_TITLES: Final[Mapping[str, str]] = {}
ABOUT_UNIT: Final = "Thông tin về đơn vị"


@frozen(kw_only=True)
class Row:
    """One row of a form; ``key`` is what evidence calls that which is filled in there."""

    kind: Kind
    title: str
    number: str = ""
    depth: int = 0
    amounts: dict[ColumnName, Fraction | str] = field(factory=dict)
    """What stands in the three columns of points; a text where no most is known."""
    most: Fraction | None = None
    source: str = ""
    key: tuple[str, str] | None = None
    """A criterion, empty for the unit, and a figure of it."""
    spec: FieldSpec | None = None
    value: str = ""
    """What is filled in already."""
    parent: str = ""
    """The block in which a block or criterion is counted."""


def rows_of(ruleset: Ruleset, facts: dict[str, str]) -> Iterator[Row]:
    """Yield the rows of a form from top to bottom; ``facts`` are the unit's name, bloc and kind."""
    return _Rows(ruleset).all(facts)


@frozen
class _Rows:
    ruleset: Ruleset

    def all(self, facts: dict[str, str]) -> Iterator[Row]:
        yield Row(kind="group", title=ABOUT_UNIT)
        for name in UNIT_FACTS:
            spec = FieldSpec(name, "text", UNIT_TITLES[name])
            value = facts.get(name, "")
            yield Row(kind="figure", title=spec.title, key=("", name), spec=spec, value=value, depth=1)
        yield from (row for row in self._figures("", 1) if row.key not in {("", n) for n in UNIT_FACTS})
        yield from self._inside("", 0)
        formulas, written = self.ruleset.formulas, self.ruleset.written
        total: dict[ColumnName, Fraction | str] = (
            {"base": written.scale.points} if written.scale.points else {}
        )
        most = self._most(formulas.total)
        yield Row(kind="total", title="Tổng cộng", amounts=total, most=most)
        title = "Tổng điểm đơn vị đề nghị (để trống nếu bằng tổng cộng)"
        spec = FieldSpec(CLAIMED, minimum=None, title=title)
        yield Row(kind="figure", title=title, key=("", CLAIMED), spec=spec, most=most)

    def _inside(self, parent: str, depth: int) -> Iterator[Row]:
        for spec in self.ruleset.written.criteria.values():
            if spec.head.group == parent:
                yield from self._criterion(spec, depth)
        for group in self.ruleset.written.groups.values():
            if group.parent != parent or group.id == parent:
                continue
            yield Row(
                kind="group",
                number=group.id,
                title=group.title,
                depth=depth,
                amounts={} if group.points is None else {"base": group.points},
                most=self._most(self.ruleset.formulas.groups[group.id].points),
                source=group.source,
                parent=parent,
            )
            yield from self._inside(group.id, depth + 1)

    def _criterion(self, spec: CriterionSpec, depth: int) -> Iterator[Row]:
        head = spec.head
        yield Row(
            kind="criterion",
            number=head.id,
            title=head.title,
            depth=depth,
            amounts={"base": head.points} if head.points else {},
            most=self._most(self.ruleset.formulas.criteria[head.id].points),
            source=head.source,
            key=(head.id, CLAIMED),
            spec=FieldSpec(CLAIMED, minimum=None),
            parent=head.group,
        )
        yield from self._lines(spec, depth + 1)
        titles = titles_of(spec.rule, self.ruleset.formulas.fields)
        yield from self._figures(head.id, depth + 1, titles)

    def _lines(self, spec: CriterionSpec, depth: int) -> Iterator[Row]:
        terms = Terms(self.ruleset.formulas.fields)
        for line in spec.rule.lines:
            how, most = terms.of(line.of, line.title), self._most(line.of)
            said = most is not None and how == show(most)
            yield Row(
                kind="line",
                title=": ".join(filter(None, (line.title, "" if said else how))) or "…",
                depth=depth,
                amounts={line.column: self._each(line.of) if most is None else most},
                source=line.source,
            )
        for void in spec.rule.voids:
            title = f"Không tính điểm tiêu chí: {void.title or '…'}"
            yield Row(kind="line", title=title, depth=depth, source=void.source)

    def _figures(self, owner: str, depth: int, titles: Mapping[str, str] = _NO_TITLES) -> Iterator[Row]:
        for key, spec in self.ruleset.formulas.fields.items():
            of, _, name = key.rpartition(".")
            if of == owner and name != CLAIMED:
                title = spec.title or titles.get(key, spec.name)
                yield Row(kind="figure", title=title, depth=depth, key=(owner, name), spec=spec)

    def _each(self, of: Number) -> str:
        """Return what a line gives for each case, so that its kind is seen though it has no most."""
        match of:
            case Field(kind="count") as counted:
                rate = Fraction(1)
            case nodes.Mul((nodes.Const(value=rate), Field(kind="count") as counted)):
                pass
            case _:
                return "…"
        spec = self.ruleset.formulas.fields.get(counted.key)
        return f"{show(rate)}/{(spec and spec.unit) or 'lần'}"

    def _most(self, of: Number) -> Fraction | None:
        """Return the most that a formula can give; None where that is not known."""
        try:
            return bounds(of, self.ruleset.formulas.ranges).high
        except Undefined:
            return None
