"""What `score_frame` takes, refuses, plans and explains."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, ClassVar
from unicodedata import normalize

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve, frozen
from few_criteria import PRODUCTS, product_rows, rules, units

from thidua_scoring import EvidenceError, explain_plan, load_ruleset, open_frame, score_frame
from thidua_scoring.criterion import Criterion, FieldSpec, Head, Line, Number, Rule, key
from thidua_scoring.errors import Fault, NoSuchName
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.frames import program
from thidua_scoring.frames.exact_cells import needed_places
from thidua_scoring.frames.reading import read
from thidua_scoring.frames.scoring import DigitsDiffer
from thidua_scoring.frames.source import Source
from thidua_scoring.hookspecs import hookimpl
from thidua_scoring.plugins import Origin, Plugins
from thidua_scoring.ruleset.ruleset import Ruleset


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    found: Ruleset = rules(tmp_path_factory.mktemp("rules"))
    return found


def faults(work: Callable[[], Any]) -> list[Fault]:
    with pytest.raises(EvidenceError) as refused:
        work()
    for fault in refused.value.faults:
        assert fault.text("vi") and fault.text("en")
        assert "{" not in fault.text("vi") + fault.text("en")
    return list(refused.value.faults)


# ── kinds of frames ─────────────────────────────────────────────────────────────────


def test_the_same_kind_comes_back(ruleset: Ruleset) -> None:
    frame = units(40)
    scored = score_frame(frame, ruleset)
    lazy = score_frame(frame.lazy(), ruleset)
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(scored)
    table = score_frame(frame.to_arrow(), ruleset)
    assert isinstance(table, pa.Table)
    assert pl.DataFrame(table).equals(scored)
    index = pd.Index([f"row {n}" for n in range(40)])
    panda = score_frame(frame.to_pandas().set_index(index), ruleset)
    assert isinstance(panda, pd.DataFrame)
    assert list(panda.index) == list(index)
    assert panda["total"].tolist() == scored["total"].to_list()


def test_a_frame_without_rows_has_a_result_without_rows(ruleset: Ruleset) -> None:
    full = score_frame(units(5), ruleset)
    assert score_frame(units(5).clear(), ruleset).schema == full.schema


def test_s3_the_order_of_rows_changes_nothing(ruleset: Ruleset) -> None:
    frame = units(60)
    scored = score_frame(frame, ruleset)
    mixed = score_frame(frame.sample(fraction=1, shuffle=True, seed=1), ruleset)
    assert mixed.sort("unit").equals(scored.sort("unit"))


def test_the_types_of_a_result_do_not_depend_on_its_data(ruleset: Ruleset) -> None:
    frame, plan = units(60), explain_plan(units(60), ruleset)
    for part in (
        frame.head(1),
        frame,
        frame.with_columns(pl.lit(None, dtype=pl.Int64).alias("ratio.actual")),
    ):
        assert score_frame(part, ruleset).schema == plan.output


def test_slices_of_a_frame_make_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    decree = load_ruleset("nghi-dinh/335-2025-cong-chuc")
    n = pl.int_range(3000, eager=True)
    facts = [key.removeprefix(".") for key in decree.formulas.fields if key.startswith((".d", ".u"))]
    people = pl.select(
        n.alias("unit"),
        (n % 70).alias("bloc"),
        (n * 7 % 31).alias("chung.mark"),
        pl.lit(False).alias("leads"),
        *(pl.lit(False).alias(fact) for fact in facts),
    )
    ranges = {
        "assigned": n % 5 + 5,
        "done": n % 5,
        "quality": n % 4,
        "on_time": n % 3,
        "coefficient": n % 2 + 1,
    }
    products = {"ket-qua.products": pl.select(n.alias("unit"), **ranges)}
    whole = open_frame(people, decree, tables=products)
    assert (whole.frame.height, whole.rescored) == (3000, 0)
    monkeypatch.setattr(program, "_SLICE", 50)
    for _ in range(10):
        assert score_frame(people, decree, tables=products).equals(whole.frame)


# ── blocs ───────────────────────────────────────────────────────────────────────────


def test_blocs_may_be_all_units_or_several_columns(ruleset: Ruleset) -> None:
    frame = units(60).with_columns((pl.int_range(60) % 2).alias("month"))
    together = score_frame(frame, ruleset, by=None)
    best = together["total"].rank("min", descending=True).cast(pl.Int64)
    assert together["rank"].to_list() == best.to_list()
    months = score_frame(frame, ruleset, by=["month", "bloc"])
    for _, rows in frame.group_by("month"):
        alone = score_frame(rows, ruleset)
        both = alone.join(months, on="unit", suffix=" of all")
        assert both["rank"].to_list() == both["rank of all"].to_list()
        assert both["best.points"].to_list() == both["best.points of all"].to_list()


def test_a_unit_may_stand_once_in_each_bloc(ruleset: Ruleset) -> None:
    twice = pl.concat([units(3).with_columns(pl.lit(m).alias("month")) for m in (1, 2)])
    assert score_frame(twice, ruleset, by="month").height == 6
    found = faults(lambda: score_frame(twice, ruleset, by=None))
    assert {fault.code for fault in found} == {"unit-twice"}


@pytest.mark.parametrize("name", ["total", "rank", "class", "best.points"])
def test_blocs_are_not_by_a_column_that_the_result_has_of_its_own(ruleset: Ruleset, name: str) -> None:
    frame = units(4).with_columns(pl.lit("7A").alias(name))
    (fault,) = faults(lambda: score_frame(frame, ruleset, by=name))
    assert (fault.code, fault.parameters["column"]) == ("by-is-result", name)


# ── refusals ────────────────────────────────────────────────────────────────────────


def test_figures_that_a_criterion_does_not_have_are_refused(ruleset: Ruleset) -> None:
    frame = units(3).rename({"ratio.actual": "ratio.actaul"}).with_columns(pl.lit("x").alias("remark"))
    (fault,) = faults(lambda: score_frame(frame, ruleset))
    assert (fault.code, fault.nearest, fault.place.path) == ("not-a-field", "actual", ("ratio.actaul",))


def test_other_columns_are_named_in_the_plan_and_not_read(ruleset: Ruleset) -> None:
    frame = units(3).with_columns(pl.lit("x").alias("remark"))
    assert "Not read: remark" in explain_plan(frame, ruleset).text("en")
    assert "remark" not in score_frame(frame, ruleset).columns


def test_every_refused_cell_is_told_by_row_and_column(ruleset: Ruleset) -> None:
    frame = units(6).with_columns(
        pl.Series("ratio.actual", [1, 2, -3, 4, 5, 6]),
        pl.Series("best.planted", [0.5, float("nan"), 1.0, float("inf"), 0.25, 1.0]),
        pl.Series("rate.share", ["50%", "abc", "12,5", "101", None, ""]),
        pl.Series("ratio.target.status", ["", "unsure", None, "missing", "", ""]),
    )
    found = {(f.code, f.place.path[0], f.place.line) for f in faults(lambda: score_frame(frame, ruleset))}
    assert found == {
        ("below-least", "ratio.actual", 3),
        ("not-finite", "best.planted", 2),
        ("not-finite", "best.planted", 4),
        ("not-a-figure", "rate.share", 2),
        ("above-most", "rate.share", 4),
        ("not-a-status", "ratio.target", 2),
        ("value-and-status", "ratio.target", 4),
    }


def test_of_a_whole_criterion_only_that_it_does_not_apply_can_be_said(ruleset: Ruleset) -> None:
    frame = units(4).with_columns(
        pl.Series("ratio.status", ["không áp dụng", None, "missing", "chưa xác nhận"])
    )
    found = faults(lambda: score_frame(frame, ruleset))
    assert [(fault.code, fault.place.line) for fault in found] == [("no-field", 3), ("no-field", 4)]


def test_a_column_of_no_figure_is_refused(ruleset: Ruleset) -> None:
    frame = units(2).with_columns(pl.Series("ratio.actual", [[1], [2]]))
    assert [fault.code for fault in faults(lambda: score_frame(frame, ruleset))] == ["column-type"]
    nameless = faults(lambda: score_frame(units(2).drop("unit"), ruleset))
    assert [fault.code for fault in nameless] == ["no-unit-column"]
    listed = units(2).with_columns(pl.Series("bloc", [[1], [2]]))
    assert [fault.code for fault in faults(lambda: score_frame(listed, ruleset))] == ["column-type"]
    lost = faults(lambda: score_frame(units(2), ruleset, by="blok"))
    assert [(fault.code, fault.nearest) for fault in lost] == [("no-frame-column", "bloc")]


def test_a_column_of_pandas_with_mixed_values_is_refused(ruleset: Ruleset) -> None:
    frame = units(3).to_pandas()
    frame["ratio.actual"] = pd.Series([1, "2", 3], dtype=object)
    (fault,) = faults(lambda: score_frame(frame, ruleset))
    assert (fault.code, fault.place.path) == ("column-mixed", ("ratio.actual",))


def test_n1_a_float_is_its_shortest_decimal_or_refused(ruleset: Ruleset) -> None:
    frame = units(3).with_columns(pl.Series("best.planted", [0.1, 0.2, 0.3]))
    assert "column best.planted (Float64, decimals: 1)" in explain_plan(frame, ruleset).text("en")
    near = frame.with_columns(pl.Series("best.planted", [0.1, 0.2, 0.1 + 0.2]))
    (fault,) = faults(lambda: score_frame(near, ruleset))
    assert (fault.code, fault.place.line) == ("too-many-decimals", 3)
    found = faults(lambda: score_frame(frame, ruleset, scales={"best.planted": 0}))
    assert [fault.code for fault in found] == ["too-many-decimals"] * 3
    (fault,) = faults(lambda: score_frame(frame, ruleset, scales={"best.plantde": 2}))
    assert fault.code == "no-scale-here"


def test_n1_integers_that_declared_decimals_would_make_too_long_are_refused(ruleset: Ruleset) -> None:
    planted = pl.Series([Decimal(10) ** 34, None, Decimal("1.25")], dtype=pl.Decimal(38, 2))
    frame = units(3).with_columns(planted.alias("best.planted"))
    (fault,) = faults(lambda: score_frame(frame, ruleset, scales={"best.planted": 9}))
    assert (fault.code, fault.place.line) == ("too-many-decimals", 1)
    small = frame.with_columns(pl.Series("best.planted", [3, None, 0]))
    found = faults(lambda: score_frame(small, ruleset, scales={"best.planted": 60}))
    assert [(fault.code, fault.place.line) for fault in found] == [("too-many-decimals", 1)]


@pytest.mark.parametrize("kind", ["number", "yes-no", "level", "date"])
def test_nan_is_refused_whatever_is_asked_for(kind: FieldKind) -> None:
    cells = pl.Series("x", [float("nan"), None, float("nan")])
    found = read(Source(".x", FieldSpec("x", kind), "x", cells.dtype, places=0), cells.to_frame())
    assert found.bad is not None
    assert found.bad.to_list() == [True, False, True]


@pytest.mark.parametrize("seed", range(12))
def test_n1_floats_are_read_as_they_are_written(seed: int) -> None:
    rng = Random(seed)
    places, digits = rng.randint(0, 7), rng.randint(1, 14)
    values = [rng.choice([1, -1]) * rng.randint(0, 10**digits) / 10**places for _ in range(50)]
    spec, cells = FieldSpec("x", minimum=None), pl.Series("x", [*values, None])
    source = Source(".x", spec, "x", cells.dtype, places=needed_places(cells, spec))
    found = read(source, cells.to_frame())
    assert found.bad is None
    shares = [None if whole is None else Fraction(whole, source.scale) for whole in found.values]
    assert shares == [*(Fraction(repr(value)) for value in values), None]


def test_rows_of_a_table_belong_to_units(tmp_path: Path) -> None:
    with_products = rules(tmp_path, products=True)
    products = product_rows(12)
    lost = products.with_columns(
        pl.when(pl.int_range(24) == 5).then(pl.lit("u99")).otherwise("unit").alias("unit")
    )
    (fault,) = faults(lambda: score_frame(units(12), with_products, tables={PRODUCTS: lost}))
    assert (fault.code, fault.parameters["unit"]) == ("row-of-no-unit", "u99")
    hole = products.with_columns(pl.when(pl.int_range(24) != 5).then("done").alias("done"))
    assert {
        f.code for f in faults(lambda: score_frame(units(12), with_products, tables={PRODUCTS: hole}))
    } == {"table-cell-missing"}
    (fault,) = faults(lambda: score_frame(units(12), with_products, tables={"work.product": products}))
    assert (fault.code, fault.nearest) == ("not-a-table-figure", PRODUCTS)


# ── odd rulesets ────────────────────────────────────────────────────────────────────

ODD = """
format = 1
id = "odd"
title = "Odd"
status = "illustrative"
source = "A test"
scale = {{ points = 100, may_exceed = true{scale} }}
[groups.all]
title = "All"
[criteria.C]
group = "all"
kind = "formula"
title = "C"
points = 100
may_exceed = true
{rule}
"""


def odd(folder: Path, rule: str, scale: str = "") -> Ruleset:
    file = folder / "odd.toml"
    file.write_text(ODD.format(rule=rule, scale=scale), "utf-8")
    return load_ruleset(file)


def test_n1_a_half_goes_to_even_where_all_values_have_one_whole_part(tmp_path: Path) -> None:
    rounding = ', rounding = { at = "criterion", places = 0, mode = "half-even" }'
    ruleset = odd(tmp_path, 'measure = { ratio = [{ sum = ["x", 29] }, 10] }', rounding)
    scored = score_frame(pl.DataFrame({"unit": list("abc"), "C.x": [6, 3, 9]}), ruleset)
    assert scored["C.points"].to_list() == [4, 3, 4]


def test_points_without_end_are_texts_even_if_these_data_have_whole_ones(tmp_path: Path) -> None:
    rule = 'measure = { max = ["x", { difference = [0, { ratio = ["y", "z"] }] }] }'
    ruleset = odd(tmp_path, rule, ', rounding = { at = "total", places = 0, mode = "half-up" }')
    frame = pl.DataFrame({"unit": list("abc"), "C.x": [1, 2, 3], "C.y": [7] * 3, "C.z": [1, 2, 1]})
    scoring = open_frame(frame, ruleset, details=True)
    assert scoring.frame.schema == scoring.plan.output
    assert scoring.frame["C.points"].to_list() == ["1", "2", "3"]


def test_a_row_that_repeats_another_must_still_be_able_to_count(tmp_path: Path) -> None:
    where = 'where = { measure = { ratio = ["b", "a"] }, above = 0 }'
    rule = f'measure = {{ over = "t", take = "sum", of = "b", distinct = "k", {where} }}\n'
    columns = 'a = { kind = "number" }, b = { kind = "number", minimum = 1 }, k = { kind = "text" }'
    ruleset = odd(tmp_path, f'{rule}fields = {{ t = {{ kind = "table", columns = {{ {columns} }} }} }}')
    rows = pl.DataFrame({"unit": ["u", "u"], "a": [1, 0], "b": [3, 3], "k": ["p", "p"]})
    found = faults(lambda: score_frame(pl.DataFrame({"unit": ["u"]}), ruleset, tables={"C.t": rows}))
    assert [fault.code for fault in found] == ["division-by-zero"]


def test_a_unit_is_of_a_kind_however_its_letters_are_stored(tmp_path: Path) -> None:
    rule = 'measure = { if = { fact = "kind", is = "xã" }, then = "x", else = 1 }'
    kinds = [normalize("NFC", "xã"), normalize("NFD", " xã "), "xa"]
    frame = pl.DataFrame({"unit": list("abc"), "kind": kinds, "C.x": [7, 8, 9]})
    ruleset = odd(tmp_path, rule)
    scored = score_frame(frame, ruleset)
    assert (scored["C.points"].to_list(), scored["kind"].to_list()) == ([7, 8, 1], kinds)
    sent = frame.with_columns(pl.Series("C.x.status", ["unconfirmed"] * 3))
    assert score_frame(sent, ruleset)["total_low"].to_list() == [0, 0, 1]


# ── tables of other types ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("types", [(pl.Int64, pl.String), (pl.String, pl.Int32), (pl.Float64, pl.Float32)])
def test_units_of_a_table_may_be_written_in_another_type(tmp_path: Path, types: tuple[Any, Any]) -> None:
    number = pl.col("unit").str.slice(1).cast(pl.Int64)
    frame = units(12).with_columns(number.cast(types[0]))
    products = product_rows(12).with_columns(number.cast(types[1]))
    with_products = rules(tmp_path, products=True)
    scoring = open_frame(frame, with_products, tables={PRODUCTS: products})
    plain = score_frame(units(12), with_products, tables={PRODUCTS: product_rows(12)})
    assert scoring.frame.drop("unit").equals(plain.drop("unit"))
    assert "work · Products" in scoring.explain(str(frame["unit"][3]), "work").text("en")


# ── what columns cannot decide ──────────────────────────────────────────────────────


def test_s6_a_row_with_a_missing_figure_has_bounds_and_takes_its_bloc_along(ruleset: Ruleset) -> None:
    frame = units(30, bloc=5).with_columns(
        pl.when(pl.col("unit") == "u7").then(None).otherwise("ratio.actual").alias("ratio.actual")
    )
    scored = score_frame(frame, ruleset)
    row = scored.row(by_predicate=pl.col("unit") == "u7", named=True)
    assert (row["total"], row["status"], row["ratio.status"]) == (None, "missing", "missing")
    assert row["total_high"] - row["total_low"] == 10
    # One criterion compares the units of the bloc, so that all of them are scored anew.
    assert scored.filter("by_reference")["bloc"].unique().to_list() == [row["bloc"]]
    assert scored.filter(pl.col("bloc") == row["bloc"])["by_reference"].all()


def test_figures_beyond_128_bits_are_scored_all_the_same(ruleset: Ruleset) -> None:
    frame = units(4).with_columns(
        pl.Series("best.planted", [Decimal(10) ** 25, Decimal(1), Decimal(10) ** 25 - 1, Decimal(0)]),
        pl.lit("one").alias("bloc"),
    )
    scored = score_frame(frame, ruleset)
    assert scored["best.points"].to_list() == [Decimal(10), Decimal(0), Decimal(10), Decimal(0)]


# ── plans, functions, explanations ──────────────────────────────────────────────────


@frozen(kw_only=True)
class Rounds:
    """Points of rounds walked, by a Python function."""

    kind: ClassVar[str] = "rounds"
    walked: Number = key("the rounds walked")

    def compile(self, head: Head) -> Rule:
        """Give what the function gives."""
        of = nodes.Call(
            lambda rounds: min(Decimal(10), Decimal(int(rounds)) / 4), (self.walked,), "walks", *TEN
        )
        return Rule([Line("base", of)])


TEN = (nodes.ZERO.value, nodes.Const(nodes.ONE.value * 10).value)


def test_a_function_is_scored_row_by_row_and_named_in_the_plan(tmp_path: Path) -> None:
    class Pack:
        @staticmethod
        @hookimpl
        def thidua_criteria() -> list[type[Criterion]]:
            return [Rounds]

    plugins = Plugins()
    plugins.register(Pack, Origin("rounds"))
    file = tmp_path / "rounds.toml"
    file.write_text(
        'format = 1\nid = "rounds"\ntitle = "Rounds"\nstatus = "illustrative"\nsource = "test"\n'
        'scale = { points = 10 }\n[groups.G]\ntitle = "G"\n'
        '[criteria.R]\ngroup = "G"\nkind = "rounds"\ntitle = "R"\npoints = 10\nwalked = "walked"\n',
        "utf-8",
    )
    ruleset = load_ruleset(file, plugins=plugins)
    frame = pl.DataFrame({"unit": list("abc"), "R.walked": [3, 8, 100]})
    scoring = open_frame(frame, ruleset)
    assert scoring.frame["R.points"].to_list() == [Decimal("0.75"), Decimal(2), Decimal(10)]
    assert scoring.rescored == 0
    assert "R: row by row, by the function walks" in scoring.plan.text("en")
    assert "R: từng dòng, bằng hàm walks" in str(scoring.plan)


def test_an_explanation_is_checked_against_the_columns(ruleset: Ruleset) -> None:
    scoring = open_frame(units(30), ruleset, details=True)
    assert "ratio · Ratio" in scoring.explain("u3", "ratio").text("en")
    with pytest.raises(NoSuchName):
        scoring.explain("u99")
    tampered = scoring.frame.with_columns(pl.col("ratio.points") + Decimal("0.01"))
    other = evolve(scoring, compute=lambda: tampered)
    with pytest.raises(DigitsDiffer):
        other.explain("u3", "ratio")


def test_a_unit_of_several_rows_is_explained_by_its_bloc(ruleset: Ruleset) -> None:
    twice = pl.concat([units(3).with_columns(pl.lit(m).alias("month")) for m in (1, 2)])
    scoring = open_frame(twice, ruleset, by="month")
    with pytest.raises(ValueError, match="month"):
        scoring.explain("u1")
    assert scoring.explain("u1", month=2)


def test_a_unit_is_explained_by_its_own_rows_of_a_table(tmp_path: Path) -> None:
    months = [pl.lit(month).alias("month") for month in (1, 2)]
    twice = pl.concat([units(12).with_columns(month) for month in months])
    products = pl.concat([product_rows(12).with_columns(month) for month in months])
    with_products = rules(tmp_path, products=True)
    scoring = open_frame(twice, with_products, by=["month", "bloc"], tables={PRODUCTS: products})
    assert "work · Products" in scoring.explain("u3", "work", month=2).text("en")
