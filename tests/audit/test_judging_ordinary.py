"""True sentences as reports write them: none is called wrong, and what follows is found to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring.audit import Finding, audit
from thidua_scoring.audit.rows import evidence_rows

OTHERS = [
    # a pair, and a percentage of something else
    "Triển khai tại 12/15 xã, đạt 95% số hộ.",
    "Kiểm tra 12/45 doanh nghiệp, chiếm 60% tổng số lao động.",
    "Chi 120/150 tỷ đồng, chiếm 45% tổng chi.",
    "Hoàn thành 45/60 km đường được cứng hóa, đạt 95% khối lượng.",
    "Kết nạp 12/15 đảng viên, đạt 60% chỉ tiêu nhiệm kỳ.",
    "Chi 120/150 tỷ đồng, bằng 115% so với đầu năm.",
    "Có 15/18 xã đạt chuẩn NTM, đạt 107% kế hoạch.",
    "Huy động 4.500/4.550 cháu ra lớp, đạt 100,5% kế hoạch.",
    "28/30 trường đạt chuẩn quốc gia, vượt 3% so với kế hoạch.",
    "Bao phủ BHYT 9.500/10.000 người, vượt 2% kế hoạch.",
    "Thi hành xong 450/500 việc, vượt 5% chỉ tiêu",
    "Giảm 120/1.500 hộ nghèo, đạt 120% kế hoạch.",
    "Có 5/6 chi bộ đạt 100% kế hoạch kết nạp đảng viên.",
    "7/9 ngành đạt 105% kế hoạch",
    "5/7 khoản thu đạt 60% dự toán trở lên",
    "10/12 bệnh viện có công suất sử dụng giường bệnh đạt 110%",
    "3/4 mô hình đạt 95% kế hoạch",
    "12/12 trường có học sinh khá giỏi chiếm 60%",
    "Bầu cử tại 45/45 khu vực bỏ phiếu đạt 99,8%",
    "Có 12/15 xã thực hiện xong (đạt 95% diện tích).",
    "Hoàn thành 8/10 km đường với giá trị giải ngân đạt 65%.",
    "Sáu tháng đầu năm thu 120/150 tỷ đồng, đạt 40% dự toán năm.",
    "Sáu tháng thu 12/20 tỷ đồng, đạt 120% kế hoạch.",
    "Thu 120/150 tỷ đồng, đạt 75% dự toán huyện giao, đạt 80% dự toán tỉnh giao.",
    "Diện tích 120/125 ha, sản lượng 484/570 tấn, đạt 90% kế hoạch.",
    "Tiêm phòng 450/500 con, đạt 95% kế hoạch.",
    "Thu hoạch 450/500 ha, đạt 95% kế hoạch.",
    "Xây dựng 9/12 công trình, đạt 90%.",
    "Tiến độ xây dựng đạt 90% (9/12 công trình).",
    "Đàn lợn 12.500 con, tăng 500 con so với cùng kỳ, bằng 98%.",
    "Tiếp nhận 500 hồ sơ, giải quyết 450/480 hồ sơ, đạt 90%.",
    "Còn thiếu 20/100 ha, đạt 80%.",
    "Chưa giải ngân 20/100 triệu đồng, đạt 80%.",
    "Giảm 20/100 ha, đạt 80% kế hoạch.",
    "Khai thác 12 tấn (cùng kỳ 10 tấn), tăng 35% so với năm 2019.",
    "Dư nợ 450 tỷ đồng, tăng 50 tỷ đồng (tăng 15% so với cùng kỳ).",
    "Dư nợ 450 tỷ đồng, tăng 50 tỷ đồng so với đầu năm, tăng 15%.",
    "Diện tích lúa 450/500 ha, đạt 95%, so với cùng kỳ tăng 5%.",
    # days, years, ranks and numbers of documents
    "Đến 30/6 thu ngân sách đạt 52% dự toán.",
    "Tính đến 15/9 diện tích gieo trồng đạt 95% kế hoạch.",
    "Đến hết 30/6 toàn huyện giải ngân đạt 45,2% kế hoạch vốn.",
    "Lúa mùa cấy xong 20/7, đạt 100% diện tích.",
    "Lịch thời vụ 15/2 - 28/2, đạt 95%",
    "Tỷ lệ giải ngân đạt 45% (30/6).",
    "Tỷ lệ hộ nghèo còn 4,5% (12/2022).",
    "Kết luận 21/2021 đạt 100%.",
    "Đề án 06/2022 đạt 95%",
    "QĐ 12/2022 đạt 95%",
    "PAR INDEX xếp 12/63 tỉnh, thành phố, đạt 87,61%",
    "xếp hạng 12/63, đạt 85%",
    # a pair behind that tells of something else
    "Tỷ lệ hộ sử dụng điện đạt 99,5% (12/12 xã có điện lưới quốc gia).",
    "Tỷ lệ tiêm chủng đạt 98% (8/10 xã đạt từ 95% trở lên).",
    "Tỷ lệ hộ dùng nước hợp vệ sinh đạt 92% (15/18 xã đạt chỉ tiêu).",
    "Tỷ lệ hộ dùng nước hợp vệ sinh đạt 92% (15/18 xã).",
    # points of a rate, two bases, another subject
    "Toàn xã còn 150 hộ nghèo, giảm 50 hộ (giảm 2,5%) so với năm trước.",
    "Toàn xã còn 150 hộ nghèo, giảm 50 hộ (2,5%) so với năm trước.",
    "Toàn xã còn 150 hộ nghèo, giảm 50 hộ/2,5% so với năm trước.",
    "Số hộ nghèo 150 hộ (2,5%), giảm 50 hộ (0,8%)",
    "1.200 hộ nghèo (tỷ lệ 12%), giảm 150 hộ (tỷ lệ 1,5%)",
    "Toàn xã có 120 hộ nghèo, giảm 30 hộ so với năm 2022 (tỷ lệ hộ nghèo còn 6%).",
    "350 người, tăng 50 người (tỷ lệ tái nghiện 85%)",
    "Đàn lợn 12.500 con, tăng 500 con so với tháng trước (tăng 20% so với cùng kỳ).",
    "Đàn lợn 12.500 con, tăng 500 con so với tháng trước và bằng 120% so với cùng kỳ.",
    "Bắt 73 đối tượng, tăng 6 đối tượng = 89% chỉ tiêu",
    "500 hộ nghèo, trong đó 200 hộ là đồng bào DTTS, chiếm 5% tổng số hộ toàn xã",
    "Sản xuất 120 tấn (cùng kỳ 100 tấn), năng suất tăng 5%.",
    "25 dự án (cùng kỳ 20 dự án), vốn đăng ký tăng 50%.",
    "Đón 120 nghìn lượt (cùng kỳ 100 nghìn lượt), doanh thu tăng 35%.",
    "Tỷ lệ tốt nghiệp THPT đạt 99,2% năm 2022, tăng 0,5%.",
    "Tỷ lệ bao phủ BHYT đạt 95% năm 2023, tăng 2%.",
    "Xảy ra 27 vụ, làm chết 8 người, bị thương 12 người, giảm 3 người (giảm 27,3%)",
]
"""Sentences whose percentages rest on figures that are not given."""

RIGHT = [
    "Có 9/12 xã đạt 19/19 tiêu chí, chiếm 75%.",
    "Đầu năm có 2.000 hộ nghèo, trong năm giảm 500 hộ (25%).",
    "Năm 2022 xảy ra 80 vụ tai nạn, năm 2023 giảm 20 vụ (25%).",
    "Cùng kỳ năm trước xảy ra 80 vụ, năm nay giảm 20 vụ (giảm 25%).",
    "Trồng rừng 250 ha, tăng 50 ha so với kế hoạch (125%).",
    "120 vụ, tăng 20 vụ (120%)",
    "đàn trâu 5.600 con, đàn bò 8.800 con, tăng 800 con (tăng 5,9%)",
    "Phạt tiền 1 tỷ 250 triệu đồng, tăng 50 triệu đồng (tăng 4,17%).",
    "Tổng kinh phí 3 tỷ 200 triệu đồng, trong đó xã hội hóa 800 triệu đồng, chiếm 25%.",
    "Thu 1 tỷ 200 triệu đồng/800 triệu đồng, đạt 150%",
    "500 hộ nghèo, trong đó 200 hộ dân tộc Tày, 150 hộ dân tộc Nùng, chiếm 70%",
    "300 đơn, trong đó đủ điều kiện 250 đơn, đã giải quyết 200 đơn, chiếm 80%",
    "lúa 1.200 ha, ngô 300 ha, trong đó lúa lai 900 ha chiếm 75% diện tích lúa",
    "450 học viên, trong đó 50 học viên nữ, tăng 12,5% so với cùng kỳ (cùng kỳ 400 học viên)",
    "Tiêm phòng 12.000/15.000 con (80%)",
    "Tiêm phòng 12.000/15.000 con trâu bò, đạt 80% kế hoạch",
    "Xử lý hồ sơ trực tuyến 950/1.000 hồ sơ (95%)",
    "Xây dựng mô hình 12/15, đạt 80%",
    "Đài truyền hình 45/50, đạt 90%",
    "Tham gia học tập 450/500, đạt 90%",
    "Đầu tư hạ tầng 12/15, đạt 80%",
    "Thu quỹ quốc phòng 120/100, đạt 120%",
    "Thu 95 tấn, đạt 95% (KH 100 tấn)",
    "Thu 450 tỷ đồng, đạt 90% dự toán (500 tỷ đồng)",
    "Tăng từ 40 vụ lên 50 vụ, tăng 25%",
    "Giảm từ 50 vụ xuống 40 vụ, giảm 20%",
]
"""Sentences whose percentage follows, though not from the figures nearest to it, or not in the first way."""

ROUNDED = [
    "Sản lượng 5,2 triệu tấn, tăng 0,3 triệu tấn (tăng 5,5%).",
    "đón 1,2 triệu lượt, tăng 23,5% so với cùng kỳ (cùng kỳ 1,0 triệu lượt)",
    "Thu 5 tỷ đồng/4 tỷ đồng, đạt 130% kế hoạch.",
    "Gieo 52,4 ha/51,4 ha, đạt 102% KH.",
]
"""Sentences whose percentage may come from the figures as they were before they were rounded."""


def last(text: str) -> Finding:
    return audit(f"{text}\n").findings[-1]


@pytest.mark.parametrize("text", OTHERS)
def test_what_rests_on_other_figures_is_not_called_wrong(text: str) -> None:
    assert {each.verdict for each in audit(f"{text}\n").findings} <= {"cannot-be-told"}


@pytest.mark.parametrize("text", RIGHT)
def test_what_follows_in_another_way_follows(text: str) -> None:
    assert [each.verdict for each in audit(f"{text}\n").findings] == ["follows"]


@pytest.mark.parametrize("text", ROUNDED)
def test_what_may_come_from_figures_that_were_not_rounded_is_told_so(text: str) -> None:
    found = last(text)
    if found.verdict != "follows":
        assert found.judgement.why == "rounded-figures"
        assert "chưa làm tròn" in found.because("vi")
        assert "before they were rounded" in found.because("en")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Gieo được 350,3 ha/350 ha, đạt 101% KH", "100"),
        ("Thu 120/150 tấn, đạt 85%", "80"),
        ("Thu 120/150 tấn (đạt 85% kế hoạch năm 2022); chi", "80"),
        ("Trồng 450/500 ha, vượt 5% kế hoạch giao.", "-10"),
        ("Có 12/15 xã, chiếm 70%.", "80"),
        ("Khởi tố đạt 90% (60/80 vụ).", "75"),
        ("Đàn lợn 12.500 con, tăng 500 con so với cùng kỳ (tăng 5,5%).", "4.2"),
        ("Xảy ra 80 vụ, giảm 20 vụ (giảm 25%).", "20"),
        ("Phạt tiền 1 tỷ 250 triệu đồng, tăng 50 triệu đồng (tăng 14%).", "4"),
        ("Kiểm tra 500 xe, trong đó 200 xe vi phạm, chiếm 45%.", "40"),
        ("Thu 120 tấn, tăng 25% so với cùng kỳ (cùng kỳ 100 tấn).", "20"),
    ],
)
def test_what_stands_right_beside_its_figures_and_does_not_follow_is_told(text: str, right: str) -> None:
    found = last(text)
    assert found.verdict == "does-not-follow", found.because("en")
    assert str(found.judgement.right) == right or float(found.judgement.right or 0) == float(right)


def test_each_of_several_bases_is_held_against_its_own_figure() -> None:
    found = audit("Đạt 2.300 tỷ, đạt 46% KH (KH 5.000 tỷ), tăng 15% so với cùng kỳ (2.000 tỷ).\n").findings
    assert [(each.verdict, each.judgement.ground and each.judgement.ground.figures) for each in found] == [
        ("follows", ("2.300", "5.000")),
        ("follows", ("2.300", "2.000")),
    ]


@pytest.mark.parametrize(
    "text",
    ["Sản lượng đạt 95% (KH 100 tấn).", "Chi đạt 90% dự toán (500 tỷ đồng).", "Tăng 5% (cùng kỳ 100 tấn)."],
)
def test_what_stands_there_is_not_said_to_be_missing(text: str) -> None:
    assert {each.judgement.why for each in audit(f"{text}\n").findings} <= {"unclear", "no-figures"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Thu 1.500 tỷ/2 nghìn tỷ, đạt 75%.", "1.500"),
        ("Giải ngân 2 tỷ 400 triệu đồng/2,0 tỷ đồng, đạt 120% KH.", "2400"),
    ],
)
def test_the_first_of_two_figures_with_a_slash_is_the_result(text: str, value: str) -> None:
    rows = [*evidence_rows(audit(f"{text}\n"))]
    assert [row["value"] for row in rows if row["field"].endswith("thực hiện")] == [value]
    assert last(text).judgement.why in ("other-units", "no-figures")


UNITS = ["ha", "tấn", "tỷ đồng", "con", "xã", "hộ", "đơn vị", "km đường", "hồ sơ", "", "thành viên"]
VERBS = [", đạt", ", bằng", ", chiếm", " (đạt", ", vượt", " đạt", ", tương đương"]
BASES = [
    "diện tích", "tổng số hộ", "so với đầu năm", "giá trị hợp đồng", "khối lượng", "kế hoạch vốn", "trở lên",
    "dự toán trung ương", "chỉ tiêu nhiệm kỳ", "so với tháng trước", "của cả tỉnh",
]  # fmt: skip


@given(
    words=st.sampled_from(["Thực hiện", "Tổng thu", "Tại huyện", "Kiểm tra", "Hoàn thành", "- Có"]),
    part=st.integers(1, 10**4),
    whole=st.integers(1, 10**4),
    unit=st.sampled_from(UNITS),
    verb=st.sampled_from(VERBS),
    stated=st.integers(0, 300),
    base=st.sampled_from(BASES),
)
def test_a_percentage_of_something_that_is_named_is_never_called_wrong(
    *, words: str, part: int, whole: int, unit: str, verb: str, stated: int, base: str
) -> None:
    found = audit(f"{words} {part}/{whole} {unit}{verb} {stated}% {base}.\n").findings
    assert {each.verdict for each in found} <= {"follows", "cannot-be-told"}
