"""Faults of scoring."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

SCORING: dict[str, Message] = {
    "no-such-unit": Message(
        "Kết quả không có đơn vị «{got}».",
        "The result holds no unit “{got}”.",
        "Các đơn vị đã chấm: {expected}.",
        "Units that were scored: {expected}.",
    ),
    "no-such-criterion": Message(
        "Bộ tiêu chí không có tiêu chí «{got}».",
        "The ruleset has no criterion “{got}”.",
        "Các tiêu chí: {expected}.",
        "Its criteria: {expected}.",
    ),
    "division-by-zero": Message(
        "Đơn vị {unit}, tiêu chí {criterion}: phép chia cho 0 trong công thức.",
        "Unit {unit}, criterion {criterion}: the formula divides by zero.",
        "Kiểm tra số liệu ở mẫu số (kế hoạch, tổng số); nếu bằng 0 là đúng, bộ tiêu chí phải ghi when_zero.",
        "Check the figure in the divisor (plan, whole); if 0 is right, the ruleset must state when_zero.",
    ),
    "fold-of-nothing": Message(
        "Đơn vị {unit}, tiêu chí {criterion}: không còn dòng nào để lấy trung bình, lớn nhất hay nhỏ nhất.",
        "Unit {unit}, criterion {criterion}: no rows are left to take the mean, greatest or least of.",
        "Bổ sung các dòng của bảng số liệu.",
        "Add the rows of the table in the evidence.",
    ),
    "group-of-nobody": Message(
        "Đơn vị {unit}, tiêu chí {criterion}: trong khối không có đơn vị nào để so sánh.",
        "Unit {unit}, criterion {criterion}: the bloc holds no unit to compare with.",
        "Kiểm tra khối của đơn vị và điều kiện so sánh.",
        "Check the unit's bloc and the condition of the comparison.",
    ),
    "outside-curve": Message(
        "Đơn vị {unit}, tiêu chí {criterion}: số liệu nằm ngoài mọi khoảng điểm.",
        "Unit {unit}, criterion {criterion}: the figure lies outside all bands.",
        "Kiểm tra số liệu, hoặc bổ sung khoảng điểm vào bộ tiêu chí.",
        "Check the figure, or add the band to the ruleset.",
    ),
    "level-without-number": Message(
        "Đơn vị {unit}, tiêu chí {criterion}: mức của đơn vị không có giá trị trong công thức.",
        "Unit {unit}, criterion {criterion}: the formula has no number for the unit's level.",
        "Kiểm tra mức trong minh chứng, hoặc ghi giá trị của mọi mức vào values.",
        "Check the level in the evidence, or state the number of every level in values.",
    ),
    "function-not-exact": Message(
        "Đơn vị {unit}, tiêu chí {criterion}: hàm của phần mở rộng không trả về số chính xác.",
        "Unit {unit}, criterion {criterion}: the plugin's function did not return an exact number.",
        "Hàm phải trả về int hoặc Decimal.",
        "The function must return an int or a Decimal.",
    ),
    "function-out-of-range": Message(
        "Đơn vị {unit}, tiêu chí {criterion}: hàm của phần mở rộng trả về số ngoài khoảng.",
        "Unit {unit}, criterion {criterion}: the plugin's function returned a number out of its range.",
        "Báo cho tác giả phần mở rộng.",
        "Tell the plugin's author.",
    ),
}
