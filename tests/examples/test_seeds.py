"""The examples made from the documents the project starts from; points worked out by hand."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from thidua_scoring import load_ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard

EXAMPLES = Path(__file__).parents[2] / "examples"
RULESETS = {
    "cao_bang_2015/evidence.csv": ("cao-bang/khoi-ii-2015", 7),
    "cao_bang_so_khcn_2018/evidence.csv": ("cao-bang/so-khcn-2018", 1),
    "cao_bang_2021/evidence.csv": ("cao-bang/kinh-te-xa-hoi-2021", 1),
    "ha_giang_2020/evidence.csv": ("ha-giang/khoi-kinh-te-2020", 8),
    "bac_ninh_2019/evidence.csv": ("bac-ninh/khoi-kinh-te-2019", 8),
    "quang_tri_2025/vectors.csv": ("quang-tri/cong-an-2025", 8),
}
AGRICULTURE = "so-nong-nghiep-va-phat-trien-nong-thon"
SCIENCE = "so-khoa-hoc-va-cong-nghe"
INFORMATION = "so-thong-tin-va-truyen-thong"
POINTS = {
    "cao_bang_2015/evidence.csv": {
        (AGRICULTURE, "nn-dien-tich"): "9.72",  # 10 × 97,22 % = 9,722
        (AGRICULTURE, "nn-luong-thuc"): "10",  # 100,75 %, at most 10
        ("so-tai-nguyen-va-moi-truong", "tn-ho-so"): "20",  # 76 × 0,2 = 15,2 → 15; (3 + 7) × 0,5 = 5
        (SCIENCE, "kh-de-tai"): "20",  # 9/9
        ("so-giao-thong-van-tai", "gt-tai-nan"): "8",  # (73 − 79)/79 = −7,59… %
        ("so-cong-thuong", "ct-xuat-nhap-khau"): "2.83",  # 10 × 14,17/50 = 2,834
        ("so-cong-thuong", "ct-ban-le"): "8",  # 5,441 % is between 5 and 10
    },
    "cao_bang_so_khcn_2018/evidence.csv": {
        (SCIENCE, "sang-kien"): "15.27",  # 20 × 42/55 = 15,2727…
        (SCIENCE, "thanh-tra"): "10",  # eight
        (SCIENCE, "de-tai"): "18",  # 20 − 2 × 1, not confirmed
        (SCIENCE, "phat-dong"): "10",  # 2 × 5
        (SCIENCE, "truc-tiep"): "15",  # 69/84 = 82,14… %
        (SCIENCE, "dien-hinh"): "0",  # none new
    },
    "cao_bang_2021/evidence.csv": {
        ("tinh-cao-bang", "grdp"): "10.94",  # 15 × 4,23/5,8 = 10,9396…
        ("tinh-cao-bang", "luong-thuc"): "15.8",  # 104,09… %: 15 + 4 × 0,2
        ("tinh-cao-bang", "giai-ngan"): "9.22",  # 20 × 0,230446…/0,5 = 9,2178…
        ("tinh-cao-bang", "hop-tac-xa"): "5",  # 17 of 15
        ("tinh-cao-bang", "bieu-dien"): "7.11",  # 10 × (32/90)/0,5 = 7,1111…
        ("tinh-cao-bang", "tai-nan"): "10",  # −16/43 = −37,2… %
    },
    "ha_giang_2020/evidence.csv": {
        (INFORMATION, "tin-bai"): "20",  # 1128/50 = 22,56, at most 20
        (INFORMATION, "hoat-dong-khoi"): "12",  # 10 + 2 for the lead's hand-over
        (AGRICULTURE, "trong-rung"): "19.53",  # 20 × 1463/1498,3 = 19,5287…
        (AGRICULTURE, "rung-ngoai-ke-hoach"): "20",  # 4248,7 ha, 4000 or more
        (SCIENCE, "nhan-hieu"): "15",  # 20 × 3/4
        ("so-tai-nguyen-va-moi-truong", "dat-dai"): "19.5",  # 39 × 0,5
        ("so-xay-dung", "hoat-dong-khoi"): "10",  # no lead, no bonus
    },
    "bac_ninh_2019/evidence.csv": {
        (AGRICULTURE, "nong-thon-moi"): "10",  # 98/98
        (AGRICULTURE, "gia-tri-nong-nghiep"): "8",  # 1,7 % is between 1 and 2
        ("so-cong-thuong", "gia-tri-cong-nghiep"): "9.26",  # 8 + 2 × (16,3 − 10)/10
        ("ban-quan-ly-cac-khu-cong-nghiep", "thu-hut-du-an"): "10",  # 40 × 0,2 = 8; 14 × 0,2 = 2,8 → 2
        (INFORMATION, "van-ban"): "20",  # 6 × 3 = 18 → 15; 3 × 2 = 6 → 5
        ("so-xay-dung", "cchc"): "20",  # 10 + 10
    },
    "quang_tri_2025/vectors.csv": {
        ("giao-100", "I.1.1"): "10",  # 120/100, 20 % over: the leader
        ("giao-50", "I.1.1"): "10",  # 60/50, 20 % over: as much as the leader
        ("giao-80", "I.1.1"): "5",  # 80/80: the target and no more
        ("khong-giao-150", "I.1.1"): "10",  # the highest of those without a target
        ("khong-giao-100", "I.1.1"): "6.67",  # 10 × 100/150 = 6,666…
        ("khong-giao-75", "I.1.1"): "5",  # 10 × 75/150
        ("khong-giao-0", "I.1.1"): "0",
    },
}


@cache
def board(example: str) -> Scoreboard:
    return load_ruleset(RULESETS[example][0]).score(EXAMPLES / example)


@pytest.mark.parametrize("example", RULESETS)
def test_an_example_scores_all_its_units(example: str) -> None:
    assert len(board(example)) == RULESETS[example][1]
    for unit in board(example):
        low, high = unit.bounds
        assert low is not None
        assert high is not None
        assert low <= high
        assert unit.total is None or low <= unit.total <= high


@pytest.mark.parametrize(
    ("example", "unit", "criterion", "points"),
    [(example, *key, points) for example, due in POINTS.items() for key, points in due.items()],
)
def test_the_points_are_those_worked_out_by_hand(
    example: str, unit: str, criterion: str, points: str
) -> None:
    assert board(example)[unit][criterion].points == Decimal(points)


@pytest.mark.parametrize("example", [name for name in RULESETS if "quang_tri" not in name])
def test_every_figure_names_its_document(example: str) -> None:
    locale, *rows = (EXAMPLES / example).read_text(encoding="utf-8").splitlines()
    assert locale == "# locale: vi"
    figures = [row for row in csv.DictReader(rows) if row["field"] not in ("name", "bloc")]
    assert figures
    assert [row for row in figures if not row["source"]] == []


def test_the_department_of_cao_bang_has_the_bounds_of_what_its_report_leaves_open() -> None:
    unit = board("cao_bang_so_khcn_2018/evidence.csv")[SCIENCE]
    # 15,27 + 10 + 18 + 10 + 15 + 15 + 0; de-tai lies between 20 − 10 and 20.
    assert (unit.total, unit.bounds) == (Decimal("83.27"), (Decimal("75.27"), Decimal("85.27")))
    assert unit["de-tai"].status == "unconfirmed"
    assert unit.class_ == "tot"  # at 75,27 % as at 85,27 %


def test_the_province_of_cao_bang_is_certain() -> None:
    unit = board("cao_bang_2021/evidence.csv")["tinh-cao-bang"]
    # 10,94 + 15,8 + 9,22 + 15 + 5 + 7,11 + 10 + 10
    assert (unit.total, unit.bounds) == (Decimal("83.07"), (Decimal("83.07"), Decimal("83.07")))


def test_the_bloc_of_ha_giang_is_compared_by_share() -> None:
    unit = board("ha_giang_2020/evidence.csv")[AGRICULTURE]
    # 19,53 + 20 + 20 + 10 of 20 + 20 + 20 + 10: 69,53/70 = 99,328… %
    assert (unit.total, unit.percent) == (Decimal("69.53"), Decimal("99.33"))
    assert unit["hoat-dong-khoi"].bounds == (Decimal(0), Decimal(10))
    assert unit["tin-bai"].status == "not-applicable"


def test_what_bac_ninh_did_not_publish_stays_open() -> None:
    unit = board("bac_ninh_2019/evidence.csv")[INFORMATION]
    # 20 + 20, and the movement's mark anywhere from 0 to 20
    assert (unit.total, unit.bounds) == (None, (Decimal(40), Decimal(60)))
    assert (unit["phong-trao"].points, unit["phong-trao"].status) == (None, "missing")
    assert unit.class_ is None


def test_a_unit_of_quang_tri_is_measured_by_what_it_was_given() -> None:
    unit = board("quang_tri_2025/vectors.csv")["duoc-giao-15"]
    assert (unit.total, unit.percent) == (Decimal(13), Decimal("86.67"))  # 13/15
