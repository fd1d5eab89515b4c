"""Faults of data frames that are scored by columns."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

FRAMES: dict[str, Message] = {
    "column-type": Message(
        "Cột «{column}» có kiểu {type}, không đọc được thành chỉ tiêu loại {kind}.",
        "Column “{column}” is of type {type}, which holds no figure of the kind {kind}.",
        "Đổi cột sang số nguyên, số thập phân, ngày, đúng/sai hoặc chữ.",
        "Make it integers, decimals, dates, truths or texts.",
    ),
    "not-a-table-figure": Message(
        "«{got}» không phải là bảng nhỏ nào của bộ tiêu chí.",
        "“{got}” is no small table of the ruleset.",
        "Ghi tên bảng như trong bộ tiêu chí: C1.products.",
        "Name the table as the ruleset does: C1.products.",
    ),
    "not-in-columns": Message(
        "Cột «{column}» ghi một cặp số hoặc một ô của bảng nhỏ; khung số liệu cần mỗi chỉ tiêu một cột.",
        "Column “{column}” holds a pair of figures or one cell of a small table; a frame has one figure a"
        " column.",
        "Tách thành từng cột, đưa bảng nhỏ vào khung riêng (tables=), hoặc dùng ruleset.score(frame).",
        "Part it into columns, give the small table as a frame of its own (tables=), or use"
        " ruleset.score(frame).",
    ),
    "no-scale-here": Message(
        "Không thể khai số chữ số thập phân cho «{column}»: không có cột số nào như vậy.",
        "No decimals can be declared for “{column}”: there is no such column of numbers.",
        "Ghi đúng tên cột; cột của bảng nhỏ ghi như C1.products.assigned.",
        "Write the column's name; of a small table, as in C1.products.assigned.",
    ),
    "by-is-bloc": Message(
        "Bộ tiêu chí xét theo khối («bloc») nên không thể gộp theo {by}.",
        "The ruleset reads the unit's bloc, so its blocs cannot be by {by}.",
        "Bỏ by=, hoặc ghi khối vào cột bloc.",
        "Leave out by=, or write the bloc in the column “bloc”.",
    ),
    "no-frame-column": Message(
        "Khung số liệu không có cột «{column}».",
        "The data frame has no column “{column}”.",
        "Sửa tên cột, hoặc thêm cột đó.",
        "Correct the column's name, or add the column.",
    ),
    "by-is-result": Message(
        "Kết quả có cột của nó tên là «{column}» nên không thể gộp theo cột trùng tên.",
        "The result has a column “{column}” of its own, so blocs cannot be by one of that name.",
        "Đổi tên cột rồi chạy lại.",
        "Rename the column and run again.",
    ),
    "row-of-no-unit": Message(
        "Bảng {table} có dòng của «{unit}» nhưng khung số liệu không có đơn vị đó.",
        "Table {table} has rows of “{unit}”, which is no unit of the frame.",
        "Sửa tên đơn vị, hoặc bỏ các dòng đó.",
        "Correct the unit, or leave out those rows.",
    ),
    "more-of-these": Message(
        "Còn {count} ô khác của cột «{column}» không dùng được.",
        "{count} more cells of column “{column}” cannot be used.",
        "Sửa những ô đã nêu rồi chạy lại.",
        "Correct those that are listed and run again.",
    ),
    "too-many-decimals": Message(
        "«{got}» ở cột «{column}» không viết được đúng với {places} chữ số thập phân.",
        "“{got}” in column “{column}” is not exact at {places} decimals.",
        "Khai số chữ số thập phân (scales=), làm tròn cột ở nơi lấy số, hoặc đưa vào dạng thập phân.",
        "Declare the decimals (scales=), round the column where it comes from, or give decimals.",
    ),
}
