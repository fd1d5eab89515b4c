"""Faults of what a ruleset says beyond points: quotas, ballots, awards, stages, periods."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

DECISIONS: dict[str, Message] = {
    # ── single keys ─────────────────────────────────────────────────────────────────
    "not-a-share": Message(
        "«{got}» không phải là một tỷ lệ từ 0 đến 1.",
        "“{got}” is not a share from 0 to 1.",
        'Ghi như "20%", "2/3" hoặc 0.2.',
        'Write it like "20%", "2/3" or 0.2.',
    ),
    "not-positive": Message(
        "«{got}» phải là số nguyên từ 1 trở lên.",
        "“{got}” must be a whole number of 1 or more.",
        "Ghi số lớn hơn 0, hoặc bỏ khoá này.",
        "Write a number above 0, or leave the key out.",
    ),
    "not-every": Message(
        "«every» phải chỉ mọi tiêu chí hoặc một nhóm, không phải «{got}».",
        "“every” means all criteria or those of a group, not “{got}”.",
        'Ghi every = "criteria", hoặc như every = "group.1".',
        'Write every = "criteria", or like every = "group.1".',
    ),
    "all-alone": Message(
        "«all» đã gồm mọi đơn vị nên không đi cùng tên khác.",
        "“all” is all units already and stands alone.",
        'Ghi within = "all", hoặc chỉ ghi tên các thông tin.',
        'Write within = "all", or the names of facts alone.',
    ),
    "row-or-least": Message(
        "Phải ghi đúng một trong hai: «in_a_row» (số năm liên tục) hoặc «at_least» (số lần).",
        "Exactly one of “in_a_row” (years running) and “at_least” (times) is needed.",
        "Ghi như in_a_row = 2, hoặc at_least = 2.",
        "Write in_a_row = 2, say, or at_least = 2.",
    ),
    "least-or-share": Message(
        "Phải ghi đúng một trong ba: «at_least» (số người), «from» hoặc «above» (tỷ lệ).",
        "Exactly one of “at_least” (members), “from” and “above” (a share) is needed.",
        'Ghi như at_least = 1, hoặc from = "70%" kèm of.',
        'Write at_least = 1, say, or from = "70%" with of.',
    ),
    "share-of-what": Message(
        "Tỷ lệ thành viên cần «of», là tổng số thành viên; số người thì không cần.",
        "A share of the members needs “of”, how many there are; a number of them does not.",
        'Ghi như of = "unit.staff", hoặc bỏ of.',
        'Write of = "unit.staff", say, or leave it out.',
    ),
    "number-or-share": Message(
        "Phải ghi đúng một trong hai: «at_most» (số lượng) hoặc «share» (tỷ lệ).",
        "Exactly one of “at_most” (a number) and “share” is needed.",
        'Ghi như at_most = 1, hoặc share = "20%" kèm rounding.',
        'Write at_most = 1, say, or share = "20%" with rounding.',
    ),
    "from-or-above": Message(
        "Phải ghi đúng một trong hai: «from» (từ mức đó) hoặc «above» (trên mức đó).",
        "Exactly one of “from” (that much is enough) and “above” (more than that) is needed.",
        'Ghi như from = "90%", hoặc above = "50%".',
        'Write from = "90%", say, or above = "50%".',
    ),
    # ── tables of records, ballots and marks ───────────────────────────────────────
    "column-unknown": Message(
        "Bảng không có cột «{got}».",
        "The table has no column “{got}”.",
        "Các cột có thể dùng: {expected}.",
        "The columns that may be used: {expected}.",
    ),
    "column-missing": Message(
        "Thiếu cột «{column}».",
        "The column “{column}” is missing.",
        "Thêm cột này vào dòng tiêu đề.",
        "Add it to the header.",
    ),
    "cell-missing": Message(
        "Ô ở cột «{column}» còn trống.",
        "The cell of the column “{column}” is empty.",
        "Điền ô này, hoặc xoá cả dòng.",
        "Fill it in, or remove the row.",
    ),
    "unknown-class": Message(
        "Không có mức xếp loại «{got}».",
        "There is no class “{got}”.",
        "Ghi mã của một mức ở [[classes]]; với «of» có thể thêm -or-better.",
        "Write the id of one of the [[classes]]; with “of”, -or-better may be added.",
    ),
    "id-twice": Message(
        "Mã «{got}» đã dùng ở trên.",
        "The id “{got}” is already used above.",
        "Đặt mã khác.",
        "Choose another.",
    ),
    "weights-with-weighted": Message(
        "Trọng số và «weighted» phải đi cùng nhau; ở «{got}» chỉ có một trong hai.",
        "Weights and “weighted” go together; “{got}” has only one of the two.",
        "Ghi đủ trọng số và chọn weighted, hoặc bỏ trọng số.",
        "Give every weight and choose weighted, or leave the weights out.",
    ),
    "weights-not-one": Message(
        "Trọng số của các bước cộng lại phải bằng 100%.",
        "The weights of the stages must add up to 100 %.",
        'Sửa trọng số, như "20%", "30%", "50%".',
        'Correct them, like "20%", "30%", "50%".',
    ),
    "weights-of-parts": Message(
        "Trọng số phải ghi cho đúng các kỳ đã nêu: {expected}.",
        "There must be a weight for each period that is named, and no other: {expected}.",
        "Sửa tên kỳ trong weights hoặc trong parts.",
        "Correct the names in weights or in parts.",
    ),
}
