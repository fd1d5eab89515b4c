"""Faults of robustness of ranks."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

_LEAVE_OUT_VI = (
    "Chỉ tính được nếu bỏ qua các giới hạn này: ghi without_limits=True, hoặc --without-limits trong lệnh."
)
_LEAVE_OUT_EN = "It can be worked out only with such limits left out: pass without_limits=True."

ROBUSTNESS: dict[str, Message] = {
    # ── regions ─────────────────────────────────────────────────────────────────────
    "weights-criterion": Message(
        "Không có tiêu chí «{got}» có điểm để đặt trọng số.",
        "There is no criterion “{got}” with points to weigh.",
        "Các tiêu chí có điểm: {expected}.",
        "Criteria with points: {expected}.",
    ),
    "weights-relation": Message(
        "«{got}» không phải là quan hệ giữa hai trọng số.",
        "“{got}” is no relation between two weights.",
        "Ghi >=, <= hoặc ==.",
        "Write >=, <= or ==.",
    ),
    "weights-contradict": Message(
        "Không có bộ trọng số nào thỏa mãn cùng lúc: {limits}.",
        "No weights keep to all of these: {limits}.",
        "Bỏ hoặc nới một trong các giới hạn đó.",
        "Take one of them away, or make it wider.",
    ),
    "weights-endless": Message(
        "Trọng số có thể tăng vô hạn: {criteria}.",
        "Weights could grow without end: {criteria}.",
        "Đặt mức cao nhất cho các trọng số đó, hoặc giữ nguyên tổng trọng số.",
        "State the most that they can be, or keep the sum of weights.",
    ),
    "weights-none": Message(
        "Bộ tiêu chí không có tiêu chí nào có điểm nên không có trọng số để thay đổi.",
        "No criterion of the ruleset has points, so there are no weights to change.",
    ),
    # ── boards whose order weights do not give ──────────────────────────────────────
    "weights-open": Message(
        "Đơn vị {unit}, tiêu chí {criterion}: chưa biết điểm.",
        "Unit {unit}, criterion {criterion}: the points are not known.",
        "Bổ sung số liệu còn thiếu.",
        "Add the figures that are missing.",
    ),
    "weights-open-rank": Message(
        "Đơn vị {unit}: chưa rõ có được xếp hạng hay không.",
        "Unit {unit}: it is not known whether it is ranked.",
        "Bổ sung số liệu mà các điều kiện loại trừ cần đến.",
        "Add the figures that the vetoes ask for.",
    ),
    "weights-group-limit": Message(
        "Đơn vị {unit}: điểm của nhóm {group} bị giới hạn nên không phải là tổng điểm các tiêu chí.",
        "Unit {unit}: a limit of group {group} applies, so its points are not the sum of its criteria.",
        _LEAVE_OUT_VI,
        _LEAVE_OUT_EN,
    ),
    "weights-group-rounding": Message(
        "Đơn vị {unit}: điểm của nhóm {group} được làm tròn.",
        "Unit {unit}: the points of group {group} are rounded.",
        _LEAVE_OUT_VI,
        _LEAVE_OUT_EN,
    ),
    "weights-total-limit": Message(
        "Đơn vị {unit}: tổng điểm bị giới hạn ở thang điểm.",
        "Unit {unit}: the total is cut to the scale.",
        _LEAVE_OUT_VI,
        _LEAVE_OUT_EN,
    ),
    "weights-total-rounding": Message(
        "Đơn vị {unit}: tổng điểm hoặc tỷ lệ điểm dùng để xếp hạng được làm tròn.",
        "Unit {unit}: the total or percentage that it is ranked by is rounded.",
        _LEAVE_OUT_VI,
        _LEAVE_OUT_EN,
    ),
    "weights-settled": Message(
        "Đơn vị {unit}: tổng điểm do hội đồng quyết định, không phải là tổng điểm các tiêu chí.",
        "Unit {unit}: the total was settled by people and is not the sum of its criteria.",
        _LEAVE_OUT_VI,
        _LEAVE_OUT_EN,
    ),
    "weights-applicable": Message(
        "Đơn vị {unit}: các tiêu chí áp dụng khác với đơn vị {other} cùng khối ({criteria}), "
        "nên trọng số làm thay đổi cả mẫu số của tỷ lệ điểm.",
        "Unit {unit}: other criteria apply than to unit {other} of its bloc ({criteria}), "
        "so weights also change what its percentage is of.",
        "Chỉ cho trọng số thay đổi trong số điểm áp dụng của mỗi đơn vị: dùng Region.keeping.",
        "Let weights trade off only within what applies to each unit: use Region.keeping.",
    ),
    "weights-other-figure": Message(
        "Đơn vị không được xếp hạng theo tổng điểm hay tỷ lệ điểm, nên trọng số không quyết định thứ hạng.",
        "Units are not ranked by total or percentage, so weights do not decide ranks.",
    ),
    "weights-class-figure": Message(
        "Mức xếp loại {class} không dựa vào tổng điểm hay tỷ lệ điểm.",
        "The class {class} is not decided by total or percentage.",
    ),
    "weights-class-rounding": Message(
        "Đơn vị {unit}: xếp loại theo số đã làm tròn hoặc bị giới hạn, "
        "khác với xếp loại theo tổng điểm tính từ trọng số.",
        "Unit {unit}: its class goes by a rounded or limited figure, and differs from that by weights alone.",
        _LEAVE_OUT_VI,
        _LEAVE_OUT_EN,
    ),
    "weights-keep": Message(
        "«{got}» không phải là điều cần giữ nguyên.",
        "“{got}” is nothing that can be kept.",
        "Ghi một trong các từ: {expected}.",
        "Write one of: {expected}.",
    ),
    "weights-most": Message(
        "«{got}» không phải là số đơn vị đứng đầu.",
        "“{got}” is not a number of units at the top.",
        "Ghi số nguyên từ 1 trở lên.",
        "Write a whole number from 1 up.",
    ),
    # ── thresholds and draws ────────────────────────────────────────────────────────
    "threshold-open": Message(
        "Đơn vị {unit}: chưa biết số dùng để xếp loại.",
        "Unit {unit}: the figure that its class goes by is not known.",
        "Bổ sung số liệu còn thiếu.",
        "Add the figures that are missing.",
    ),
    "no-such-class": Message(
        "Không có điểm chuẩn của mức xếp loại «{got}».",
        "There is no threshold of a class “{got}”.",
        "Các mức có điểm chuẩn: {expected}.",
        "Classes with a threshold: {expected}.",
    ),
    "classes-none": Message(
        "Bộ tiêu chí không có mức xếp loại nào.",
        "The ruleset has no classes.",
    ),
    "draws-none": Message(
        "«{got}» không phải là số lần lấy mẫu.",
        "“{got}” is not a number of draws.",
        "Ghi số nguyên từ 1 trở lên.",
        "Write a whole number from 1 up.",
    ),
    "solver-stopped": Message(
        "Bộ giải HiGHS dừng mà không có kết quả: {reason}.",
        "The solver HiGHS stopped without a result: {reason}.",
        "Thu hẹp miền trọng số, hoặc tính cho ít đơn vị hơn.",
        "Narrow the region of weights, or ask for fewer units.",
    ),
    "draws-seed": Message(
        "Số khởi tạo phải là số nguyên từ 0 trở lên, không phải {got}.",
        "A seed is a whole number from 0 up, not {got}.",
        "Ví dụ: 0, 7, 2026.",
        "For example 0, 7 or 2026.",
    ),
}
