"""Faults of self-scoring forms."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

FORMS: dict[str, Message] = {
    "form-no-unit": Message(
        "Phiếu chưa có mã đơn vị.",
        "The form has no unit.",
        "Ghi mã đơn vị, ví dụ --unit so-tai-chinh.",
        "Give the unit's id, such as --unit so-tai-chinh.",
    ),
    "form-long-name": Message(
        "«{field}» dài {length} chữ, trong khi phiếu chỉ có chỗ cho {most} chữ.",
        "“{field}” has {length} letters, where a form has room for {most}.",
        "Rút ngắn lại.",
        "Shorten it.",
    ),
    "form-table-rows": Message(
        "Không lập được phiếu có bảng {got} dòng; nhiều nhất là {most}.",
        "No form has tables of {got} rows; the most is {most}.",
        "Cho số dòng ít hơn.",
        "Ask for fewer rows.",
    ),
    "not-a-form": Message(
        "Tệp không phải phiếu tự chấm điểm.",
        "The file is no self-scoring form.",
        "Chỉ đưa vào các phiếu lập bằng lệnh «thidua form»; tệp số liệu khác thì chấm riêng từng tệp.",
        "Give only forms made by “thidua form”; score other evidence one file at a time.",
    ),
    "form-format": Message(
        "Phiếu thuộc phiên bản khuôn {got}, thư viện này đọc khuôn {expected}.",
        "The form is of format {got}; this library reads format {expected}.",
        "Cập nhật thư viện, hoặc lập phiếu mới.",
        "Update the library, or make a new form.",
    ),
    "form-broken": Message(
        "Trang ẩn của phiếu đã bị sửa, hoặc phiếu lập bằng phiên bản khác của thư viện, "
        "nên không biết ô nào là số liệu nào.",
        "The form's hidden sheet was changed, or another version of the library made the form, "
        "so that its cells cannot be told apart.",
        "Lập phiếu mới và chép số liệu sang.",
        "Make a new form and copy the figures over.",
    ),
    "form-other-ruleset": Message(
        "Phiếu lập theo bộ tiêu chí «{got}», không phải «{expected}».",
        "The form was made from the ruleset “{got}”, not “{expected}”.",
        "Chấm bằng đúng bộ tiêu chí của phiếu.",
        "Score it by its own ruleset.",
    ),
    "form-other-edition": Message(
        "Phiếu lập theo bản khác của bộ tiêu chí «{ruleset}» ({got}; bản đang dùng: {expected}).",
        "The form was made from another edition of “{ruleset}” ({got}; in use: {expected}).",
        "Lập phiếu mới từ bản đang dùng và chép số liệu sang.",
        "Make a new form from the edition in use and copy the figures over.",
    ),
    "form-unit-twice": Message(
        "Đơn vị «{unit}» đã có phiếu khác, mã đơn vị ghi là «{other}»: {first}.",
        "The unit “{unit}” has another form, on which it is “{other}”: {first}.",
        "Chỉ giữ lại một phiếu của mỗi đơn vị; hai đơn vị khác nhau thì lập phiếu với mã khác hẳn nhau.",
        "Keep one form for each unit; ids of two units differ in more than hyphens, capitals and accents.",
    ),
    "form-moved": Message(
        "Ô này phải ghi «{expected}» nhưng lại ghi «{got}»: dòng hoặc cột đã bị dời, hoặc nhãn bị sửa.",
        "This cell should say “{expected}” but says “{got}”: rows or columns were moved, or it was changed.",
        "Trả phiếu về nguyên dạng, hoặc lập phiếu mới và chép số liệu sang.",
        "Restore the form, or make a new one and copy the figures over.",
    ),
    "form-cell-outside": Message(
        "Chỗ này không phải ô để điền nhưng có «{got}».",
        "Nothing is to be filled in here, but there is “{got}”.",
        "Chuyển vào ô màu vàng hoặc xóa đi; bảng hết dòng thì lập phiếu có nhiều dòng hơn.",
        "Move it to a yellow cell or delete it; where a table is full, make a form with more rows.",
    ),
    "form-more-changes": Message(
        "Trang «{sheet}» còn {count} chỗ khác không như phiếu đã lập.",
        "The sheet “{sheet}” has {count} more places that are not as the form was made.",
        "Sửa những chỗ đã nêu rồi đọc lại, hoặc lập phiếu mới và chép số liệu sang.",
        "Restore those that are listed and read it again, or make a new form and copy the figures over.",
    ),
    "form-no-sheet": Message(
        "Phiếu thiếu trang «{expected}»: trang đã bị đổi tên hoặc xóa.",
        "The form has no sheet “{expected}”: it was renamed or deleted.",
        "Trả lại tên trang, hoặc lập phiếu mới và chép số liệu sang.",
        "Give the sheet its name back, or make a new form and copy the figures over.",
    ),
    "form-other-sheet": Message(
        "Trang «{sheet}» không phải của phiếu nên những gì ghi ở đó không được đọc.",
        "The sheet “{sheet}” is not the form's, so that nothing on it is read.",
        "Chuyển số liệu vào ô màu vàng của phiếu rồi xóa trang này.",
        "Move figures to the yellow cells of the form, and delete this sheet.",
    ),
    "form-percent": Message(
        "Ô tỷ lệ đã mất định dạng phần trăm, nên «{got}» có thể là {first} hoặc {second}.",
        "The cell has lost its percent format, so that “{got}” may be {first} or {second}.",
        "Gõ lại kèm dấu %, như {first} hoặc {second}.",
        "Type it again with its sign, as {first} or {second}.",
    ),
    "form-away-but-filled": Message(
        "Tiêu chí «{criterion}» ghi «không áp dụng» ở {status}, nhưng ô này có «{got}».",
        "The criterion “{criterion}” is said not to apply at {status}, but here is “{got}”.",
        "Xóa một trong hai: chữ «không áp dụng», hoặc số liệu và điểm tự chấm của tiêu chí.",
        "Take out one of them: the words “không áp dụng”, or the criterion's figures and claim.",
    ),
    "form-status-but-rows": Message(
        "Tình trạng là «{status}» nhưng bảng đã có số liệu, từ {first}.",
        "The status is “{status}”, but rows of the table are filled in, from {first} on.",
        "Bỏ chữ ở Tình trạng, hoặc xóa các dòng của bảng.",
        "Take out the status, or the rows of the table.",
    ),
    "form-other-kind": Message(
        "«{got}» không phải là giá trị của «{field}».",
        "“{got}” is no value for “{field}”.",
        "Ghi như {example}; kiểm tra cả định dạng của ô.",
        "Write it like {example}; check the cell's format, too.",
    ),
    "form-table-cell": Message(
        "«{got}» không ghi ở đây được: «{field}» là một bảng.",
        "“{got}” cannot stand here: “{field}” is a table.",
        "Kê ở trang bảng có tên ở ô bên phải; không có dòng nào thì chọn «không có», còn lại để trống.",
        "Fill in the sheet that is named to the right; "
        "leave this blank, or choose “không có” where there are no rows.",
    ),
    "form-row-gap": Message(
        "Bảng «{field}», STT {row}: ô «{column}» còn trống.",
        "The table “{field}”, no. {row}: the cell “{column}” is blank.",
        "Điền ô này, hoặc xóa cả dòng.",
        "Fill it in, or clear the whole row.",
    ),
    "form-whole-status": Message(
        "Tình trạng «{got}» không dùng cho cả tiêu chí.",
        "The status “{got}” is not for a criterion as a whole.",
        "Ghi «không áp dụng» hoặc để trống; tình trạng khác ghi ở từng dòng số liệu.",
        "Write “không áp dụng” or leave it blank; other states stand beside the figures.",
    ),
}
