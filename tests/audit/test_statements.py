"""Every statement of the five public documents, in the form in which it stands there, is judged right.

``statements.csv`` lists them: figures, percentage and form, with the verdict found by hand; ``rounded``
where the percentage may come from the figures as they were before they were rounded. The sentences are
made anew from their figures.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from thidua_scoring.audit import Finding, audit
from thidua_scoring.numbers import write

LIST = Path(__file__).with_name("statements.csv")
FORMS = {
    "bracket-only": "- Thấp hơn dự kiến mức tăng chung của cả nước ({percent}%).",
    "fall-equal": "Xảy ra {figure} {unit} (giảm {other} {unit} so cùng kỳ năm 2020 = {percent}%), hết.",
    "fall-only": "Có {figure} {unit}, bằng nửa kế hoạch, giảm {percent} % so với cùng kỳ.",
    "fall-slash": "Xảy ra {figure} {unit} ( giảm {other} {unit}/{percent}% so với cùng kì năm 2014), hết.",
    "formula": "Stt\tDanh hiệu\tCá nhân\tLao động trực tiếp\tTỷ lệ\n1\t2\t3\t4\t5=4:3*100\n"
    "I\tKhen cấp Nhà nước\t{other}\t{figure}\t{percent}",
    "funds": "Nguồn vốn năm 2021 là {other} {unit}, đã giải ngân {figure} {unit} đạt {percent}% KH.",
    "funds-apart": "Nguồn vốn {other} {unit} (năm 2020). Đã giải ngân {figure} {unit} đạt {percent}%.",
    "growth-behind": "Cấp mới {figure} {unit}, tăng {percent}% so với cùng kỳ năm 2020 ({other} {unit}).",
    "growth-first": "Thu đạt {figure} {unit}; so với cùng kỳ năm trước tăng {percent}%.",
    "growth-only": "Sản xuất được {figure} {unit}, tăng {percent}% so với cùng kỳ năm trước;",
    "pair-bare": "Sản lượng đạt {figure} {unit}/{other} {unit} đạt {percent}% KH.",
    "pair-both": "Gieo trồng được {figure} {unit}/{other}{unit}, đạt {percent}% KH; năng suất ước đạt.",
    "pair-bracket": "II\tCấp tỉnh\t14\t4\t10\t{figure}/{other} ({percent}%)\t",
    "pair-equal": "Nhiều nhất là trộm ({figure}/{other} {unit} = {percent}%).",
    "pair-levels": "Tại 10/10 huyện, {figure}/{other} {unit} đạt chuẩn từ mức độ 1 trở lên đạt {percent}%;",
    "pair-like": "Sản lượng đạt {figure} {unit}/{other} {unit}, tương đương {percent}% KH.",
    "pair-names": "Năm 2020 có {figure}/{other} {unit}, phường đạt chuẩn, đạt {percent}% so với chỉ tiêu.",
    "pair-none": "Trồng theo Quyết định số 1511 được {figure}/{other} đạt {percent}% kế hoạch;",
    "pair-once": "Sản lượng đạt {figure}/{other} {unit}, đạt {percent}% kế hoạch năm;",
    "pair-rate": "Khám phá {figure}/{other} {unit}, 218 đối tượng, đạt tỷ lệ {percent}%.",
    "pair-space": "Giải ngân được: {figure}/ {other} {unit}, bằng {percent}% kế hoạch.",
    "pair-year": "Ký {figure}/{other} {unit}, dự án thực hiện năm 2015, đạt {percent}% kế hoạch.",
    "pair-yield": "Năng suất ước đạt {figure} {unit}/{other} {unit}/ha, đạt {percent} % KH.",
    "plan-alone": "Kết quả thực hiện trên {figure} {unit}. Đạt {percent}% kế hoạch,…",
    "plan-bracket": "Có {figure} {unit} (đạt {percent}% kế hoạch);",
    "plan-first": "Thực hiện {figure} {unit}; so với dự toán giao đạt {percent}%;",
    "plan-only": "Được {figure},{unit}, đạt {percent}% so với kế hoạch.",
    "previous-first": "Chi {figure} {unit}; so với cùng kỳ năm trước bằng {percent}%.",
    "previous-only": "Được {figure},{unit} bằng {percent}% so với cùng kỳ năm 2014, đạt kế hoạch.",
    "rate-only": "Tỷ lệ chung ước đạt {percent}%.",
    "rest": "Ước đạt 90 triệu USD, bằng {figure}% so với cùng kỳ năm trước giảm {percent}%.",
    "rest-bracket": "Chỉ số đạt {figure}% so với cùng kỳ năm 2014 ( giảm {percent}%); trong đó:",
    "rise-behind": "Sản lượng: {figure} {unit}, tăng {percent}% so với cùng kỳ (tăng {other} {unit}).",
    "rise-equal": "Bắt {figure} {unit}, 214 người (tăng {other} {unit} so với năm 2020 = {percent}%).",
    "rise-level": "Có {figure} {unit}, tăng {other} {unit} (bằng {percent}%) so với cùng kỳ năm 2020);",
    "rise-or": "Khai thác đạt {figure} {unit}, (tăng {percent}% hay tăng {other} {unit});",
    "rough": "Tỷ lệ cơ sở đạt điều kiện trên {percent}%.",
    "share": "Kiểm định được {other} {unit}, trong đó {figure} {unit} đạt tiêu chuẩn (chiếm {percent}%).",
    "share-only": "Khu vực một chiếm {percent}%;",
    "toll-dead": "Xảy ra 27 vụ, làm chết {figure} {unit}, bị thương 32 {unit} (so với năm 2020, "
    "giảm 16 vụ, {other} {unit} chết = {percent}%).",
    "toll-hurt": "Xảy ra 27 vụ, làm chết 14 {unit}, bị thương {figure} {unit} (giảm 16 vụ, 08 {unit} chết, "
    "{other} {unit} bị thương = {percent}%).",
}  # fmt: skip
VERDICTS = {"does-not-follow": "wrong", "cannot-be-told": "open"}


def statements() -> list[Mapping[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def sentence(row: Mapping[str, str]) -> str:
    return FORMS[row["form"]].format_map(row)


def told(finding: Finding) -> str:
    rounded = "rounded" if finding.judgement.why == "rounded-figures" else ""
    return finding.judgement.how or rounded or VERDICTS[finding.verdict]


BY_FORM = defaultdict(list)
for _row in statements():
    BY_FORM[_row["form"]].append(_row)


def test_the_list_holds_all_that_were_counted() -> None:
    assert len(statements()) == 214
    assert set(BY_FORM) == set(FORMS)
    assert sum(row["verdict"] != "open" for row in statements()) == 80


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_statement_of_this_form_is_found_and_judged(form: str) -> None:
    for row in BY_FORM[form]:
        found = [each for each in audit(sentence(row) + "\n").findings if each.stated == row["percent"]]
        assert [told(each) for each in found] == [row["verdict"]], sentence(row)


def test_whole_reports_give_nothing_but_what_is_listed() -> None:
    rows = statements()
    found = audit("\n\n".join(map(sentence, rows))).findings
    helping = {"rest", "rest-bracket"}  # their sentences state the percentage that they rest on as well
    expected = [row["percent"] for row in rows] + [row["figure"] for row in rows if row["form"] in helping]
    assert sorted(each.stated for each in found) == sorted(expected)


def test_what_does_not_follow_is_told_with_the_right_figure() -> None:
    wrong = [row for row in statements() if row["verdict"] == "wrong"]
    right = [write(audit(sentence(row)).findings[0].judgement.right or Fraction(0)) for row in wrong]
    assert dict(zip((row["percent"] for row in wrong), right, strict=True)) == {
        "101": "100", "85,7": "85", "84,6": "86.4", "122,5": "122.8",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Triển khai 100% dịch vụ công trực tuyến mức độ 4.",
        "Thường trực 100% quân số từ 07h00' ngày 22/5/2021.",
        "Công ty TNHH một thành viên 100% vốn nhà nước.",
        "Hoạt động ổn định 24/24 giờ theo Quyết định số 33/2015/QĐ-UBND ngày 21/9/2015.",
        "Tăng 0,64 điểm phần trăm so với cùng kỳ năm trước.",
    ],
)
def test_what_compares_nothing_is_no_statement(text: str) -> None:
    assert audit(text).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 12/10/2021 đạt 98% kế hoạch.",
        "Theo Quyết định 33/2015/QĐ-UBND đạt 98% kế hoạch.",
        "Được 120/150 ha, thu 30 tấn, đạt 98% kế hoạch.",
        "Được gần 60/65 ha, đạt 98% kế hoạch.",
        "Xã đạt 19/19 tiêu chí, sản lượng lúa đạt 98% kế hoạch.",
        "Xảy ra 150 vụ (khởi tố 20 vụ), giảm 67 vụ = 31%.",
        "Xảy ra 30 vụ, khởi tố 20 vụ, bắt 9 người, giảm 67 vụ (giảm 31%).",
        "Tháng 9 xảy ra 150 vụ. Chín tháng so với cùng kỳ giảm 600 vụ (giảm 5%).",
        "Đầu tư 5 tỷ trên 3 huyện, đạt 98% kế hoạch.",
        "Tặng 500.000 đồng/40 suất, đạt 98% kế hoạch.",
        "Có 100 con, tăng 5 con so với tháng trước, bằng 98% so với cùng kỳ.",
        "Có 100 con, tăng 5 con so với cùng kỳ, đạt 98% kế hoạch.",
        "Đạt 120 tấn (cùng kỳ 100 tấn), đạt 98% kế hoạch.",
        "Có 7 dự án, tăng 17% so với cùng kỳ (3 dự án trong nước, 4 dự án FDI).",
        "Bằng 74% so với cùng kỳ năm trước, giảm 5% so với tháng trước.",
        "Tăng trưởng đạt -2%, còn lại 15-18% kế hoạch.",
        "Đạt 98 ha/100 ha, đạt 98% KH, bằng 97% so với cùng kỳ; tăng 5%.",
    ],
)
def test_figures_that_may_be_something_else_never_make_a_statement_wrong(text: str) -> None:
    assert {each.verdict for each in audit(text).findings} <= {"cannot-be-told", "follows"}


def test_a_change_is_held_against_the_sentence_before() -> None:
    found = audit(
        "Cả nước xảy ra 1.734 vụ, làm chết 708 người, bị thương 1.484 người. "
        "So với cùng kỳ năm 2014 giảm 400 vụ (-18,74%), tăng 47 người chết (+6,23%), "
        "giảm 560 người bị thương (giảm 27,4%)."
    ).findings
    assert [(each.verdict, each.judgement.values) for each in found] == [
        ("follows", (Fraction(1734), Fraction(400))),
        ("cannot-be-told", (Fraction(708), Fraction(47))),
        ("follows", (Fraction(1484), Fraction(560))),
    ]


def test_a_pair_in_brackets_behind_is_what_a_percentage_rests_on() -> None:
    found = audit("Trọng án giảm 45,96% (194/359 vụ), làm rõ đạt 90% (3.026/3.389 vụ).").findings
    assert [(each.verdict, each.judgement.values) for each in found] == [
        ("follows", (Fraction(194), Fraction(359))),
        ("does-not-follow", (Fraction(3026), Fraction(3389))),
    ]
