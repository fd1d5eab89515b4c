"""Figures tried by hand: what is set is scored, and whatever else a browser sends is refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from boards import Drawn, boards
from generated_sheets import figure
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring import load_ruleset
from thidua_scoring.errors import EvidenceError, FaultsError, NoSuchName
from thidua_scoring.notebook import sliders
from thidua_scoring.notebook.figures import as_text
from thidua_scoring.notebook.script import ESM, LOOK
from thidua_scoring.notebook.trying import rescored
from thidua_scoring.numbers import show, terminates, write
from thidua_scoring.scoring.scoreboard import Scoreboard

KEY = "nong-thon-moi.communes_meeting"
UNIT = "so-nong-nghiep-va-phat-trien-nong-thon"


@pytest.fixture(scope="module")
def board() -> Scoreboard:
    return load_ruleset("bac-ninh/khoi-kinh-te-2019").score("examples/bac_ninh_2019/full_year.csv")


def typed(value: Any, kind: str) -> Any:
    """Write a value as a person types it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | str):
        return value
    number = Fraction(value) * (100 if kind == "percent" else 1)
    return show(number, "vi", most=30)


@settings(max_examples=25, deadline=None)
@given(boards(), st.data())
def test_what_is_set_gives_what_such_evidence_gives(drawn: Drawn, data: st.DataObject) -> None:
    made, sheet, board = drawn.made, drawn.sheet, drawn.board
    unit = board[data.draw(st.sampled_from(sheet.units))]
    widget = sliders(board, unit.unit.id)
    control = data.draw(st.sampled_from(widget.controls))
    spec = made.ruleset.formulas.fields[control["key"]]
    value = data.draw(
        figure(spec).filter(lambda each: isinstance(each, bool | str | date) or terminates(Fraction(each)))
    )
    changed = sheet.copy()
    changed.values[spec_key := control["key"]][unit.row] = value
    changed.states[spec_key][unit.row] = "known"
    expected = made.ruleset.score(changed.evidence(made.ruleset))
    widget.asked = {spec_key: typed(value, spec.kind)}
    assert widget.faults == []
    for row in range(len(board)):
        for name in ("total", "percent", "standing"):
            assert widget.board.value(name, row) == expected.value(name, row)
    assert widget.board.ranks == expected.ranks
    widget.asked = {}
    assert widget.board is board


def test_setting_a_figure_updates_the_table_of_the_same_widget(board: Scoreboard) -> None:
    widget = sliders(board, UNIT)
    assert widget.result["rows"][0][1:] == ["73", "73"]
    widget.asked = {KEY: "90"}
    assert widget.result["rows"][0] == ["Tổng điểm", "73", "72,18"]
    assert widget.result["rows"][-1][1:] == ["10", "9,18"]
    assert 0 in widget.result["marked"]
    assert board[UNIT].total == Decimal(73)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
FIGURES = st.sampled_from(
    [KEY, ".sector", "phong-trao.mark", "gia-tri-nong-nghiep.growth", ".key_tasks_done"]
)


@settings(max_examples=80, deadline=None)
@given(asked=JSON | st.dictionaries(FIGURES | st.text(max_size=10), JSON, max_size=3))
def test_whatever_the_browser_sends_is_scored_exactly_or_refused(board: Scoreboard, asked: Any) -> None:
    try:
        score = rescored(board[UNIT], (KEY, ".sector", "phong-trao.mark", ".key_tasks_done"), asked)
    except EvidenceError as error:
        assert error.faults
        assert all(fault.text("vi") and fault.text("en") for fault in error.faults)
    else:
        assert asked == {} or all(type(value) in (str, bool) for value in asked.values())
        assert score.unit.id == UNIT


