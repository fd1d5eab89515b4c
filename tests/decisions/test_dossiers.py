"""Dossiers between two editions: those of their own day, or the more favourable."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from appraised_rules import CRITERIA, HARDER, editions, rules, scored
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring.decisions.periods.dossiers import Dossier, decide_dossiers, more_favourable
from thidua_scoring.errors import EvidenceError, NoSuchName
from thidua_scoring.evidence.evidence import Column

RECEIVED, DECIDED = date(2025, 6, 30), date(2025, 7, 1)
FIGURES = "unit;criterion;field;value\nx;A;m;5\nx;B;late;{}\nx;C;ideas;0\ny;A;m;9\ny;B;late;0\ny;C;ideas;0\n"
SOFTER = {**CRITERIA, "C": {**CRITERIA["C"], "bonus_at_most": 8}}


def decided(folder: Path, later: dict[str, Any], late: str = "2", **days: date) -> dict[str, Dossier]:
    """Decide a dossier with so many late reports by the family's two editions."""
    (folder / "goi").mkdir()
    pack = editions(
        folder / "goi",
        {"id": "thu/cu", "title": "Quy định cũ", "in_force": {"from": date(2025, 1, 1), "until": RECEIVED}},
        {"id": "thu/moi", "title": "Quy định mới", "in_force": {"from": DECIDED}, **later},
    )
    path = folder / "ho_so.csv"
    path.write_text(FIGURES.format(late), encoding="utf-8")
    given = {"received": RECEIVED, "decided": DECIDED, **days}
    return dict(decide_dossiers("thu/tham-dinh", path, plugins=pack, **given))


def test_a_dossier_keeps_the_rules_of_its_day(tmp_path: Path) -> None:
    found = decided(tmp_path, {"criteria": {**CRITERIA, "B": {**CRITERIA["B"], "deduct": []}}})["x"]
    assert (found.rules, found.new, found.score) == ("old", None, found.old)
    assert found.old.total == 21
    assert "xét theo Quy định cũ, có hiệu lực khi nhận; Quy định mới không cho áp dụng" in found.text()
    assert list(found.to_dict()) == ["unit", "rules", "old", "why"]


def test_one_edition_on_both_days(tmp_path: Path) -> None:
    found = decided(tmp_path, {"transition": "more-favourable"}, received=DECIDED)["x"]
    assert (found.rules, found.new, found.reason.code) == ("old", None, "dossier-same-rules")


def test_the_more_favourable_rules_count_where_the_new_ones_say_so(tmp_path: Path) -> None:
    milder = {**CRITERIA["B"], "deduct": [{**CRITERIA["B"]["deduct"][0], "points": 1}]}
    found = decided(tmp_path, {"transition": "more-favourable", "criteria": {**CRITERIA, "B": milder}})
    x, y = found["x"], found["y"]
    assert (x.rules, x.score) == ("new", x.new)
    assert x.new is not None
    assert (x.old.total, x.new.total) == (21, 23)
    assert "có lợi hơn: 23 điểm, so với 21 điểm theo Quy định cũ" in x.text()
    assert "more favourable: 23 points, and 21 by Quy định cũ" in x.text("en")
    assert (y.rules, y.reason.code) == ("old", "dossier-equal")
    assert x.to_dict()["new"] == {"ruleset": "thu/moi", "total": "23"}


def test_harder_rules_do_not_count(tmp_path: Path) -> None:
    found = decided(tmp_path, {"transition": "more-favourable", "criteria": HARDER})["x"]
    assert (found.rules, found.reason.code) == ("old", "dossier-old")


def test_what_is_not_known_may_leave_it_undecided(tmp_path: Path) -> None:
    found = decided(tmp_path, {"transition": "more-favourable", "criteria": HARDER}, late="")["x"]
    assert (found.rules, found.score, found.reason.holds) == (None, None, None)
    assert found.to_dict()["old"]["total_bounds"] == ["5", "25"]
    assert "chưa rõ quy định nào có lợi hơn" in found.text()


def test_results_of_two_scales_are_compared_by_share() -> None:
    tenfold = {**CRITERIA, "A": {**CRITERIA["A"], "points": 100}, "B": {**CRITERIA["B"], "points": 200}}
    other = rules(criteria=tenfold, scale={"points": 300, "may_exceed": True}, title="Thang 300")
    new = scored(other, {"A.m": [50, 100, 40]})
    found = more_favourable(scored(rules(), {"A.m": [5, 5, 5]}), new)
    assert [each.rules for each in found.values()] == ["old", "new", "old"]
    assert [each.reason.code for each in found.values()] == [
        "dossier-equal-share", "dossier-new-share", "dossier-old-share",
    ]  # fmt: skip
    assert "đạt 100\xa0%, so với 83,33…\xa0%" in found["y"].text()


def test_no_edition_or_days_in_the_wrong_order(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError) as error:
        decided(tmp_path, {}, received=DECIDED, decided=RECEIVED)
    assert [fault.code for fault in error.value.faults] == ["decided-before-received"]
    with pytest.raises(NoSuchName):
        decide_dossiers("thu/khong-co", "ho_so.csv", received=RECEIVED, decided=DECIDED)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10), st.integers(0, 9), st.integers(0, 9))
def test_the_better_of_two_is_never_worse_than_either(marks: int, late: int, ideas: int) -> None:
    figures = {"A.m": [marks], "B.late": [late], "C.ideas": [ideas]}
    mixed = {**HARDER, "C": SOFTER["C"]}
    boards = [scored(rules(criteria=each), figures, units=["x"]) for each in (CRITERIA, mixed)]
    found = more_favourable(*boards)["x"]
    totals = [board["x"].total for board in boards]
    assert found.score is not None
    assert found.score.total == max(totals)
    assert (found.rules == "new") == (totals[1] > totals[0])
    back = more_favourable(*reversed(boards))["x"]
    assert back.score is not None and back.score.total == max(totals)


def test_a_certain_advantage_needs_no_certain_totals() -> None:
    def board(of: Any) -> Any:
        made = scored(of, {"A.m": [7]}, units=["x"])
        column = Column(1, [7], unconfirmed=frozenset({0}))
        evidence = made.evidence
        return of.score(evolve(evidence, columns={**evidence.columns, "A.m": column}))

    more = {**CRITERIA, "B": {**CRITERIA["B"], "bonus": [{"title": "+", "per_case": "extra", "points": 1}]}}
    new = scored(rules(criteria=more), {"A.m": [7], "B.extra": [11]}, units=["x"])
    found = more_favourable(board(rules()), new)["x"]
    assert (found.rules, found.old.bounds) == ("new", (20, 30))
