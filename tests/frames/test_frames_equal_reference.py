"""Frames scored by columns give what the reference engine gives, in every digit, from every library."""

from __future__ import annotations

import os
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, get_args

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from attrs import frozen
from frames_of_sheets import Framed, framed
from generated_rulesets import Made, rulesets
from generated_sheets import STATES, Sheet, sheets, with_claims
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from results_expected import exact, expected, refusals
from written_toml import loaded

from thidua_scoring.errors import EvidenceError, FaultsError
from thidua_scoring.formula.nodes import Standing
from thidua_scoring.frames import open_frame, program, score_frame

KNOWN = ("known",)
SOME_AWAY = ("known", "not-applicable")
EVERY_KIND = [KNOWN, SOME_AWAY, STATES]
Rows = list[dict[str, Any]]


def examples(count: int) -> Callable[[Any], Any]:
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )


# ── libraries ───────────────────────────────────────────────────────────────────────


@frozen
class Library:
    """How frames of a library are made, and how the rows of a result are read."""

    made: Callable[[pl.DataFrame], Any]
    rows: Callable[[Any], Rows]
    nested: bool = True
    """Whether a column of lists is as easily made as any."""


def arrow(frame: Any) -> Rows:
    found: Rows = frame.to_pylist()
    return found


def pandas_rows(frame: Any) -> Rows:
    return arrow(pa.Table.from_pandas(frame, preserve_index=False))


def in_duckdb(frame: pl.DataFrame) -> Any:
    return duckdb.from_arrow(frame.to_arrow())


POLARS = Library(lambda frame: frame, lambda frame: frame.to_dicts())
LOCAL = {
    "lazy": Library(lambda frame: frame.lazy(), lambda frame: frame.collect().to_dicts()),
    "pandas": Library(lambda f: f.to_pandas(use_pyarrow_extension_array=True), pandas_rows, nested=False),
    "numpy": Library(lambda frame: frame.to_pandas(), pandas_rows, nested=False),
    "pyarrow": Library(lambda frame: frame.to_arrow(), arrow),
    "duckdb": Library(in_duckdb, lambda relation: arrow(relation.to_arrow_table())),
}


# ── the same evidence, scored both ways ─────────────────────────────────────────────


@frozen
class Case:
    """A ruleset, evidence for it, and the same evidence as frames."""

    made: Made
    sheet: Sheet
    frames: Framed

    def by_frames(self, library: Library = POLARS) -> Any:
        """Score the frames; the refusals where they are refused."""
        tables = {key: library.made(table) for key, table in self.frames.tables.items()}
        try:
            found = score_frame(
                library.made(self.frames.wide), self.made.ruleset, tables=tables, details=True
            )
            return library.rows(found)
        except EvidenceError as error:
            return refusals(error)

    def by_reference(self) -> Any:
        """Score the sheet by the reference engine; the refusals where it is refused."""
        try:
            return expected(self.made.ruleset.score(self.sheet.evidence(self.made.ruleset)))
        except EvidenceError as error:
            return refusals(error)


def cases(
    data: st.DataObject, states: tuple[str, ...], nasty: bool, *, wide: bool = True, nested: bool = True
) -> Case:
    """Draw a ruleset, evidence for it and its frames."""
    made = data.draw(rulesets(wide=wide))
    rng: Random = data.draw(st.randoms(use_true_random=True))
    sheet = data.draw(sheets(made, most=8, states=states, nasty=nasty))
    if len(states) > 1:
        sheet = with_claims(sheet, made, rng)
    if rng.random() < 0.2:
        sheet.blocs = ["" if bloc == "B" else bloc for bloc in sheet.blocs]
    return Case(made, sheet, framed(sheet, made, rng, nested=nested))


def assert_same(found: Any, wanted: Any) -> None:
    """Compare results by unit, or the reasons for refusing.

    A column holds 38 digits, which results of huge figures may exceed: then there is no other reason.
    """
    if isinstance(wanted, list) and {code for code, *_ in found} == {"result-too-long"}:
        numbers = (abs(value) for row in wanted for value in row.values() if isinstance(value, Fraction))
        assert max(numbers) > 10**18
        return
    if not (isinstance(found, list) and isinstance(wanted, list)):
        assert found == wanted
        return
    assert [row["unit"] for row in found] == [row["unit"] for row in wanted]
    for got, want in zip(found, wanted, strict=True):
        there = {name: exact(got[name]) for name in want}
        differ = {name: (there[name], want[name]) for name in want if there[name] != want[name]}
        assert not differ, differ


def by_unit(found: Any) -> Any:
    """Put rows in the order of their units, for libraries that have none of their own."""
    return sorted(found, key=lambda row: str(row["unit"])) if isinstance(found, list) else found


# ── every digit ─────────────────────────────────────────────────────────────────────


def check(states: tuple[str, ...], nasty: bool) -> Callable[[st.DataObject], None]:
    def run(data: st.DataObject) -> None:
        case = cases(data, states, nasty)
        assert_same(case.by_frames(), case.by_reference())

    return run


@pytest.mark.parametrize("nasty", [False, True], ids=["plain", "nasty"])
@pytest.mark.parametrize("states", EVERY_KIND, ids="-".join)
def test_every_digit(states: tuple[str, ...], nasty: bool) -> None:
    examples(10)(given(st.data())(check(states, nasty)))()


