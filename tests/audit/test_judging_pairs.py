"""Two figures with a slash that are no share: dates, years, scales, and how many reach a percentage."""

from __future__ import annotations

import pytest

from thidua_scoring.audit import audit


@pytest.mark.parametrize(
    "words",
    [
        "Đến 15/9 đạt 85% kế hoạch.",
        "Đến 30/11 giải ngân đạt 85%",
        "Nhân dịp 30/4 và 01/5, đạt 100%.",
        "Năm học 2021/2022 đạt 98%.",
        "Niên vụ 2021/22 đạt 95% KH",
        "Quy hoạch tỷ lệ 1/500 đạt 100%.",
        "Quyết định 366/2014 đạt 90%.",
        "Trực 24/7, đạt 100%.",
        "Có 18/20 chỉ tiêu đạt 100%.",
        "5/7 tiêu chí đạt 100% kế hoạch, 2/7 tiêu chí đạt 90%",
    ],
)
def test_what_is_no_share_is_never_called_wrong(words: str) -> None:
    assert {each.verdict for each in audit(words).findings} <= {"cannot-be-told"}


@pytest.mark.parametrize(
    "words", ["Đến 15/9 ha, đạt 150%", "1.463/1.498,3 đạt 99% kế hoạch", "18/20 chỉ tiêu, đạt 91%"]
)
def test_what_is_one_still_is(words: str) -> None:
    assert [each.verdict for each in audit(words).findings] == ["does-not-follow"]
