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
        "Trang ẩn của phiếu đã bị sửa nên không biết ô nào là số liệu nào.",
        "The form's hidden sheet was changed, so that its cells cannot be told apart.",
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
        "Đơn vị «{unit}» đã có phiếu khác: {first}.",
        "The unit “{unit}” has another form: {first}.",
        "Chỉ giữ lại một phiếu của mỗi đơn vị.",
        "Keep one form for each unit.",
    ),
    "form-moved": Message(
        "Ô này phải ghi «{expected}» nhưng lại ghi «{got}»: dòng hoặc cột đã bị dời, hoặc nhãn bị sửa.",
        "This cell should say “{expected}” but says “{got}”: rows or columns were moved, or it was changed.",
        "Trả phiếu về nguyên dạng, hoặc lập phiếu mới và chép số liệu sang.",
        "Restore the form, or make a new one and copy the figures over.",
    ),
    "form-cell-outside": Message(
        "Ô này không phải ô để điền nhưng có «{got}».",
        "Nothing is to be filled in here, but there is “{got}”.",
        "Chuyển vào ô màu vàng hoặc xóa đi; bảng hết dòng thì lập phiếu có nhiều dòng hơn.",
        "Move it to a yellow cell or delete it; where a table is full, make a form with more rows.",
    ),
    "form-whole-status": Message(
        "Tình trạng «{got}» không dùng cho cả tiêu chí.",
        "The status “{got}” is not for a criterion as a whole.",
        "Ghi «không áp dụng» hoặc để trống; tình trạng khác ghi ở từng dòng số liệu.",
        "Write “không áp dụng” or leave it blank; other states stand beside the figures.",
    ),
}
