"""Prose that may mean something else: directions, blanks, signs and numbers that tell which one it is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thidua_scoring.audit import Finding, audit
from thidua_scoring.decisions.reasons import Said

RIGHT, WRONG, OPEN = "follows", "does-not-follow", "cannot-be-told"


def only(text: str) -> Finding:
    [found] = audit(f"{text}\n").findings
    return found


# ── directions ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("Đạt 95 tấn (cùng kỳ 100 tấn), tăng 5%", "thấp hơn 5 %", "lower by 5 %"),
        ("Đạt 105 tấn (cùng kỳ 100 tấn), giảm 5%", "cao hơn 5 %", "higher by 5 %"),
        ("Thu được 95/100 tấn, vượt 7% kế hoạch", "thấp hơn 5 %", "lower by 5 %"),
        ("Chỉ số bằng 74,5% so với cùng kỳ, tăng 25,5%", "thấp hơn 25,5 %", "lower by 25.5 %"),
    ],
)
def test_a_change_the_other_way_is_wrong_and_told_which_way_it_goes(text: str, vi: str, en: str) -> None:
    found = audit(f"{text}\n").findings[-1]
    assert found.verdict == WRONG
    assert f"theo các số thì {vi}" in found.because("vi")
    assert f"by the figures it is {en}" in found.because("en")
    table = audit(f"{text}\n").table()
    assert table.rows[-1][4] == Said(vi, en)


def test_a_change_the_other_way_of_figures_that_may_not_be_meant_is_open() -> None:
    found = only("Trọng án tăng 5% (95/100 vụ)")
    assert (found.verdict, found.judgement.why, found.judgement.right) == (OPEN, "opposite", Fraction(-5))
    assert "thấp hơn 5 %" in found.because("vi")
    assert only("Trọng án tăng 7% (95/100 vụ)").judgement.why == "unclear"


def test_a_rise_greater_than_what_it_led_to_has_no_base() -> None:
    assert only("Bắt 3 vụ (tăng 5 vụ so với cùng kỳ = 166%).").judgement.why == "below-zero"


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["tăng", "giảm"]), st.integers(0, 200))
def test_direction_and_figure_are_both_held_against_the_figures(
    now: int, then: int, way: str, stated: int
) -> None:
    change = Fraction(100 * (now - then), then) * (1 if way == "tăng" else -1)
    assume(abs(change - stated) > 1)
    found = only(f"Đạt {now} tấn (cùng kỳ {then} tấn), {way} {stated}%")
    assert (found.verdict, found.judgement.exact) == (WRONG, change)
    assert ("theo các số thì" in found.because("vi")) == (round(change * 2) < 0 and change <= Fraction(-1, 2))


@pytest.mark.parametrize(
    "text",
    [
        "Doanh thu bằng 74% so với cùng kỳ, nộp ngân sách giảm 5%",
        "Doanh thu bằng 74% so với cùng kỳ, giảm 5% với tháng trước",
    ],
)
def test_the_rest_of_something_else_is_not_called_wrong(text: str) -> None:
    assert audit(f"{text}\n").findings[-1].verdict == OPEN


# ── blanks ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "verdict", "values"),
    [
        ("Bảng 1 500/1 000 hộ, đạt 50%", RIGHT, (500, 1000)),
        ("Kế hoạch 12 100/200 ha, đạt 50%", RIGHT, (100, 200)),
        ("Kế hoạch 12 100/200 ha, đạt 60%", OPEN, (12100, 200)),
        ("Kế hoạch 12 100/200 ha, đạt 6050%", RIGHT, (12100, 200)),
        ("Bảng 1 500 hộ, trong đó 250 hộ (chiếm 50%)", RIGHT, (250, 500)),
        ("Trồng được 1 463/1 498,3 ha, đạt 99% KH", WRONG, (1463, Fraction(14983, 10))),
        ("Xã 1 050/2 000 hộ, đạt 60%", WRONG, (1050, 2000)),  # no figure begins with a nought
        ("Gieo được 12\u00a0100/20.000 ha, đạt 70%", WRONG, (12100, 20000)),
    ],
)
def test_a_blank_makes_thousands_only_where_it_parts_no_two_figures(
    text: str, verdict: str, values: tuple[Fraction, Fraction]
) -> None:
    found = only(text)
    assert (found.verdict, found.judgement.values) == (verdict, values)


@given(
    st.sampled_from(["Bảng", "Kế hoạch", "Xã", "Tổ", "Mục tiêu", "Tiêu chí"]),
    st.integers(1, 99), st.integers(100, 999), st.integers(100, 999), st.integers(0, 300),
)  # fmt: skip
def test_a_number_before_a_figure_never_makes_it_wrong(
    word: str, number: int, figure: int, plan: int, stated: int
) -> None:
    text = f"{word} {number} {figure}/{plan} ha, đạt {stated}%\n"
    assert {each.verdict for each in audit(text).findings} <= {OPEN, RIGHT}


# ── signs, and numbers that tell which one ──────────────────────────────────────────


@pytest.mark.parametrize("sign", ["-", "–", "\u2212"])
def test_a_figure_below_zero_is_not_read_without_its_sign(sign: str) -> None:
    assert only(f"Lợi nhuận {sign}50/100 tỷ đồng, đạt 50% KH").verdict == OPEN


@pytest.mark.parametrize(
    "text",
    [
        "Tuần 3/52 đạt 5%", "Kỳ 2/4 đạt 50%", "Đợt 1/4 đạt 25%", "Vòng 3/4, đạt 75%", "Lớp 5/9 đạt 55,6%",
        "Khối 1/4, đạt 25%", "Phường 5/10 đạt 50%", "Xã số 3/4 đạt 75%", "Tổ 3/4 đạt 75%",
        "Thôn 1/2, đạt 50%", "Bảng 1/4 đạt 25%", "Lần 1/2 đạt 50%", "Phụ lục 1/4 đạt 25%",
    ],
)  # fmt: skip
def test_what_tells_which_one_it_is_counts_nothing(text: str) -> None:
    assert [each.verdict for each in audit(f"{text}\n").findings] == [OPEN]


@pytest.mark.parametrize(
    "text",
    ["Số lớp 12/15, đạt 80%", "Trong tuần 120/150 hồ sơ, đạt 80%", "Bê tông 80/100 mét khối, đạt 80%",
     "Đào đắp mét khối 80/100, đạt 80%", "Trong kỳ có 80/100 hồ sơ, đạt 80%"],
)  # fmt: skip
def test_what_counts_them_still_does(text: str) -> None:
    assert [each.verdict for each in audit(f"{text}\n").findings] == [RIGHT]


# ── funds ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Kinh phí giao {b} triệu đồng, đã giải ngân {a} triệu đồng, đạt {p}%",
        "Kinh phí được giao là {b} triệu đồng, đã giải ngân {a} triệu đồng, đạt {p}% kế hoạch",
        "Kế hoạch vốn giao {b} triệu đồng, giải ngân {a} triệu đồng, đạt {p}%",
        "Kế hoạch vốn giao {b} triệu đồng, đến nay đã giải ngân được {a} triệu đồng, đạt {p}% kế hoạch",
        "Dự toán giao {b} triệu đồng; thực hiện {a} triệu đồng, bằng {p}%",
        "Dự toán giao {b} triệu đồng; đã sử dụng {a} triệu đồng, bằng {p}% dự toán",
        "Ngân sách bố trí {b} triệu đồng, thanh toán {a} triệu đồng, đạt {p}%",
    ],
)
def test_what_was_spent_is_held_against_what_was_given(text: str) -> None:
    found = only(text.format(a="1.012", b="6.941", p="14,6"))
    assert (found.verdict, found.judgement.values) == (RIGHT, (Fraction(1012), Fraction(6941)))
    # Other funds may be meant, so that another percentage is not called wrong.
    assert only(text.format(a="1.012", b="6.941", p="20")).judgement.why == "unclear"


# ── what is no result ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Chỉ được phép chở bằng 50% lượng hành khách.",
        "Tỷ lệ không quá 5%.",
        "Giá khởi điểm 5 tỷ, hệ số R = 12%",
    ],
)
def test_what_is_allowed_and_what_a_letter_stands_for_is_no_statement(text: str) -> None:
    assert audit(f"{text}\n").findings == ()


def test_a_count_of_times_hides_no_figure_behind_it() -> None:
    text = (
        "Cấp mới 7 dự án, vốn 498 tỷ đồng, tăng 17% về số dự án và gấp 8 lần về vốn so với cùng kỳ "
        "(6 dự án, vốn 62 tỷ đồng)"
    )
    found = only(text)
    assert (found.verdict, found.judgement.values) == (RIGHT, (Fraction(7), Fraction(6)))


def test_tables_in_a_text_that_is_passed_are_read() -> None:
    assert only("Chỉ tiêu\tKH\tTH\tTH/KH (%)\nLúa\t100\t90\t91").verdict == WRONG
