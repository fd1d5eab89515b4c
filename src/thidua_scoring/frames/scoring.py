"""Score frames of any library: the public functions of the columnar engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from importlib import import_module
from typing import Any, Final
from weakref import WeakKeyDictionary

import polars as pl
from attrs import field, frozen

from thidua_scoring.errors import NoSuchName, Place, Problem, ThiduaError
from thidua_scoring.frames.chunk import exactly
from thidua_scoring.frames.extras import library
from thidua_scoring.frames.headers import FRAME
from thidua_scoring.frames.natives import Native, collected, kind_of, picked
from thidua_scoring.frames.plan import Plan, make_plan
from thidua_scoring.frames.tabling import alike
from thidua_scoring.ruleset.ruleset import Ruleset

__all__ = ["FrameScoring", "explain_plan", "open_frame", "score_frame"]


class DigitsDiffer(ThiduaError):
    """The reference engine gives other digits than the columns did: an error of the library."""


@frozen(eq=False)
class FrameScoring:
    """A frame, how it is scored, and its result once that is asked for; made by `open_frame`."""

    plan: Plan
    _source: Any = field(repr=False)
    """The frame, with its small tables in it where they are not in ``_tables``."""
    _tables: Mapping[str, pl.DataFrame] = field(repr=False)
    _compute: Callable[[], Any] = field(repr=False)

    @cached_property
    def frame(self) -> Any:
        """The result, as the kind of frame that was given."""
        return self._compute()

    @cached_property
    def rescored(self) -> int:
        """How many rows the reference engine scored, because columns could not decide them."""
        narwhals = library("narwhals", "frames")
        marked = narwhals.from_native(self.frame).lazy().select(narwhals.col("by_reference").sum())
        return int(collected(marked.to_native()).item() or 0)

    def explain(self, unit: str, criterion: str | None = None, **bloc: Any) -> Any:
        """Explain a unit: it is scored again by the reference engine, with its bloc where rules look at that.

        ``bloc`` says which row is meant where a unit has several: ``month=3``. Raises `NoSuchName` for a
        unit that the frame does not have, ``ValueError`` if several rows are meant, and `DigitsDiffer` if
        the two engines do not agree, which would be an error of this library.
        """
        row = picked(self._source, unit, bloc)
        if row.is_empty():
            raise NoSuchName([Problem("no-such-unit", got=unit, expected="…").placed(Place(file=FRAME))])
        if row.height > 1:
            keys = ", ".join(self.plan.by) or "unit"
            raise ValueError(f"{unit} stands in {row.height} rows: say which by {keys}")
        where = {name: row[name][0] for name in self.plan.by}
        rows = picked(self._source, "", where) if self.plan.relative else row
        exact = exactly(self.plan, rows, self._rows_of(rows))
        at = rows["unit"].cast(pl.String).to_list().index(unit)
        self._must_agree(unit, exact.frame[at], picked(self.frame, unit, where))
        return exact.board.explain(exact.board.evidence.units[at].id, criterion)

    def _rows_of(self, rows: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
        found = {}
        for key, table in self._tables.items():
            on = ["unit", *(name for name in self.plan.by if name in table.columns)]
            long, units = alike(table, rows.select(on), on)
            kept = long.with_row_index("·at").join(units, on=on, how="semi", nulls_equal=True)["·at"]
            found[key] = table[kept.sort()]
        return found

    def _must_agree(self, unit: str, exact: pl.DataFrame, found: pl.DataFrame) -> None:
        """Compare what does not depend on the whole bloc's ranks."""
        names = [name for name in exact.columns if not name.startswith("rank") and name != "by_reference"]
        for name in names:
            one, other = exact[name].cast(pl.String)[0], found[name].cast(pl.String)[0]
            if one != other:
                raise DigitsDiffer(f"{unit}, {name}: {one} by the reference engine, {other} by columns")


def open_frame(
    frame: Any,
    ruleset: Ruleset,
    *,
    by: str | Iterable[str] | None = "bloc",
    tables: Mapping[str, Any] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
) -> FrameScoring:
    """Plan the scoring of a frame: what `score_frame` does, with its plan and its explanations.

    Takes what `score_frame` takes; nothing is scored before `FrameScoring.frame` is asked for.
    """
    keys = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    kind = kind_of(frame)
    if kind in ("duckdb", "pyspark"):
        far: Any = import_module(f"thidua_scoring.frames.{_FAR[kind]}")
        source, plan = far.planned(frame, ruleset, by=keys, tables=tables, scales=scales, details=details)
        return FrameScoring(plan, source, {}, lambda: far.score_planned(source, plan))
    native = Native.of(frame)
    others = {key: Native.of(table).collected() for key, table in (tables or {}).items()}
    schemas = {key: each.schema for key, each in others.items()}
    plan = _planned(native.schema, ruleset, schemas, by=keys, scales=scales or {}, details=details)
    if plan.unscaled:
        found = plan.measured(native.collected(), others) | dict(scales or {})
        plan = _planned(native.schema, ruleset, schemas, by=keys, scales=found, details=details)
    return FrameScoring(
        plan, native.collected(), others, lambda: native.back(plan.score(native.collected(), others).frame)
    )


