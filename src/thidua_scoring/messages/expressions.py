"""Faults of the values, measures, conditions and bands that a ruleset is written in."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

EXPRESSIONS: dict[str, Message] = {
    # ── single values ───────────────────────────────────────────────────────────────
    "missing-key": Message(
        "Thiếu khoá «{key}».",
        "The key “{key}” is missing.",
        "Bổ sung khoá này.",
        "Add it.",
    ),
    "unknown-key": Message(
        "Không có khoá «{key}» ở đây.",
        "There is no key “{key}” here.",
        "Sửa lại tên hoặc xoá khoá này; còn có thể dùng: {expected}.",
        "Correct the name or remove the key; what may still be used: {expected}.",
    ),
    "not-a-table": Message(
        "Ở đây cần một bảng (các cặp khoá = giá trị), không phải «{got}».",
        "A table (pairs of key = value) is expected here, not “{got}”.",
        "Đặt các khoá trong ngoặc nhọn, hoặc dưới một dòng tiêu đề trong ngoặc vuông.",
        "Put the keys in curly brackets, or below a header in square brackets.",
    ),
    "not-a-list": Message(
        "Ở đây cần một danh sách, không phải «{got}».",
        "A list is expected here, not “{got}”.",
        "Đặt các giá trị trong ngoặc vuông, cách nhau bằng dấu phẩy, kể cả khi chỉ có một giá trị.",
        "Put the values in square brackets with commas between them, even where there is only one.",
    ),
    "list-too-short": Message(
        "Danh sách có {got} giá trị, trong khi phải có ít nhất {least}.",
        "The list has {got} value(s) where at least {least} must stand.",
        "Bổ sung cho đủ {least} giá trị.",
        "Write at least {least}.",
    ),
    "not-a-whole-number": Message(
        "«{got}» không phải là số nguyên từ 0 trở lên.",
        "“{got}” is not a whole number, 0 or more.",
        "Ghi như 0, 1, 2; không đặt trong ngoặc kép.",
        "Write it like 0, 1 or 2, without quotes.",
    ),
    "not-a-text": Message(
        "Ở đây cần chữ, không phải «{got}» hay để trống.",
        "A text is expected here, not “{got}”, nor an empty one.",
        "Ghi nội dung trong ngoặc kép.",
        "Write it in quotes.",
    ),
    "not-true-or-false": Message(
        "Ở đây cần true hoặc false, không phải «{got}».",
        "Either true or false is expected here, not “{got}”.",
        "Ghi true (có) hoặc false (không), không đặt trong ngoặc kép.",
        "Write true or false without quotes.",
    ),
    "not-a-toml-date": Message(
        "«{got}» không phải là một ngày viết đúng cách.",
        "“{got}” is not a date as it must be written here.",
        "Ghi theo thứ tự năm-tháng-ngày, không đặt trong ngoặc kép, không kèm giờ: 2022-01-31.",
        "Write year, month and day, without quotes and without a time: 2022-01-31.",
    ),
    "not-a-name": Message(
        "«{got}» không dùng làm tên chỉ tiêu được.",
        "“{got}” cannot be the name of a field.",
        "Chỉ dùng chữ, chữ số và các dấu _ và -; bắt đầu bằng chữ hoặc dấu _.",
        "Use letters, digits, _ and - only; begin with a letter or _.",
    ),
    "not-a-choice": Message(
        "«{got}» không nằm trong các giá trị được chọn.",
        "“{got}” is not one of the values to choose from.",
        "Chọn một trong: {expected}.",
        "Choose one of: {expected}.",
    ),
    # ── measures ────────────────────────────────────────────────────────────────────
    "not-a-measure": Message(
        "«{got}» không phải là một số đo.",
        "“{got}” is not a measure.",
        "Ghi một con số, một ngày, tên một chỉ tiêu trong ngoặc kép, hoặc một phép tính trong ngoặc nhọn.",
        "Write a number, a date, the name of a field in quotes, or a calculation in curly brackets.",
    ),
    "measure-heads": Message(
        "Một số đo phải có đúng một phép tính; ở đây ghi: {got}.",
        "A measure must have exactly one calculation; written here: {got}.",
        "Giữ lại một trong: {expected}. Muốn tính nhiều bước thì lồng phép tính này vào phép tính kia.",
        "Keep one of: {expected}. For several steps, put one calculation inside another.",
    ),
    "not-a-pair-of-measures": Message(
        "«{key}» cần đúng hai số đo, ở đây có {got}.",
        "“{key}” takes exactly two measures; there are {got}.",
        "Ghi hai số đo theo thứ tự, như thực hiện trước, kế hoạch sau.",
        "Write two in their order, such as what was achieved, then what was planned.",
    ),
    "weights-sum-zero": Message(
        "Các trọng số có tổng bằng 0 nên không chia được.",
        "The weights add up to 0, so nothing can be divided by them.",
        "Sửa các trọng số, hoặc ghi số chia khác 0 vào «divide_by».",
        "Correct the weights, or give a divisor other than 0 as “divide_by”.",
    ),
    "places-or-step": Message(
        "Cách làm tròn phải ghi hoặc «places», hoặc «step», không ghi cả hai.",
        "A rounding takes either “places” or “step”, not both and not neither.",
        "Ghi places = 2 để lấy hai chữ số thập phân, hoặc step = 0.25 để lấy bội số của 0,25.",
        "Write places = 2 for two decimals, or step = 0.25 for multiples of 0.25.",
    ),
    "step-not-positive": Message(
        "Giá trị ở đây phải lớn hơn 0, không phải {got}.",
        "The value here must be above 0, not {got}.",
        "Ghi một số dương, như 0.25 hoặc 1.",
        "Write a positive number, like 0.25 or 1.",
    ),
    # ── conditions ──────────────────────────────────────────────────────────────────
    "not-a-condition": Message(
        "«{got}» không phải là một điều kiện.",
        "“{got}” is not a condition.",
        "Ghi tên một chỉ tiêu có/không trong ngoặc kép, hoặc một so sánh trong ngoặc nhọn.",
        "Write the name of a yes-no field in quotes, or a comparison in curly brackets.",
    ),
    "condition-heads": Message(
        "Một điều kiện phải có đúng một đối tượng; ở đây ghi: {got}.",
        "A condition must have exactly one subject; written here: {got}.",
        "Giữ lại một trong: {expected}. Nhiều điều kiện thì gộp bằng «all» (tất cả) hoặc «any» (một trong).",
        "Keep one of: {expected}. Join several conditions by “all” or “any”.",
    ),
    "comparison-missing": Message(
        "Điều kiện chưa ghi so sánh với giá trị nào.",
        "The condition does not say what to compare with.",
        "Thêm ít nhất một trong: {expected}.",
        "Add at least one of: {expected}.",
    ),
    "not-a-yes-no": Message(
        "Kết quả một phép tính không so sánh với «{got}» được.",
        "The result of a calculation cannot be compared with “{got}”.",
        "So sánh với một con số; true và false chỉ dùng cho chỉ tiêu có/không.",
        "Compare it with a number; true and false are for yes-no fields.",
    ),
    "not-a-level": Message(
        "Kết quả một phép tính không so sánh với mức «{got}» được.",
        "The result of a calculation cannot be compared with the level “{got}”.",
        "So sánh với một con số; tên mức chỉ dùng cho chỉ tiêu có các mức.",
        "Compare it with a number; names of levels are for fields that have levels.",
    ),
    # ── bands ───────────────────────────────────────────────────────────────────────
    "band-without-ends": Message(
        "Khung điểm chưa ghi bắt đầu hay kết thúc ở đâu.",
        "The band does not say where it begins or ends.",
        "Ghi from (từ), above (trên), up_to (đến hết), below (dưới) hoặc at (đúng bằng); "
        "phần còn lại thì ghi otherwise.",
        "Write from, above, up_to, below or at; for all the rest write otherwise.",
    ),
    "two-ends": Message(
        "Khung điểm ghi cả «{first}» và «{second}» cho cùng một đầu.",
        "The band gives both “{first}” and “{second}” for the same end.",
        "Giữ một: from và up_to gồm cả giá trị đó, above và below thì không.",
        "Keep one: from and up_to include the number itself, above and below do not.",
    ),
    "band-upside-down": Message(
        "Khung điểm từ {low} đến {high} không chứa giá trị nào.",
        "The band from {low} to {high} holds no value.",
        "Đổi chỗ hai đầu nếu ghi ngược; đúng một giá trị thì ghi «at».",
        "Swap the ends if they are reversed; for a single value write “at”.",
    ),
    "sloping-band-open": Message(
        "Khung điểm có hai mức điểm nhưng không ghi hai đầu khác nhau.",
        "The band has two numbers of points but not two different ends.",
        "Ghi đầu thấp và đầu cao của khung, hoặc chỉ ghi một mức điểm.",
        "Give its low end and its high end, or a single number of points.",
    ),
    "not-two-points": Message(
        "Khung điểm có {got} mức điểm, trong khi nhiều nhất là hai.",
        "The band has {got} numbers of points where two is the most.",
        "Ghi một mức điểm, hoặc hai mức ở đầu thấp và đầu cao.",
        "Write one number, or two: at the low end and at the high end.",
    ),
    "several-otherwise": Message(
        "Có nhiều hơn một khung «otherwise» (còn lại).",
        "There is more than one band “otherwise”.",
        "Chỉ giữ một.",
        "Keep one.",
    ),
    "band-overlap": Message(
        "Hai khung điểm {first} và {second} chồng lên nhau tại {at_value}.",
        "The bands {first} and {second} overlap at {at_value}.",
        "Sửa để mỗi giá trị chỉ thuộc một khung: đầu này dùng from hoặc up_to thì đầu kia dùng below "
        "hoặc above.",
        "Let each value be in one band: where one takes from or up_to, the other takes below or above.",
    ),
    "band-hole": Message(
        "Không có khung điểm nào cho {hole}.",
        "No band covers {hole}.",
        "Hỏi lại văn bản: thêm một khung cho khoảng này, kèm lý do ở closes_hole; khoảng ngoài cùng "
        "thì ghi otherwise, hoặc khai báo minimum, maximum nếu số liệu không thể ra ngoài.",
        "Check the document: add a band for it, with the reason as closes_hole; for an outermost stretch "
        "write otherwise, or declare minimum and maximum if the figure cannot go there.",
    ),
    # ── curves and grids ────────────────────────────────────────────────────────────
    "curve-not-rising": Message(
        "Các mốc của đường điểm phải tăng dần, nhưng {got} đứng sau {before}.",
        "The values of a curve must rise, but {got} stands after {before}.",
        "Xếp các mốc từ nhỏ đến lớn, mỗi mốc một lần.",
        "Put them from low to high, each once.",
    ),
    "grid-size": Message(
        "Bảng điểm hai chiều có {got} giá trị ở đây, trong khi phải có {expected}.",
        "The grid has {got} entries here where {expected} are expected.",
        "Mỗi mốc của «rows» có một dòng; mỗi dòng có một giá trị cho mỗi mốc của «columns».",
        "Write a row for each start of “rows”, and in each row a value for each start of “columns”.",
    ),
    "axis-starts": Message(
        "Mỗi chiều của bảng điểm phải ghi các mốc bằng «from» hoặc «above», không cả hai.",
        "A side of the grid gives its starts as “from” or as “above”: one of the two.",
        "Dùng from nếu khoảng gồm cả mốc, above nếu không.",
        "Use from if a stretch includes its start, above if not.",
    ),
    "axis-not-rising": Message(
        "Các mốc của bảng điểm phải tăng dần.",
        "The starts of a grid must rise.",
        "Xếp các mốc từ nhỏ đến lớn, mỗi mốc một lần, và xếp lại điểm theo đó.",
        "Put them from low to high, each once, and the points in the same order.",
    ),
}
