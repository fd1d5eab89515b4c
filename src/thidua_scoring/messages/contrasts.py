"""Faults of comparisons and contrasts."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

CONTRASTS: dict[str, Message] = {
    "contrast-open": Message(
        "Chưa đủ số liệu để tính điểm tiêu chí {criterion} của «{unit}» nên chưa giải thích được chênh lệch.",
        "Evidence leaves the points of criterion {criterion} of “{unit}” open, so no difference can be told.",
        "Bổ sung số liệu còn thiếu, hoặc tạm điền một giá trị giả định.",
        "Add what is missing, or assume a value for it.",
    ),
    "contrast-without-total": Message(
        "«{unit}» không có tổng điểm.",
        "“{unit}” has no total.",
        "Chọn đơn vị được chấm điểm.",
        "Choose a unit that is scored.",
    ),
    "nothing-to-leave-out": Message(
        "Không có tiêu chí, nhóm hay đơn vị nào là «{got}»; hiện có: {expected}.",
        "There is no criterion, group or unit “{got}”; there are: {expected}.",
        "Ghi đúng mã.",
        "Write the id.",
    ),
    # ── thresholds sought ───────────────────────────────────────────────────────────
    "cutoff-class": Message(
        "Bộ tiêu chí không có mức xếp loại «{got}»; hiện có: {expected}.",
        "The ruleset has no class “{got}”; there are: {expected}.",
        "Ghi đúng mã của mức xếp loại.",
        "Write the id of a class.",
    ),
    "cutoff-bloc": Message(
        "Không có khối «{got}»; hiện có: {expected}.",
        "There is no bloc “{got}”; there are: {expected}.",
        "Ghi đúng tên khối.",
        "Write the name of a bloc.",
    ),
    "cutoff-one-aim": Message(
        "Phải nêu đúng một trong hai: «exactly» hoặc «at_most».",
        "Exactly one of “exactly” and “at_most” is to be given.",
        "Nêu số đơn vị cần đạt, hoặc tỷ lệ tối đa.",
        "Give a number of units, or a share at most.",
    ),
    "cutoff-number": Message(
        "Số đơn vị không thể là {got}.",
        "The number of units cannot be {got}.",
        "Nêu một số từ 0 trở lên.",
        "Give a number from 0 up.",
    ),
    "cutoff-share": Message(
        "«{got}» không phải là một tỷ lệ từ 0% đến 100%.",
        "“{got}” is no share from 0% to 100%.",
        "Ghi như 20%.",
        "Write it like 20%.",
    ),
    "cutoff-rounding": Message(
        "Không có cách làm tròn «{got}»; có thể dùng: {expected}.",
        "There is no rounding “{got}”; there are: {expected}.",
        "Ghi một trong các cách đó.",
        "Write one of these.",
    ),
    "cutoff-varies": Message(
        "Ngưỡng của mức «{class}» khác nhau giữa các đơn vị nên không tìm được một ngưỡng chung.",
        "The threshold of “{class}” differs between units, so no single one can be sought.",
        "Chọn mức có một ngưỡng chung.",
        "Choose a class with one threshold for all.",
    ),
    "cutoff-open": Message(
        "Chưa đủ số liệu để biết mức xếp loại của «{unit}» nên chưa đếm được.",
        "Evidence leaves the class of “{unit}” open, so it cannot be counted.",
        "Bổ sung số liệu còn thiếu, hoặc tạm điền một giá trị giả định.",
        "Add what is missing, or assume a value for it.",
    ),
}
