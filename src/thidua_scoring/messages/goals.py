"""Faults of goals."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

GOALS: dict[str, Message] = {
    "goal-one-target": Message(
        "Phải nêu đúng một mục tiêu: mức xếp loại hoặc thứ hạng.",
        "A goal is one class or one rank.",
        "Ghi class_= hoặc rank=, không ghi cả hai.",
        "Give class_= or rank=, not both.",
    ),
    "goal-least": Message(
        "«{got}» không phải là cách so sánh các phương án.",
        "“{got}” is no way to compare answers.",
        "Ghi «criteria» (ít tiêu chí nhất) hoặc «cost» (chi phí thấp nhất).",
        "Write “criteria” (fewest criteria) or “cost” (least cost).",
    ),
    "goal-number": Message(
        "«{name}» phải là số nguyên từ 1 trở lên, không phải {got}.",
        "“{name}” must be a whole number from 1 up, not {got}.",
        "Sửa lại số này.",
        "Correct the number.",
    ),
    "goal-settled": Message(
        "Bảng điểm này có điểm đã được thẩm định hoặc đơn vị không xếp loại, nên không suy được từ số liệu.",
        "This scoreboard holds points that were settled, or units that are not rated, so it does not follow "
        "from evidence.",
        "Tìm phương án trên bảng điểm chấm từ số liệu.",
        "Seek goals on a scoreboard that was scored from evidence.",
    ),
    "goal-no-such-class": Message(
        "Bộ tiêu chí không có mức xếp loại «{got}».",
        "The ruleset has no class “{got}”.",
        "Các mức: {expected}.",
        "Its classes: {expected}.",
    ),
    "goal-no-such-figure": Message(
        "Bộ tiêu chí không có số liệu hoặc tiêu chí «{got}».",
        "The ruleset has no figure or criterion “{got}”.",
        "Ghi số liệu theo dạng TIÊU_CHÍ.SỐ_LIỆU.",
        "Write a figure as CRITERION.FIELD.",
    ),
    "goal-lever-twice": Message(
        "Số liệu «{got}» được nêu nhiều lần.",
        "The figure “{got}” is given more than once.",
        "Chỉ nêu một lần.",
        "Give it once.",
    ),
    "goal-lever-kind": Message(
        "Số liệu «{got}» thuộc loại {kind}, không thay đổi theo bước được.",
        "The figure “{got}” is a {kind}, which does not change in steps.",
        "Chỉ nêu số, tỷ lệ, ngày, có/không hoặc mức.",
        "Give numbers, percentages, dates, yes-no figures or levels.",
    ),
    "goal-lever-open": Message(
        "Số liệu «{got}» còn thiếu, chưa xác nhận hoặc không áp dụng, nên không có gì để thay đổi.",
        "The figure “{got}” is missing, not confirmed or does not apply, so there is nothing to change.",
        "Bổ sung hoặc xác nhận số liệu trước.",
        "Add or confirm it first.",
    ),
    "goal-lever-direction": Message(
        "«{got}» không phải là một hướng thay đổi.",
        "“{got}” is no direction.",
        "Ghi «up», «down» hoặc «both».",
        "Write “up”, “down” or “both”.",
    ),
    "goal-lever-number": Message(
        "«{name}» phải lớn hơn 0, và là số nguyên nếu là bước của số đếm hoặc ngày; không thể là {got}.",
        "“{name}” must be above 0, and whole where it is a step of a count or a date; it cannot be {got}.",
        "Sửa lại số này.",
        "Correct the number.",
    ),
    "goal-lever-endless": Message(
        "Số liệu «{got}» không có giới hạn, và không chứng minh được từ đâu trở đi thì không còn ảnh hưởng.",
        "The figure “{got}” has no limit, and it cannot be shown from where on it changes nothing.",
        "Ghi «{name}» cho số liệu này, hoặc giữ nguyên nó bằng frozen.",
        "Give “{name}” for it, or keep it as it is by frozen.",
    ),
    "goal-lever-fine": Message(
        "Số liệu «{got}» có tới {count} giá trị.",
        "The figure “{got}” may have as many as {count} values.",
        "Thu hẹp giới hạn hoặc dùng bước lớn hơn.",
        "Narrow its range, or use a longer step.",
    ),
    "goal-too-many": Message(
        "Các số liệu {got} ràng buộc lẫn nhau và có {count} tổ hợp, nhiều hơn {most}.",
        "The figures {got} hang together and have {count} combinations, more than {most}.",
        "Giữ nguyên bớt số liệu bằng frozen, hoặc dùng bước lớn hơn.",
        "Keep some of them as they are by frozen, or use longer steps.",
    ),
    "goal-too-wide": Message(
        "Có {count} tình huống phải xét cùng lúc, nhiều hơn {most}.",
        "There are {count} cases to look at together, more than {most}.",
        "Giữ nguyên bớt tiêu chí bằng frozen, hoặc dùng bước lớn hơn.",
        "Keep some criteria as they are by frozen, or use longer steps.",
    ),
}
