"""Charts: repeatable, self-contained, legible with long names, and true to the figures given."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest
from boards import HOSTILE, LONG, Drawn, boards
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgba

from thidua_scoring.errors import FaultsError
from thidua_scoring.notebook.charts import (
    Acceptability,
    Axis,
    Band,
    Chart,
    Part,
    RankInterval,
    Stretch,
    TotalBar,
    acceptability,
    curve,
    rank_intervals,
    sweep,
    totals,
    transitions,
    waterfall,
)  # fmt: skip
from thidua_scoring.notebook.charts.paper import wrapped, written

CLASSES = ("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Không hoàn thành nhiệm vụ")
BANDS = [Band(CLASSES[0], Fraction(90)), Band(CLASSES[1], Fraction(70)), Band(CLASSES[2])]
STEPS = [
    Stretch([(Fraction(9, 10), Fraction(0)), (Fraction(96, 100), Fraction(0))], None, False),
    Stretch([(Fraction(96, 100), Fraction(3)), (Fraction(98, 100), Fraction(3))], True, True),
    Stretch([(Fraction(98, 100), Fraction(5)), (Fraction(1), Fraction(5))], False, None),
]
SPOT = (Fraction(97, 100), Fraction(3))


def ranked(names: list[str]) -> Chart:
    count = len(names)
    return rank_intervals(
        [RankInterval(name, max(1, n - 2), min(count, n + 3), n + 1) for n, name in enumerate(names)]
    )


def accepted(names: list[str]) -> Chart:
    share = Fraction(1, min(4, len(names)))
    return acceptability([Acceptability(name, [share] * min(4, len(names))) for name in names])


def fallen(names: list[str]) -> Chart:
    parts = [Part(name, Fraction(5), Fraction(1), Fraction(1, 2), most=Fraction(8)) for name in names]
    return waterfall(parts, title=names[0])


def totalled(names: list[str]) -> Chart:
    bars = [TotalBar(name, Fraction(99 - n), said=f"(hạng {n + 1})") for n, name in enumerate(names)]
    return totals(bars, x=Axis("tổng điểm"), bands=BANDS)


BY_UNIT: list[Callable[[list[str]], Chart]] = [ranked, accepted, fallen, totalled]


def others(name: str) -> list[Chart]:
    return [
        curve(STEPS, SPOT, x=Axis(name, "percent"), title=name),
        sweep(STEPS, SPOT, x=Axis(name, "percent"), bands=[Band(name, Fraction(2)), Band("x")],
              breaks=[Fraction(96, 100), Fraction(961, 1000)], ranks=STEPS, title=name),
        transitions([name, "x"], {(0, 1): 2, (1, 1): 3}, title=name),
    ]  # fmt: skip


def names_of(count: int) -> list[str]:
    return [f"{LONG[n % len(LONG)]} {n}" for n in range(count)]


@pytest.mark.parametrize("draw", BY_UNIT)
@pytest.mark.parametrize("count", [8, 30, 60])
def test_long_names_neither_overlap_nor_are_cut(draw: Callable[[list[str]], Chart], count: int) -> None:
    names = names_of(count)
    chart = draw(names)
    chart.png(1)
    labels = chart.figure.axes[0].get_yticklabels()
    assert [label.get_text().replace("\n", " ") for label in labels][:count] == names
    boxes = [label.get_window_extent() for label in labels]
    assert all(below.y1 <= above.y0 for above, below in pairwise(boxes))
    assert all(box.x0 >= 0 for box in boxes)


@given(st.text(max_size=200), st.integers(5, 60))
@settings(max_examples=60, deadline=None)
def test_a_name_is_broken_and_never_cut(name: str, letters: int) -> None:
    broken = wrapped(name, letters)
    assert all(len(line) <= letters for line in broken.split("\n"))
    kept = "".join(wrapped(name, 10_000).split())
    assert "".join(broken.split()) == kept


@settings(max_examples=12, deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=3))
def test_whatever_names_hold_a_chart_is_one_harmless_element(names: list[str]) -> None:
    for chart in [*(draw(names) for draw in BY_UNIT), *others(names[0])]:
        root = ElementTree.fromstring(chart.svg)
        tags = {each.tag.rpartition("}")[2] for each in root.iter()}
        assert tags <= {"svg", "g", "defs", "path", "use", "clipPath", "rect", "style", "pattern"}
        links = [value for each in root.iter() for key, value in each.attrib.items() if key.endswith("href")]
        assert all(link.startswith("#") for link in links)


def test_the_same_data_give_the_same_bytes() -> None:
    for draw in BY_UNIT:
        one, two = draw(names_of(4)), draw(names_of(4))
        assert one.svg == two.svg == one.svg
        assert one.png() == two.png()


def test_ids_of_charts_on_one_page_do_not_meet_and_all_that_is_asked_for_is_there() -> None:
    seen: set[str] = set()
    for chart in [*(draw(names_of(4)) for draw in BY_UNIT), *others("Tỷ lệ")]:
        root = ElementTree.fromstring(chart.svg)
        own = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
        assert len(own) == len(set(own))
        assert not seen & set(own)
        seen |= set(own)
        for each in root.iter():
            for key, value in each.attrib.items():
                if key.endswith("href"):
                    assert value[1:] in own


def test_drawing_leaves_the_users_settings_and_windows_alone() -> None:
    before = dict(matplotlib.rcParams)
    ranked(names_of(3)).png()
    assert dict(matplotlib.rcParams) == before
    code = (
        "import sys; from thidua_scoring.notebook.charts import RankInterval, rank_intervals;"
        "rank_intervals([RankInterval('A', 1, 2, 1)]).svg; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_users_settings_do_not_change_a_chart() -> None:
    plain = ranked(names_of(3)).svg
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "svg.fonttype": "none"}):
        assert ranked(names_of(3)).svg == plain


def test_an_end_that_belongs_to_a_curve_is_filled_and_another_hollow() -> None:
    chart = curve(STEPS, x=Axis("Tỷ lệ", "percent"))
    dots = {
        (line.get_xdata()[0], line.get_ydata()[0]): to_rgba(line.get_markerfacecolor())
        for line in chart.figure.axes[0].lines
        if line.get_marker() == "o"
    }
    hollow = {spot for spot, face in dots.items() if face == to_rgba("white")}
    assert hollow == {(0.96, 0.0), (0.98, 5.0)}
    assert set(dots) - hollow == {(0.96, 3.0), (0.98, 3.0)}


def test_axes_are_written_in_vietnamese() -> None:
    chart = curve([Stretch([(Fraction(965, 1000), Fraction(0)), (Fraction(99, 100), Fraction(5, 2))])],
                  x=Axis("Tỷ lệ", "percent"))  # fmt: skip
    chart.png(1)
    axes = chart.figure.axes[0]
    assert "97,5\u00a0%" in [label.get_text() for label in axes.get_xticklabels()]
    assert "0,5" in [label.get_text() for label in axes.get_yticklabels()]
    assert written(Fraction(738_156), "date", "vi") == "01/01/2022"


@settings(max_examples=8, deadline=None)
@given(boards())
def test_a_units_chart_ends_at_its_total(drawn: Drawn) -> None:
    board = drawn.board
    for unit in board:
        value = board.value("total", unit.row)
        least = None if value is None else value.low if value.point is None else value.point
        mark = "" if value is not None and value.certain else "*"
        assert unit.plot().said.endswith(f"Tổng điểm {written(least or Fraction(0), 'number', 'vi')}{mark}")


@settings(max_examples=8, deadline=None)
@given(boards())
def test_a_board_draws_every_unit_the_best_first(drawn: Drawn) -> None:
    board = drawn.board
    labels = board.plot("en").figure.axes[0].get_yticklabels()
    assert len(labels) == len(board)
    ElementTree.fromstring(board.plot().svg)


def test_a_chart_saves_itself_by_the_ending_of_the_file(tmp_path: Any) -> None:
    chart = ranked(names_of(2))
    assert chart.save(tmp_path / "a.svg").read_text("utf-8").startswith("<svg ")
    assert chart.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert chart.save(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(ValueError, match="svg"):
        chart.save(tmp_path / "a.gif")
    with pytest.raises(ValueError, match="scale"):
        chart.png(0)


def test_without_matplotlib_the_extra_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.style", None)
    with pytest.raises(FaultsError) as refused:
        ranked(["A"])
    assert refused.value.faults[0].parameters == {"what": "matplotlib", "extra": "charts"}
