"""Faults of scenarios."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

WHATIF: dict[str, Message] = {
    "not-a-path": Message(
        "«{got}» không phải đường dẫn đến số liệu hay quy định.",
        "“{got}” is no path to evidence or rules.",
        "Viết evidence.ĐƠN_VỊ.TIÊU_CHÍ.CHỈ_TIÊU, hoặc rules. rồi các khoá trong tệp bộ tiêu chí; "
        "phần có dấu chấm thì đặt trong ngoặc kép.",
        "Write evidence.UNIT.CRITERION.FIELD, or rules. and the keys of the ruleset's file; "
        "a part with a dot in it stands in quotation marks.",
    ),
    "path-leads-nowhere": Message(
        "Đường dẫn đến «{got}» không có gì.",
        "Nothing stands at “{got}”.",
        "Xem lại tên tiêu chí và chỉ tiêu bằng lệnh thidua show.",
        "Look the names of criteria and fields up with thidua show.",
    ),
    "paths-overlap": Message(
        "Thay đổi «{other}» nằm trong thay đổi «{one}».",
        "The change of “{other}” lies within that of “{one}”.",
        "Gộp hai thay đổi thành một.",
        "Make one change of the two.",
    ),
    "old-differs": Message(
        "Giả định viết giá trị cũ là {got}, nhưng hiện là {found}.",
        "The scenario expects {got} here, but there is {found}.",
        "Giả định được lập trên số liệu hoặc quy định khác: lập lại, hoặc sửa giá trị cũ.",
        "The scenario was made for other evidence or rules: make it anew, or correct the old value.",
    ),
    "between-of-kind": Message(
        "Chỉ tiêu «{field}» kiểu {kind} không thể chỉ biết là nằm trong khoảng.",
        "The figure “{field}” of kind {kind} cannot lie between two ends.",
        "Chỉ số, tỷ lệ và ngày mới có khoảng; hãy nêu một giá trị, hoặc để thiếu.",
        "Only numbers, percentages and dates can; give a value, or leave it missing.",
    ),
    "between-upside-down": Message(
        "Khoảng từ {low} đến {high} bị ngược.",
        "The range from {low} to {high} is upside down.",
        "Đổi chỗ hai đầu.",
        "Exchange its ends.",
    ),
    "outside-its-range": Message(
        "Giá trị {got} của «{field}» nằm ngoài khoảng nêu bên cạnh.",
        "The value {got} of “{field}” lies outside the range that stands beside it.",
        "Sửa giá trị hoặc khoảng.",
        "Correct the value or the range.",
    ),
    "scenario-on-settled": Message(
        "Không lập giả định trên bảng điểm đã có điểm chốt.",
        "A scenario cannot be applied to a scoreboard with settled points.",
        "Áp dụng giả định cho bảng điểm trước khi thẩm định, rồi thẩm định lại.",
        "Apply it to the scoreboard from before the appraisal, then appraise again.",
    ),
    "figure-of-other-kind": Message(
        "Chỉ tiêu «{field}» đổi từ kiểu {old} sang {new}, nên số liệu đã có không dùng được.",
        "The figure “{field}” changes from kind {old} to {new}, so what is stated of it cannot be used.",
        "Đặt tên khác cho chỉ tiêu mới.",
        "Give the new figure another name.",
    ),
    "too-many-edits": Message(
        "Có {count} sửa đổi, nhiều hơn {most}.",
        "There are {count} edits, more than {most}.",
        "Gộp các sửa đổi liên quan thành một giả định.",
        "Join edits that belong together in one scenario.",
    ),
    "edits-meet": Message(
        "Hai sửa đổi «{one}» và «{other}» cùng thay đổi «{path}».",
        "The edits “{one}” and “{other}” both change “{path}”.",
        "Mỗi chỗ chỉ được sửa ở một giả định.",
        "Let one scenario alone change it.",
    ),
    "scenario-without-base": Message(
        "Tệp giả định không ghi «{key}».",
        "The scenario's file does not name its “{key}”.",
        "Ghi tên bộ tiêu chí và tệp số liệu trong tệp giả định, hoặc nêu cả hai trong lệnh.",
        "Name the ruleset and the file of the evidence in it, or give both to the command.",
    ),
    "element-before-end": Message(
        "Không bỏ riêng được «{path}» vì các phần tử sau nó sẽ đổi đường dẫn.",
        "“{path}” cannot be taken away by itself, since the paths of the elements behind it would change.",
        "Thay cả danh sách «{whole}».",
        "Give the whole list “{whole}” anew.",
    ),
    "cell-holds-value-only": Message(
        "«{field}» chỉ nhận một giá trị, không nhận tình trạng hay khoảng.",
        "“{field}” holds a value only, no status and no range.",
        "Ghi giá trị, hoặc để trống.",
        "Give a value, or none.",
    ),
    "applies-or-not": Message(
        "Tiêu chí chỉ có thể áp dụng (true) hoặc không áp dụng (false), không phải {got}.",
        "A criterion applies (true) or does not (false), it is not {got}.",
        "Ghi true hoặc false.",
        "Write true or false.",
    ),
    "range-beyond-limits": Message(
        "«{field}» nằm trong khoảng từ {low} đến {high}, ngoài giới hạn của quy định.",
        "“{field}” lies between {low} and {high}, beyond the limits of the rules.",
        "Sửa khoảng hoặc giới hạn.",
        "Correct the range or the limits.",
    ),
}
