"""Evidence for generated rulesets, with every kind of gap and every kind of nasty figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from attrs import define, evolve, field
from generated_criteria import Draw
from generated_rulesets import Made
from hypothesis import strategies as st
from nasty_figures import Figures

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.numbers import present
from thidua_scoring.ruleset.ruleset import Ruleset

STATES = ("known", "missing", "unconfirmed", "not-applicable")


@define
class Sheet:
    """Evidence as plain columns, before it is packed: easy to change and to fill."""

    units: list[str]
    blocs: list[str]
    names: list[str]
    values: dict[str, list[Any]]
    """Every figure of every unit, also of those cells that are not known."""
    states: dict[str, list[str]]
    away: dict[str, set[int]]
    claims: dict[str, list[Any]] = field(factory=dict)
    kinds: list[str] = field(factory=list)
    """What kind each unit is; none where no rule asks."""

    def evidence(self, ruleset: Ruleset) -> Evidence:
        """Pack the sheet; what is missing or does not apply is left out."""
        stated = ("known", "unconfirmed")
        columns = {
            key: [v if state in stated else None for v, state in zip(values, self.states[key], strict=True)]
            for key, values in self.values.items()
        }  # fmt: skip
        columns |= {f"{name}.claimed": given for name, given in self.claims.items()}
        packed = Evidence.from_columns(
            self.units,
            columns,
            ruleset.formulas,
            blocs=self.blocs,
            names=self.names,
            kinds=self.kinds or None,
            not_applicable=self.away,
        )

        def rows(key: str, state: str) -> frozenset[int]:
            return frozenset(row for row, each in enumerate(self.states.get(key, [])) if each == state)

        def marked(key: str, column: Column) -> Column:
            return evolve(column, unconfirmed=rows(key, "unconfirmed"), absent=rows(key, "not-applicable"))

        return evolve(packed, columns={key: marked(key, column) for key, column in packed.columns.items()})

    def copy(self) -> Sheet:
        """Copy everything that may be changed."""
        return Sheet(
            list(self.units), list(self.blocs), list(self.names),
            {key: list(each) for key, each in self.values.items()},
            {key: list(each) for key, each in self.states.items()},
            {key: set(rows) for key, rows in self.away.items()},
            {key: list(each) for key, each in self.claims.items()},
            list(self.kinds),
        )  # fmt: skip

    def ordered(self, order: Sequence[int]) -> Sheet:
        """Put the units in another order."""

        def put(values: Sequence[Any]) -> list[Any]:
            return [values[row] for row in order]

        return Sheet(
            put(self.units), put(self.blocs), put(self.names),
            {key: put(each) for key, each in self.values.items()},
            {key: put(each) for key, each in self.states.items()},
            {key: {order.index(row) for row in rows} for key, rows in self.away.items()},
            {key: put(each) for key, each in self.claims.items()},
            put(self.kinds) if self.kinds else [],
        )  # fmt: skip


def figure(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Draw a value within the range of a figure."""
    low = Fraction(0) if spec.minimum is None else spec.minimum
    high = max(low + 60, Fraction(60)) if spec.maximum is None else spec.maximum
    match spec.kind:
        case "yes-no":
            return st.booleans()
        case "date":
            return st.integers(0, 60).map(lambda days: date(2025, 1, 10) + timedelta(days))
        case "level" | "text":
            return st.sampled_from(spec.levels or ("một", "hai"))
        case "table":
            row = st.fixed_dictionaries({column.name: figure(column) for column in spec.columns})
            return st.lists(row, min_size=3, max_size=4)
        case "count":
            return st.integers(int(low), int(high))
    step = spec.step or Fraction(1, 2)
    whole = st.integers(-(-low // step), high // step).map(lambda n: present(n * step))
    if spec.step is not None:
        return whole
    return st.one_of(whole, st.sampled_from([present(low), present(low + (high - low) / 3)]))


@st.composite
def sheets(
    draw: Draw,
    made: Made,
    least: int = 1,
    most: int = 5,
    *,
    states: Iterable[str] = STATES,
    nasty: bool | None = None,
) -> Sheet:
    """Draw evidence for a ruleset; ``states`` are the kinds of cells that it may hold.

    ``nasty`` evidence holds zeros, ties, figures at the thresholds of the rules, huge and tiny
    ones; evidence for a wide ruleset says whether it is to be so.
    """
    count = draw(st.integers(least, most))
    rows = range(count)
    allowed = list(states)
    values: dict[str, list[Any]] = {}
    found: dict[str, list[str]] = {}
    rng = None if nasty is None else draw(st.randoms(use_true_random=True))
    picked = None if rng is None else Figures(rng, made.ruleset.formulas, bool(nasty))
    for key, spec in made.ruleset.formulas.fields.items():
        if key in (".name", ".bloc", ".kind"):
            continue
        cells = [s for s in allowed if s != "not-applicable" or spec.optional]
        cells = ["known"] * (3 if len(allowed) > 1 else 1) + cells
        if rng is None or picked is None:
            values[key] = [draw(figure(spec)) for _ in rows]
            found[key] = [draw(st.sampled_from(cells)) for _ in rows]
        else:
            values[key] = picked.column(key, spec, count)
            found[key] = [rng.choice(cells) for _ in rows]
    away = {
        name: {row for row in rows if "not-applicable" in allowed and not draw(st.integers(0, 5))}
        for name in made.kinds
    }
    kinds = ["xã", "phường", "thị trấn"]
    return Sheet(
        [f"don-vi-{row}" for row in rows],
        [draw(st.sampled_from(["A", "B"])) for _ in rows],
        [f"Đơn vị {row}" for row in rows],
        values, found, away,
        kinds=[rng.choice(kinds) for _ in rows] if rng else [],
    )  # fmt: skip


def with_claims(sheet: Sheet, made: Made, rng: Random) -> Sheet:
    """Let units claim points, for some criteria and for the whole."""
    names = [name for name in ("", *made.kinds) if rng.random() < 0.6]
    amounts = [None, 0, 1, Decimal("2.5"), Decimal("7.25"), 40, -1]
    return evolve(sheet, claims={name: [rng.choice(amounts) for _ in sheet.units] for name in names})