@pytest.mark.parametrize(
    "bad", [{KEY: 90}, {KEY: 0.5}, {KEY: "-1"}, {KEY: "NaN"}, {KEY: "1e3"}, {KEY: "9" * 100}, {KEY: "90,5"},
            {KEY: True}, {".key_tasks_done": "có"}, {".sector": "x"}, {"__class__": "1"}, "90", None, [90]]
)  # fmt: skip
def test_a_refused_figure_leaves_the_last_result_standing(board: Scoreboard, bad: Any) -> None:
    widget = sliders(board, UNIT)
    widget.asked = {KEY: "90"}
    before = widget.result
    widget.asked = bad
    assert len(widget.faults) == 1
    assert widget.result == before
    widget.asked = {KEY: "91"}
    assert widget.faults == []


def floats(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        yield from (found for each in value.values() for found in floats(each))
    elif isinstance(value, list | tuple):
        yield from (found for each in value for found in floats(each))


@settings(max_examples=15, deadline=None)
@given(boards())
def test_no_binary_float_travels_and_a_slider_lies_in_the_declared_range(drawn: Drawn) -> None:
    made, sheet, board = drawn.made, drawn.sheet, drawn.board
    widget = sliders(board, sheet.units[0])
    assert not [*floats(widget.controls), *floats(widget.result)]
    for control in widget.controls:
        spec = made.ruleset.formulas.fields[control["key"]]
        if "count" not in control:
            continue
        factor = Fraction(100 if spec.kind == "percent" else 1, 1) * 10 ** control["places"]
        low, step = Fraction(control["least"]) / factor, Fraction(control["step"]) / factor
        high = low + control["count"] * step
        assert spec.minimum is None or low == spec.minimum
        assert spec.maximum is None or high <= spec.maximum < high + step
        assert spec.step is None or step == spec.step


def test_a_figure_that_is_not_known_is_empty_and_a_share_is_in_percent(board: Scoreboard) -> None:
    spec = board.ruleset.formulas.fields["gia-tri-nong-nghiep.growth"]
    assert as_text(None, spec) == ""
    assert as_text(Fraction(17, 1000), spec) == "1.7"


def test_only_the_figures_asked_for_have_controls(board: Scoreboard) -> None:
    assert [each["key"] for each in sliders(board, UNIT, [KEY]).controls] == [KEY]
    with pytest.raises(NoSuchName) as refused:
        sliders(board, UNIT, ["nong-thon-moi.communes_meetin", "zzz"])
    assert [fault.nearest for fault in refused.value.faults] == [KEY, None]
    with pytest.raises(NoSuchName):
        sliders(board, "so-nong-nghiep")


def test_nothing_is_fetched_from_outside() -> None:
    for text in (ESM, LOOK):
        assert not re.search(r"https?:|//[a-z]|\bimport\b|@import|url\(|innerHTML|eval\(|fetch\(", text)


def test_without_anywidget_the_extra_is_asked_for(board: Scoreboard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(FaultsError) as refused:
        sliders(board, UNIT)
    assert refused.value.faults[0].parameters == {"what": "anywidget", "extra": "notebook"}


@pytest.mark.skipif(shutil.which("node") is None, reason="the page's script runs in a browser, or in Node")
def test_the_page_works_out_figures_exactly(tmp_path: Path) -> None:
    cases = [
        ("0", "5", 1),
        ("-12345678901234567890", "5", 19),
        ("-5", "1", 2),
        ("0", "1", 0),
        ("125", "25", 3),
    ]
    places = [0, 1, 3, 37]
    asked = [
        {"least": least, "step": step, "places": decimals, "count": 100} for least, step, decimals in cases
    ]
    script = (
        f"import {{ textAt, placeOf }} from './page.mjs'; const found = [];"
        f"for (const each of {json.dumps(asked)}) for (const at of {places})"
        "{ const text = textAt(each, at); found.push([text, placeOf(each, text)]); }"
        "console.log(JSON.stringify(found));"
    )
    (tmp_path / "page.mjs").write_text(ESM, "utf-8")
    (tmp_path / "ask.mjs").write_text(script, "utf-8")
    run = subprocess.run(["node", "ask.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True)
    expected = [
        [write((int(least) + at * int(step)) * Fraction(1, 10**decimals)), at]
        for least, step, decimals in cases
        for at in places
    ]
    assert json.loads(run.stdout) == expected