_FAR: Final = {"duckdb": "duck", "pyspark": "spark"}


def score_frame(
    frame: Any,
    ruleset: Ruleset,
    *,
    by: str | Iterable[str] | None = "bloc",
    tables: Mapping[str, Any] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
) -> Any:
    """Score a data frame by columns, in the digits of the reference engine.

    ``frame`` has one row a unit: a Polars frame (eager or lazy), pandas, PyArrow, DuckDB or PySpark, and
    the result is one of the same kind. Its columns are ``unit``, ``bloc`` (or those named by ``by``;
    None ranks all units together), perhaps ``name`` and ``kind``, and figures by their names:
    ``C1.households``, facts by their bare names. Percentages are as people write them: 98 is 98 %. An
    empty cell is missing. ``C1.households.status`` may say ``unconfirmed``, ``not-applicable`` or
    ``missing``; ``C1.status``, or a column ``C1``, that the criterion does not apply; ``C1.claimed``
    what the unit claims. Other columns are not read, but a figure that a known criterion does not have
    is refused. A small table is a second frame with one row a row of it, by its figure's name:
    ``tables={"C1.products": frame}``, or a column of lists.

    Integers, decimals, truths and dates are read as they are; a float as the shortest decimal that is the
    same float, and a text as in a file. The decimals of floats and texts are ``scales``
    (``{"C1.actual": 2}``), or are found in the data, up to nine.

    Returned, in the order of the rows: the unit's columns; ``total`` with ``total_low`` and
    ``total_high`` (what it can come to while figures are open; empty for no bound); ``base``, ``bonus``,
    ``deduct``, ``applicable`` and ``percent``; ``rank`` in the bloc, with ``rank_best`` and
    ``rank_worst``; ``class`` with ``class_best`` and ``class_worst``; ``outcome`` of a veto; ``status``
    (scored, missing, unconfirmed) and ``by_reference``, which marks rows that the reference engine scored;
    ``G.group_points`` of each group; ``C.points`` and ``C.status`` of each criterion. ``details`` adds
    ``C.base``, ``C.bonus``, ``C.deduct``, ``C.low``, ``C.high`` and ``C.by_claim``. Points are decimals;
    a number that no rounding ends is a text like ``1/3``.

    Raises `EvidenceError` with every cell that is refused, by row and column, and for rows whose formulas
    have no value; ``Problem`` with ``needs-extra`` without the extra ``frames``.

    >>> import polars as pl
    >>> from thidua_scoring import load_ruleset
    >>> people = pl.DataFrame({"unit": ["cc1", "cc2"], "chung.mark": [28.5, 27.0]})
    >>> scored = score_frame(people, load_ruleset("nghi-dinh/335-2025-cong-chuc"))
    >>> scored.select("chung.points", "status").rows()
    [(Decimal('28.50'), 'missing'), (Decimal('27.00'), 'missing')]
    """
    return open_frame(frame, ruleset, by=by, tables=tables, scales=scales, details=details).frame


def explain_plan(
    frame: Any,
    ruleset: Ruleset,
    *,
    by: str | Iterable[str] | None = "bloc",
    tables: Mapping[str, Any] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
) -> Plan:
    """Return how a frame would be scored; print it to read it.

    It names every column with its type and decimals, those that are missing, the criteria that a
    plugin's function scores row by row, and the columns that are not read. Takes what `score_frame` takes.
    """
    return open_frame(frame, ruleset, by=by, tables=tables, scales=scales, details=details).plan


_PLANS: Final[WeakKeyDictionary[Ruleset, dict[Any, Plan]]] = WeakKeyDictionary()
_KEPT: Final = 16


def _planned(
    schema: pl.Schema,
    ruleset: Ruleset,
    tables: Mapping[str, pl.Schema],
    *,
    by: tuple[str, ...],
    scales: Mapping[str, int],
    details: bool,
) -> Plan:
    """Return the plan for frames of a kind, with its compiled programs if there was one before."""
    inner = tuple((key, tuple(each.items())) for key, each in tables.items())
    key = tuple(schema.items()), by, inner, tuple(scales.items()), details
    plans = _PLANS.setdefault(ruleset, {})
    plan = plans.get(key)
    if plan is None:
        plan = make_plan(schema, ruleset, by=by, tables=tables, scales=scales, details=details)
        if len(plans) >= _KEPT:
            plans.pop(next(iter(tuple(plans))), None)  # another thread may do the same
        plans[key] = plan
    return plan