@pytest.mark.long
@pytest.mark.parametrize("nasty", [False, True], ids=["plain", "nasty"])
@pytest.mark.parametrize("states", EVERY_KIND, ids="-".join)
def test_every_digit_at_length(states: tuple[str, ...], nasty: bool) -> None:
    examples(600)(given(st.data())(check(states, nasty)))()


def check_library(library: Library) -> Callable[[st.DataObject], None]:
    def run(data: st.DataObject) -> None:
        states = data.draw(st.sampled_from(EVERY_KIND))
        case = cases(data, states, data.draw(st.booleans()), nested=library.nested)
        assert_same(by_unit(case.by_frames(library)), by_unit(case.by_reference()))

    return run


@pytest.mark.parametrize("name", LOCAL)
def test_every_library(name: str) -> None:
    examples(8)(given(st.data())(check_library(LOCAL[name])))()


@pytest.mark.long
@pytest.mark.parametrize("name", LOCAL)
def test_every_library_at_length(name: str) -> None:
    examples(250)(given(st.data())(check_library(LOCAL[name])))()


@pytest.mark.parametrize("size", [1, 3])
def test_slices_do_not_show(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "_SLICE", size)
    examples(6)(given(st.data())(check(SOME_AWAY, nasty=False)))()


# ── which rows the columns decide, and why ──────────────────────────────────────────


def test_columns_decide_nearly_all_of_which_everything_is_known() -> None:
    decided: Counter[bool] = Counter()

    @examples(20)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        found = cases(data, KNOWN, nasty=False, wide=False).by_frames()
        decided.update(not row["by_reference"] for row in found)

    run()
    assert decided[True] > 9 * decided[False]


def check_explained(data: st.DataObject) -> None:
    """A unit of a frame is explained in the words of the reference engine, and its digits agree."""
    case = cases(data, data.draw(st.sampled_from(EVERY_KIND)), nasty=True)
    try:
        board = case.made.ruleset.score(case.sheet.evidence(case.made.ruleset))
        scoring = open_frame(case.frames.wide, case.made.ruleset, tables=case.frames.tables, details=True)
        assert scoring.frame.height == len(board)
    except EvidenceError:
        return
    unit = data.draw(st.sampled_from(case.sheet.units))
    for name in case.made.kinds:
        words = scoring.explain(unit, name).text("en")
        assert words.partition("    ·")[0] == board.explain(unit, name).text("en").partition("    ·")[0]


def test_explanations_are_those_of_the_exact_engine() -> None:
    examples(6)(given(st.data())(check_explained))()


@pytest.mark.long
def test_explanations_are_those_of_the_exact_engine_at_length() -> None:
    examples(200)(given(st.data())(check_explained))()


@pytest.mark.parametrize("of", ['"x"', "5.75"])
@pytest.mark.parametrize("how", get_args(Standing))
def test_a_comparison_with_nobody(how: str, of: str) -> None:
    """The columns of a criterion that never applies are computed, and never counted."""
    asked = f'bloc = "{how}"' if how == "count" else f'bloc = "{how}", of = {of}'
    text = f"""\
format = 1
id = "khong-ai"
title = "Không ai"
status = "illustrative"
source = "Văn bản mẫu"
groups.G.title = "Nhóm"
[scale]
points = 10
not_applicable = "full"
rounding = {{ at = "total", places = 0, mode = "half-even" }}
[criteria.A]
title = "A"
group = "G"
kind = "formula"
points = 9.5
may_exceed = true
applies = false
measure = {{ sum = [{{ {asked} }}, "x"] }}
[criteria.B]
title = "B"
group = "G"
kind = "judged"
points = 0.5
mark = "m"
"""
    frame = pl.DataFrame({"unit": ["a", "b"], "A.x": [3, 4], "B.m": ["0.5", "0"]})
    found = score_frame(frame, loaded(text))
    assert found["total"].to_list() == [10, 10]
    assert found["A.points"].to_list() == [None, None]
    assert found["by_reference"].to_list() == [False, False]


# ── Spark ───────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark")
    from thidua_scoring.frames.spark import session

    near = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "engine")]
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYTHONPATH", os.pathsep.join([*near, os.environ.get("PYTHONPATH", "")]))
        try:
            made = session(partitions=3)
        except FaultsError as error:
            pytest.skip(str(error))
        made.sparkContext.setLogLevel("OFF")
        yield made
        made.stop()


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_spark_gives_every_digit(spark: Any) -> None:
    def of(frame: pl.DataFrame) -> Any:
        return spark.createDataFrame(frame.to_arrow())

    def numbered(table: pl.DataFrame) -> pl.DataFrame:
        return table.with_columns(row=pl.int_range(pl.len()))  # Spark's rows have no order of their own

    library = Library(of, lambda frame: arrow(frame.toArrow()))

    def run(data: st.DataObject) -> None:
        case = cases(data, data.draw(st.sampled_from(EVERY_KIND)), data.draw(st.booleans()))
        wanted = case.by_reference()
        if isinstance(wanted, list):
            tables = {key: numbered(table) for key, table in case.frames.tables.items()}
            ordered = Case(case.made, case.sheet, Framed(case.frames.wide, tables))
            assert_same(by_unit(ordered.by_frames(library)), by_unit(wanted))

    examples(15)(given(st.data())(run))()
