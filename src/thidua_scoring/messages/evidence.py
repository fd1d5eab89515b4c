"""Faults of evidence."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

EVIDENCE: dict[str, Message] = {
    # Files
    "unknown-ending": Message(
        "Không biết cách đọc tệp «{got}»; các loại tệp đọc được: {expected}.",
        "There is no reader for “{got}”; files that can be read: {expected}.",
        "Lưu số liệu thành một trong các loại tệp đó.",
        "Save the evidence as one of those.",
    ),
    "csv-syntax": Message(
        "Dòng không đúng định dạng CSV ({reason}).",
        "The line is not valid CSV ({reason}).",
        "Kiểm tra dấu ngoặc kép: mỗi dấu mở có một dấu đóng, dấu bên trong viết đôi.",
        "Check the quotes: every one that opens is closed, and one inside is doubled.",
    ),
    "json-syntax": Message(
        "Tệp sai cú pháp JSON ({reason}).",
        "The file is not valid JSON ({reason}).",
        "Kiểm tra dấu phẩy, dấu ngoặc và dấu ngoặc kép ở gần chỗ đó.",
        "Check commas, brackets and quotes near that spot.",
    ),
    "json-duplicate": Message(
        "«{key}» xuất hiện hai lần trong cùng một bảng.",
        "“{key}” stands twice in one table.",
        "Giữ lại một chỗ.",
        "Keep one of them.",
    ),
    "not-a-locale": Message(
        "«{got}» không phải là kiểu viết số.",
        "“{got}” is not a way of writing numbers.",
        "Ghi vi (kiểu Việt Nam) hoặc en (kiểu Anh).",
        "Write vi (Vietnamese) or en (English).",
    ),
    "unknown-part": Message(
        "Tệp số liệu không có phần «{got}».",
        "A file of evidence has no part “{got}”.",
        "Chỉ dùng «locale» và «units».",
        "Use “locale” and “units” only.",
    ),
    "no-table-here": Message(
        "Ở đây cần một bảng, không phải «{got}».",
        "A table is expected here, not “{got}”.",
        "Ghi các chỉ tiêu theo tên, như [units.so-xay-dung].",
        "Give figures by name, as in [units.so-xay-dung].",
    ),
    "not-a-value": Message(
        "«{got}» không phải là một giá trị của chỉ tiêu.",
        "“{got}” is not the value of a figure.",
        "Ghi một giá trị, hoặc một bảng chỉ có value, status, source và note.",
        "Write one value, or a table of value, status, source and note only.",
    ),
    "needs-text": Message(
        "«{got}» phải là chữ.",
        "“{got}” should be a text.",
        "Đặt trong ngoặc kép.",
        "Put it in quotes.",
    ),
    "no-unit-column": Message(
        "Bảng không có cột «unit» ở đầu.",
        "The table does not begin with the column “unit”.",
        "Đặt dòng tiêu đề trên cùng, cột đầu tiên là «unit» (mã đơn vị). "
        "Tệp khen thưởng đã có thì đưa qua --records.",
        "Put a header first, its first column “unit” (the unit's id). "
        "A file of award records belongs to --records.",
    ),
    "no-column": Message(
        "Bảng dạng dài thiếu cột «{column}».",
        "The long table has no column “{column}”.",
        "Dòng tiêu đề cần đủ: unit, criterion, field, value.",
        "The header needs all of: unit, criterion, field, value.",
    ),
    "unknown-column": Message(
        "Bảng dạng dài không có cột «{got}».",
        "A long table has no column “{got}”.",
        "Chỉ dùng: unit, criterion, field, value, source, status, note.",
        "Use only: unit, criterion, field, value, source, status, note.",
    ),
    "column-twice": Message(
        "Cột «{column}» xuất hiện hai lần.",
        "The column “{column}” stands twice.",
        "Giữ lại một cột.",
        "Keep one of them.",
    ),
    "column-name": Message(
        "Tiêu đề cột «{got}» không viết đúng cách.",
        "The column's header “{got}” is not properly written.",
        "Ghi như C1.households hoặc C1.products[1].assigned.",
        "Write it like C1.households or C1.products[1].assigned.",
    ),
    "cell-beyond-columns": Message(
        "«{got}» nằm ngoài {columns} cột của bảng.",
        "“{got}” stands outside the table's {columns} columns.",
        "Đặt giá trị có dấu phân cột trong ngoặc kép, hoặc ghi tiêu đề cho cột đó.",
        "Put a value that holds the column separator in quotes, or give that column a header.",
    ),
    "column-length": Message(
        "Cột «{column}» có {got} giá trị cho {expected} đơn vị.",
        "The column “{column}” has {got} values for {expected} units.",
        "Cho mỗi đơn vị một giá trị; chưa biết thì để None.",
        "Give one value a unit, None where it is not known.",
    ),
    "unit-twice": Message(
        "Đơn vị «{unit}» xuất hiện hai lần.",
        "The unit “{unit}” stands twice.",
        "Mỗi đơn vị chỉ ghi một lần.",
        "Give each unit once.",
    ),
    # Names
    "no-unit": Message(
        "Dòng này chưa ghi đơn vị.",
        "The row does not say which unit it is about.",
        "Ghi mã đơn vị vào cột «unit».",
        "Write the unit's id in the column “unit”.",
    ),
    "no-criterion": Message(
        "Dòng này ghi «không áp dụng» nhưng chưa ghi tiêu chí.",
        "The row says that something does not apply, but not which criterion.",
        "Ghi mã tiêu chí vào cột «criterion».",
        "Write the criterion's id in the column “criterion”.",
    ),
    "no-field": Message(
        "Giá trị «{got}» chưa ghi thuộc chỉ tiêu nào.",
        "The value “{got}” does not say which figure it is.",
        "Ghi tên chỉ tiêu; hoặc ghi «không áp dụng» nếu cả tiêu chí không áp dụng.",
        "Name the figure; or write “không áp dụng” (not applicable) if the whole criterion does not apply.",
    ),
    "not-a-criterion": Message(
        "Bộ tiêu chí không có tiêu chí «{got}» (ghi ở {count} chỗ).",
        "The ruleset has no criterion “{got}” (written in {count} place(s)).",
        "Sửa lại mã tiêu chí.",
        "Correct the criterion's id.",
    ),
    "not-a-field": Message(
        "Bộ tiêu chí không có chỉ tiêu «{got}» (ghi ở {count} chỗ).",
        "The ruleset knows no figure “{got}” (written in {count} place(s)).",
        "Sửa lại tên chỉ tiêu.",
        "Correct the figure's name.",
    ),
    "not-a-fact": Message(
        "Bộ tiêu chí không hỏi «{got}» về đơn vị (ghi ở {count} chỗ).",
        "The ruleset asks for no “{got}” of a unit (written in {count} place(s)).",
        "Sửa lại tên; chỉ tiêu của một tiêu chí ghi kèm mã tiêu chí, như C1.households.",
        "Correct the name; a criterion's figure is written with its id, like C1.households.",
    ),
    "figures-disagree": Message(
        "«{field}» là {second}, nhưng ở {place} là {first}.",
        "“{field}” is {second} here, but {first} at {place}.",
        "Giữ lại giá trị đúng.",
        "Keep the right one.",
    ),
    # Figures
    "not-a-status": Message(
        "«{got}» không phải là một trạng thái.",
        "“{got}” is not a status.",
        "Để trống, hoặc ghi: đã xác nhận, chưa xác nhận, không áp dụng, thiếu.",
        "Leave it empty, or write: confirmed, unconfirmed, not-applicable, missing.",
    ),
    "value-and-status": Message(
        "Có giá trị «{got}» trong khi trạng thái là «{status}».",
        "There is a value, “{got}”, where the status is “{status}”.",
        "Bỏ giá trị hoặc sửa trạng thái.",
        "Take out the value or correct the status.",
    ),
    "must-apply": Message(
        "Chỉ tiêu «{field}» áp dụng cho mọi đơn vị, không ghi «không áp dụng» được.",
        "The figure “{field}” applies to every unit and cannot be marked as not applying.",
        "Ghi giá trị; chưa có số liệu thì để trống; "
        "nếu cả tiêu chí không áp dụng, ghi «không áp dụng» cho tiêu chí: ở phiếu là Tình trạng tại dòng của "
        "tiêu chí, ở tệp số liệu là dòng để trống tên chỉ tiêu.",
        "Write the value, or leave it empty if it is not known; "
        "if the whole criterion does not apply, say so of the criterion: on a form, by the status in its own "
        "row; in other files, with the field left empty.",
    ),
    "no-note": Message(
        "Chỉ tiêu «{field}» cần ghi rõ lý do.",
        "The figure “{field}” needs a reason.",
        "Ghi lý do vào cột ghi chú («note»).",
        "Write the reason as a note (“note”).",
    ),
    "other-kind": Message(
        "«{got}» không phải là giá trị của chỉ tiêu «{field}» (loại {kind}).",
        "“{got}” is no value for “{field}”, whose kind is {kind}.",
        "Ghi giá trị đúng loại; kiểm tra cả định dạng của ô.",
        "Write a value of that kind; check the cell's format, too.",
    ),
    "not-whole": Message(
        "«{field}» là {got}, trong khi phải là số nguyên.",
        "“{field}” is {got} where a whole number is counted.",
        "Ghi số nguyên; kiểm tra dấu phân cách hàng nghìn.",
        "Write a whole number; check the separators of thousands.",
    ),
    "below-least": Message(
        "«{field}» là {got}, thấp hơn mức nhỏ nhất {least}.",
        "“{field}” is {got}, below the least, {least}.",
        "Kiểm tra lại con số.",
        "Check the figure.",
    ),
    "above-most": Message(
        "«{field}» là {got}, cao hơn mức lớn nhất {most}.",
        "“{field}” is {got}, above the most, {most}.",
        "Kiểm tra lại con số.",
        "Check the figure.",
    ),
    "not-a-step": Message(
        "«{field}» là {got}, không phải là bội số của {step}.",
        "“{field}” is {got}, which is not a multiple of {step}.",
        "Kiểm tra lại con số.",
        "Check the figure.",
    ),
    "no-such-level": Message(
        "«{field}» không có mức «{got}»; các mức: {expected}.",
        "“{field}” has no level “{got}”; it has {expected}.",
        "Ghi một trong các mức đó.",
        "Write one of those.",
    ),
    "no-pair-of-kind": Message(
        "Chỉ tiêu «{field}» (loại {kind}) không ghi thành cặp được.",
        "The figure “{field}”, whose kind is {kind}, cannot be written in a pair.",
        "Ghi mỗi chỉ tiêu một ô.",
        "Write each figure in a cell of its own.",
    ),
    "star-not-zero": Message(
        "«{got}»: dòng «*» chỉ để ghi rằng các chỉ tiêu còn lại đều không có.",
        "“{got}”: a row “*” can only say that there is none of all the other figures.",
        "Ghi 0 hoặc «không», hoặc ghi từng chỉ tiêu.",
        "Write 0 or “không” (no), or give the figures one by one.",
    ),
    "table-in-one-cell": Message(
        "«{got}» không ghi đủ các cột của bảng «{field}»: {columns}.",
        "“{got}” does not give the columns of the table “{field}”: {columns}.",
        "Ghi từng ô, như {field}[1].tên-cột; bảng chỉ một cột ghi được như 8;9;7,5.",
        "Write cell by cell, like {field}[1].column; a table of one column can be written like 8;9;7,5.",
    ),
    "table-cell-missing": Message(
        "Bảng «{field}», dòng {row}: thiếu «{column}».",
        "The table “{field}”, row {row}, lacks “{column}”.",
        "Mỗi dòng ghi đủ các cột; số dòng liền nhau, bắt đầu từ 1.",
        "Give every column of every row, rows numbered from 1 without gaps.",
    ),
}
