"""Faults of figures as people write them."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

TEXT: dict[str, Message] = {
    "not-a-figure": Message(
        "«{got}» không phải là một con số viết đúng cách.",
        "“{got}” is not a properly written figure.",
        "Ghi như 1.498,3, mỗi nhóm hàng nghìn đủ ba chữ số; chỉ tệp đọc theo kiểu Anh (en) mới ghi 1,498.3.",
        "Write it like 1.498,3, a group of thousands having three digits; "
        "1,498.3 is only for files that are read as English (en).",
    ),
    "time-for-a-figure": Message(
        "«{got}» là giờ hoặc thời lượng, không phải một con số.",
        "“{got}” is a time of day or a duration, not a figure.",
        "Đặt định dạng ô là Number rồi gõ lại con số; một giờ rưỡi ghi là 1,5.",
        "Set the cell's format to Number and type the figure again; an hour and a half is 1,5.",
    ),
    "ambiguous-number": Message(
        "«{got}» có hai cách đọc: {first}, hoặc {whole} phẩy {part} (bằng {second}).",
        "“{got}” can be read in two ways: {first}, or {whole} point {part} (which is {second}).",
        "Ghi {first} hoặc {whole},{part}0, hay khai báo tệp viết số kiểu Việt Nam (vi) hoặc kiểu Anh (en).",
        "Write {first} or {whole}.{part}0, or declare whether the file writes numbers as vi or en.",
    ),
    "other-decimal-sign": Message(
        "«{got}» không viết theo kiểu số «{locale}», là kiểu mà tệp được đọc.",
        "“{got}” is not written in the way of numbers by which the file is read, “{locale}”.",
        "Nếu đúng là số đó, ghi {reading}; nếu cả tệp viết như vậy, người chấm chọn kiểu kia khi đọc tệp.",
        "If that figure is meant, write {reading}; "
        "if the whole file is written so, whoever scores it chooses the other way.",
    ),
    "mixed-decimal-signs": Message(
        "Hai vế của «{got}» viết số theo hai kiểu khác nhau.",
        "The two sides of “{got}” write numbers in different ways.",
        "Viết cả hai vế theo một kiểu, như 1.463/1.498,3.",
        "Write both sides in one way, like 1.463/1.498,3.",
    ),
    "not-a-pair": Message(
        "«{got}» không phải là một cặp thực hiện/kế hoạch.",
        "“{got}” is not a pair of achieved and planned.",
        "Ghi hai con số cách nhau bằng một dấu gạch chéo, như 1.463/1.498,3.",
        "Write two figures with one slash between them, like 1.463/1.498,3.",
    ),
    "other-unit": Message(
        "«{got}» ghi đơn vị tính «{unit}», trong khi phải là «{expected}».",
        "“{got}” is given in “{unit}” where “{expected}” is expected.",
        "Đổi con số sang «{expected}» rồi ghi lại.",
        "Convert the figure to “{expected}” and write it again.",
    ),
    "unit-not-declared": Message(
        "«{got}» ghi đơn vị tính «{unit}», nhưng chỉ tiêu này chưa khai báo đơn vị tính.",
        "“{got}” is given in “{unit}”, but no unit of measure is declared for this field.",
        "Chỉ ghi con số; muốn ghi cả «{unit}» thì đơn vị tính phải được khai báo trong bộ tiêu chí.",
        "Write the figure alone; for “{unit}” beside it, the ruleset has to declare that unit.",
    ),
    "percent-not-expected": Message(
        "«{got}» là tỷ lệ phần trăm, trong khi ở đây cần một số lượng.",
        "“{got}” is a percentage where a quantity is expected.",
        "Ghi số lượng, không có dấu %; kiểm tra cả định dạng của ô.",
        "Write the quantity without %; check the cell's format, too.",
    ),
    "not-a-date": Message(
        "«{got}» không phải là một ngày có thật, viết đúng cách.",
        "“{got}” is not a real date, properly written.",
        "Ghi ngày trước, tháng sau, năm đủ bốn chữ số, như 09/02/2022; hoặc 2022-02-09.",
        "Write day, month and a year of four digits, like 09/02/2022, or 2022-02-09.",
    ),
    "time-beside-a-date": Message(
        "«{got}» có cả giờ, trong khi ở đây chỉ ghi ngày.",
        "“{got}” has a time of day where only a date is expected.",
        "Nếu đúng là ngày đó, ghi {day}.",
        "If that day is meant, write {day}.",
    ),
    "ambiguous-date": Message(
        "«{got}» có thể là ngày {first} hoặc ngày {second} (năm-tháng-ngày).",
        "“{got}” can be {first} or {second}.",
        "Ghi theo thứ tự năm-tháng-ngày, như {first}.",
        "Write year, month and day, like {first}.",
    ),
    "not-yes-no": Message(
        "Không hiểu «{got}» là có hay không.",
        "“{got}” is neither yes nor no.",
        "Ghi «có» hoặc «không».",
        "Write “có” or “không” (yes or no).",
    ),
    "needs-extra": Message(
        "Việc này cần thư viện «{what}», hiện chưa được cài đặt.",
        "This needs the library “{what}”, which is not installed.",
        "Cài đặt bằng lệnh: pip install 'thidua-scoring[{extra}]'.",
        "Install it with: pip install 'thidua-scoring[{extra}]'.",
    ),
    "years-outside-calendar": Message(
        "Không lập được lịch làm việc cho năm «{got}»: chỉ có dữ liệu từ năm {first} đến năm {last}.",
        "No working calendar can be made for the years “{got}”: they are known from {first} to {last}.",
        "Chọn các năm trong khoảng đó.",
        "Choose years in that range.",
    ),
    "day-outside-calendar": Message(
        "Ngày {got} nằm ngoài lịch làm việc, vốn chỉ có từ ngày {first} đến ngày {last}.",
        "The day {got} lies outside the working calendar, which runs from {first} to {last}.",
        "Kiểm tra lại ngày, hoặc lập lịch cho những năm có ngày đó.",
        "Check the day, or make a calendar of the years that hold it.",
    ),
    "day-off-and-working": Message(
        "Ngày {got} vừa được khai báo là ngày nghỉ, vừa là ngày làm việc.",
        "The day {got} is declared both as a day off and as a working day.",
        "Chỉ giữ ngày này ở một trong hai danh sách.",
        "Keep it in one of the two lists.",
    ),
}
