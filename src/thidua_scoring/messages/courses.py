"""Faults of how a figure moves the result."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

COURSES: dict[str, Message] = {
    "course-figure": Message(
        "Bộ tiêu chí không có số liệu «{got}».",
        "The ruleset has no figure “{got}”.",
        "Các số liệu có thể thay đổi: {expected}.",
        "Figures that can be varied: {expected}.",
    ),
    "course-kind": Message(
        "Không thể cho «{key}» thay đổi: số liệu này thuộc loại {kind}.",
        "“{key}” cannot be varied: it is of kind {kind}.",
        "Chọn một số liệu là số, tỷ lệ, ngày, có/không hoặc mức.",
        "Choose a number, a percentage, a date, a yes-no figure or a level.",
    ),
    "course-no-number": Message(
        "Tiêu chí {criterion} không có số liệu nào là số để vẽ đường điểm.",
        "Criterion {criterion} reads no number that its points could be shown by.",
        "Nêu tên một số liệu có/không hoặc mức của tiêu chí.",
        "Name a yes-no figure or a level of the criterion.",
    ),
    "course-range": Message(
        "Giá trị {got} của «{key}» không dùng được: khoảng cho phép từ {least} đến {most}, bước {step}.",
        "The value {got} of “{key}” cannot be used: it ranges from {least} to {most} by steps of {step}.",
        "Chọn giá trị trong khoảng và đúng bước đó.",
        "Choose a value within that range and of that step.",
    ),
    "course-turned": Message(
        "Khoảng của «{key}» bị ngược: đầu dưới {low} lớn hơn đầu trên {high}.",
        "The range of “{key}” is turned round: its low end {low} is above its high end {high}.",
        "Đổi chỗ hai đầu, hoặc nới khoảng.",
        "Change the ends, or widen the range.",
    ),
    "course-step": Message(
        "Bước {got} của «{key}» không dùng được; bước của số liệu: {step}.",
        "The step {got} of “{key}” cannot be used; the figure's own step: {step}.",
        "Bước phải lớn hơn 0 và là bội số của bước đã khai báo.",
        "A step must be above 0 and a multiple of the one that is declared.",
    ),
    "course-settled": Message(
        "Điểm của {units} đã được chốt khi thẩm định nên không còn thay đổi theo số liệu.",
        "The points of {units} were settled by appraisal, and no longer follow the figures.",
        "Dùng bảng điểm theo quy định, trước khi thẩm định (by_rules).",
        "Ask the scoreboard as the rules give it, before the appraisal (by_rules).",
    ),
    "course-open": Message(
        "Chưa tính được theo «{key}» vì các số liệu này chưa có hoặc chưa được xác nhận: {cells}.",
        "What follows from “{key}” is open, since these figures are missing or not confirmed: {cells}.",
        "Bổ sung hoặc xác nhận các số liệu đó, hoặc giả định giá trị cho chúng.",
        "Add or confirm them, or assume values for them.",
    ),
    "course-irrational": Message(
        "Theo «{key}», kết quả thay đổi tại một giá trị không phải là phân số.",
        "The result changes at a value of “{key}” that is no fraction.",
        "Ghi bước (step) của số liệu, ví dụ 0,01.",
        "State the step of the figure, for instance 0.01.",
    ),
    "course-endless": Message(
        "Theo «{key}», kết quả thay đổi ở quá nhiều giá trị.",
        "The result changes at too many values of “{key}”.",
        "Thu hẹp khoảng bằng low và high, hoặc ghi bước (step) lớn hơn.",
        "Narrow the range by low and high, or state a larger step.",
    ),
    "course-opaque": Message(
        "«{key}» đi vào một hàm của phần mở rộng; không biết hàm đó thay đổi ở đâu.",
        "“{key}” goes into a plugin's function, and it is not known where that changes.",
        "Ghi low, high và bước (step) để tính từng giá trị.",
        "State low, high and a step, so that each value is tried.",
    ),
}
