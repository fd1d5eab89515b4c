"""Faults of award records."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

RECORDS: dict[str, Message] = {
    "record-award-unknown": Message(
        "Bộ tiêu chí không có danh hiệu, hình thức khen thưởng hay mức xếp loại «{got}».",
        "The ruleset has no award, title or class “{got}”.",
        "Ghi mã hoặc tên ở [awards] hay [[classes]]; nếu nhiều mục trùng tên thì ghi mã.",
        "Write an id or title of [awards] or [[classes]]; where several have that title, write the id.",
    ),
    "record-kind-unknown": Message(
        "«{got}» không phải là «tập thể» hay «cá nhân».",
        "“{got}” is neither “collective” nor “individual”.",
        "Ghi tập thể hoặc cá nhân.",
        "Write collective or individual.",
    ),
    "record-kind-not-meant": Message(
        "«{award}» không dành cho {got}.",
        "“{award}” is not for this kind of holder ({got}).",
        "Sửa loại đối tượng, hoặc sửa tên danh hiệu, hình thức khen thưởng.",
        "Correct the kind of holder, or the award.",
    ),
    "record-year": Message(
        "Năm {got} không nằm trong khoảng từ {first} đến {last}.",
        "The year {got} does not lie between {first} and {last}.",
        "Ghi năm đạt thành tích bằng bốn chữ số.",
        "Write the year of the achievement in four digits.",
    ),
    "record-direct-missing": Message(
        "Chưa ghi đối tượng được «{award}» có ở cơ sở, lao động trực tiếp hay không.",
        "It is not said whether who has “{award}” is at the base or works directly.",
        "Ghi có hoặc không vào cột «direct»; biểu tổng hợp đếm riêng các đối tượng này.",
        "Write yes or no in the column “direct”: the appendix counts these apart.",
    ),
    "record-part-missing": Message(
        "Hình thức khen thưởng này được thống kê theo từng phần nhưng dòng chưa ghi phần nào.",
        "This award is reported in parts, and the row does not say which.",
        "Ghi vào cột «part» một trong: {expected}.",
        "Write one of these in the column “part”: {expected}.",
    ),
    "record-part-unknown": Message(
        "Không có phần «{got}»; các phần: {expected}.",
        "There is no part “{got}”; the parts are {expected}.",
        "Ghi mã hoặc tên của một phần.",
        "Write the id or title of one of them.",
    ),
    "record-part-unused": Message(
        "Mục này không thống kê theo phần nên «{got}» không có nghĩa.",
        "What the row records is not reported in parts, so “{got}” means nothing.",
        "Để trống cột «part».",
        "Leave the column “part” empty.",
    ),
    "record-twice": Message(
        "«{holder}» đã có «{award}» của năm {year} ở {place}.",
        "“{holder}” has “{award}” of {year} already, at {place}.",
        "Xoá dòng lặp; nếu là hai thành tích thì ghi rõ từng thành tích ở cột «achievement»; "
        "nếu là hai người trùng tên thì đặt cho mỗi người một mã riêng.",
        "Remove the repeated row; if there were two achievements, name each in the column “achievement”; "
        "if two people have one name, give each an id.",
    ),
    "record-two-kinds": Message(
        "«{holder}» ở đây là {got}, nhưng ở {place} thì không.",
        "“{holder}” is another kind of holder here ({got}) than at {place}.",
        "Sửa loại đối tượng, hoặc đặt cho tập thể và cá nhân hai mã khác nhau.",
        "Correct the kind, or give the collective and the individual two ids.",
    ),
}
