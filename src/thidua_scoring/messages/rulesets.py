"""Faults of rulesets: their parts, and what the parts come to together."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

RULESETS: dict[str, Message] = {
    "better-lowers": Message(
        "Tiêu chí «{got}»: chỉ tiêu «{figure}» tốt lên thì điểm lại giảm.",
        "Criterion “{got}”: a better “{figure}” lowers the points.",
        "Kiểm tra lại better = … và quy tắc; nếu văn bản quy định như vậy, ghi rõ ở note.",
        "Check better = … and the rule; if the document says so, state it in note.",
    ),
    "better-not-proved": Message(
        "Tiêu chí «{got}»: không chứng minh được là «{figure}» tốt lên thì điểm không giảm.",
        "Criterion “{got}”: it cannot be shown that a better “{figure}” never lowers the points.",
        "Xem lại quy tắc; đây là ghi chú, không phải lỗi.",
        "Look at the rule again; this is a note, not a fault.",
    ),
    # ── finding and inheriting ──────────────────────────────────────────────────────
    "no-such-ruleset": Message(
        "Không có bộ tiêu chí «{got}», hoặc không có bản nào có hiệu lực vào ngày đã chọn.",
        "There is no ruleset “{got}”, or no edition of it in force on the chosen day.",
        "Kiểm tra tên và ngày, hoặc ghi đường dẫn tới tệp .toml; đang có: {expected}.",
        "Check the name and the day, or give the path of a .toml file; there are: {expected}.",
    ),
    "several-editions": Message(
        "Bộ tiêu chí «{got}» có nhiều bản: {expected}.",
        "The ruleset “{got}” has several editions: {expected}.",
        "Ghi rõ tên một bản, hoặc chọn ngày mà chỉ một bản có hiệu lực.",
        "Name one of them, or choose a day on which only one is in force.",
    ),
    "extends-cycle": Message(
        "Các bộ tiêu chí kế thừa lẫn nhau thành vòng: {got}.",
        "Rulesets extend one another in a circle: {got}.",
        "Bỏ «extends» ở một trong các tệp đó.",
        "Take “extends” out of one of these files.",
    ),
    "drops-nothing": Message(
        "Bộ tiêu chí gốc không có «{got}» để bỏ.",
        "The ruleset that is extended has no “{got}” to drop.",
        "Ghi tên phần và mã, như criteria.C1, hoặc xoá dòng này.",
        "Write the section and the id, like criteria.C1, or remove this entry.",
    ),
    "override-missing": Message(
        "«{got}» đã có trong bộ tiêu chí gốc.",
        "“{got}” is already in the ruleset that is extended.",
        "Thêm override = true nếu muốn thay đổi nó, hoặc đặt mã khác nếu là phần mới.",
        "Add override = true to change it, or choose another id if it is something new.",
    ),
    # ── the parts of a document ─────────────────────────────────────────────────────
    "unknown-format": Message(
        "Không đọc được định dạng bộ tiêu chí «{got}».",
        "The ruleset format “{got}” cannot be read.",
        "Ghi format = {expected}.",
        "Write format = {expected}.",
    ),
    "in-force-upside-down": Message(
        "Ngày hết hiệu lực {end} đứng trước ngày có hiệu lực {start}.",
        "The last day in force, {end}, is before the first, {start}.",
        "Sửa lại hai ngày.",
        "Correct the two days.",
    ),
    "calendar-needs-dates": Message(
        "Có tiêu chí tính theo ngày làm việc, nhưng thời gian có hiệu lực chưa ghi đủ hai đầu.",
        "Working days are counted, but the time in force does not have both its ends.",
        "Ghi cả from và until ở [in_force].",
        "Write both from and until in [in_force].",
    ),
    "range-upside-down": Message(
        "Giá trị lớn nhất nhỏ hơn giá trị nhỏ nhất.",
        "The maximum is below the minimum.",
        "Sửa maximum, hoặc ghi minimum (nếu không ghi thì là 0).",
        "Correct maximum, or write minimum (0 where absent).",
    ),
    "columns-without-table": Message(
        "Chỉ tiêu có khai báo cột nhưng không phải là bảng.",
        "The field declares columns but is not a table.",
        'Ghi kind = "table", hoặc bỏ «columns».',
        'Write kind = "table", or remove “columns”.',
    ),
    "field-not-used": Message(
        "Không công thức nào của tiêu chí dùng chỉ tiêu «{got}».",
        "No formula of the criterion uses the field “{got}”.",
        "Sửa lại tên cho khớp với công thức, hoặc xoá khai báo này.",
        "Correct the name to match the formula, or remove the declaration.",
    ),
    "field-kinds-disagree": Message(
        "Chỉ tiêu «{got}» được dùng theo nhiều kiểu không hợp nhau: {uses}.",
        "The field “{got}” is used in ways that do not go together: {uses}.",
        "Dùng cùng một kiểu ở mọi chỗ và khai báo đúng «kind», hoặc tách thành hai chỉ tiêu.",
        "Use it in one way throughout and declare its “kind”, or make two fields of it.",
    ),
    "unknown-level": Message(
        "Công thức dùng mức «{got}» mà chỉ tiêu này không khai báo.",
        "A formula uses the level “{got}”, which the field does not declare.",
        "Sửa tên mức, hoặc bổ sung vào «levels»; đang có: {expected}.",
        "Correct the level, or add it to “levels”; there are: {expected}.",
    ),
    # ── groups and points ───────────────────────────────────────────────────────────
    "no-criteria": Message(
        "Bộ tiêu chí chưa có tiêu chí nào.",
        "The ruleset has no criteria.",
        "Thêm ít nhất một tiêu chí, như [criteria.C1].",
        "Add at least one, like [criteria.C1].",
    ),
    "unknown-criterion": Message(
        "Không có tiêu chí «{got}».",
        "There is no criterion “{got}”.",
        "Ghi mã của một tiêu chí trong bộ này; số liệu chung của đơn vị thì ghi ở [facts].",
        "Write the id of a criterion of this ruleset; what holds for the whole unit goes to [facts].",
    ),
    "unknown-group": Message(
        "Không có nhóm tiêu chí «{got}».",
        "There is no group “{got}”.",
        "Sửa lại mã nhóm, hoặc khai báo nhóm đó ở [groups].",
        "Correct the id, or declare the group in [groups].",
    ),
    "group-cycle": Message(
        "Nhóm «{got}» nằm trong chính nó, qua các nhóm cha.",
        "The group “{got}” lies within itself, by way of its parents.",
        "Sửa «parent» để mỗi nhóm dẫn lên một nhóm trên cùng không có «parent».",
        "Correct “parent” so that each group leads up to one that has none.",
    ),
    "group-empty": Message(
        "Nhóm «{got}» không có tiêu chí hay nhóm con nào.",
        "The group “{got}” holds no criteria and no groups.",
        "Xếp tiêu chí vào nhóm, hoặc bỏ nhóm này.",
        "Put criteria in it, or remove it.",
    ),
    "group-sum": Message(
        "Nhóm «{got}» ghi {points} điểm, nhưng các phần cộng lại là {sum} ({parts}).",
        "The group “{got}” has {points} points, but its parts add up to {sum} ({parts}).",
        "Đối chiếu với văn bản rồi sửa điểm của nhóm hoặc của các phần.",
        "Compare with the document and correct the points of the group or of its parts.",
    ),
    "scale-not-positive": Message(
        "Thang điểm phải lớn hơn 0.",
        "The scale must be above 0.",
        "Ghi tổng điểm của thang, như points = 100.",
        "Write its total, like points = 100.",
    ),
    "scale-sum": Message(
        "Thang điểm là {points}, nhưng các nhóm cộng lại là {sum}.",
        "The scale has {points} points, but the groups add up to {sum}.",
        "Đối chiếu với văn bản rồi sửa thang điểm hoặc điểm của các nhóm.",
        "Compare with the document and correct the scale or the points of the groups.",
    ),
    "points-cycle": Message(
        "Điểm của các tiêu chí phụ thuộc lẫn nhau thành vòng: {got}.",
        "The points of criteria depend on one another in a circle: {got}.",
        "Bỏ «points_of» ở một trong các tiêu chí đó.",
        "Take “points_of” out of one of these criteria.",
    ),
    "points-unreachable": Message(
        "Tiêu chí ghi {points} điểm, nhưng theo quy tắc thì nhiều nhất chỉ được {most}.",
        "The criterion has {points} points, but its rule gives {most} at the most.",
        "Đối chiếu với văn bản rồi sửa «points» hoặc quy tắc chấm.",
        "Compare with the document and correct “points” or the rule.",
    ),
    "points-exceeded": Message(
        "Tiêu chí ghi {points} điểm, nhưng theo quy tắc có thể được đến {most}.",
        "The criterion has {points} points, but its rule can give {most}.",
        "Đối chiếu với văn bản: sửa điểm hoặc quy tắc, khai báo maximum của chỉ tiêu, "
        "hoặc ghi may_exceed = true nếu được vượt.",
        "Compare with the document: correct the points or the rule, declare the maximum of the field, "
        "or write may_exceed = true if more is allowed.",
    ),
    "points-below-zero": Message(
        "Điểm của tiêu chí «{got}» có thể xuống đến {least}.",
        "The points of the criterion “{got}” can fall to {least}.",
        "Nếu văn bản không cho điểm âm, ghi at_least = 0.",
        "If the document does not allow points below 0, write at_least = 0.",
    ),
    "cap-unreachable": Message(
        "Mức tối đa {limit} không bao giờ đạt tới: cộng lại nhiều nhất là {most}.",
        "The limit {limit} is never reached: together there are {most} at the most.",
        "Đối chiếu với văn bản: có thể ghi sai mức tối đa, hoặc còn thiếu khoản.",
        "Compare with the document: the limit may be wrong, or an item missing.",
    ),
    "line-never-counts": Message(
        "Khoản ở «{column}» không bao giờ lớn hơn 0.",
        "This item of “{column}” never comes to more than 0.",
        "Ghi điểm bằng số dương, kể cả điểm trừ; nếu không dùng thì xoá.",
        "Write points as a positive number, deductions too; or remove the item.",
    ),
    "line-may-be-negative": Message(
        "Khoản ở «{column}» có thể xuống dưới 0.",
        "This item of “{column}” can fall below 0.",
        "Ghi điểm bằng số dương, kể cả điểm trừ; nếu số đo có thể âm thì ghi at_least = 0 cho số đo.",
        "Write points as a positive number, deductions too; if the measure can be negative, "
        "give it at_least = 0.",
    ),
    "rounding-missing": Message(
        "Điểm của tiêu chí «{got}» có thể là số thập phân vô hạn, nhưng chưa ghi cách làm tròn.",
        "The points of the criterion “{got}” can have endless decimals, but no rounding is given.",
        "Ghi «rounding» cho tiêu chí, hoặc cho nhóm hay tổng điểm ở [scale].",
        "Give the criterion a “rounding”, or the groups or the total in [scale].",
    ),
    # ── classes and vetoes ──────────────────────────────────────────────────────────
    "duplicate-id": Message(
        "Mã xếp loại «{got}» đã dùng ở trên.",
        "The id “{got}” is already used by a class above.",
        "Đặt mã khác.",
        "Choose another.",
    ),
    "classes-not-falling": Message(
        "Mức «{got}» không thấp hơn mức đứng trên nó.",
        "The class “{got}” does not start below the one above it.",
        "Xếp các mức từ cao xuống thấp theo «from».",
        "Put the classes from high to low by “from”.",
    ),
    "classes-mixed": Message(
        "Mức «{got}» không cùng cách ghi ngưỡng với mức đầu: nơi ghi điểm, nơi ghi phần trăm.",
        "The class “{got}” starts at points where the first starts at a percentage, or the reverse.",
        'Ghi mọi «from» bằng điểm (90), hoặc mọi «from» bằng phần trăm ("90%").',
        'Write every “from” in points (90), or every one as a percentage ("90%").',
    ),
    "classes-without-last": Message(
        "Mức cuối «{got}» phải nhận mọi đơn vị còn lại.",
        "The last class, “{got}”, must take every unit that is left.",
        'Ghi from = 0 (hoặc "0%") và bỏ «require» ở mức này, hoặc thêm một mức như vậy.',
        'Give it from = 0 (or "0%") and no “require”, or add such a class.',
    ),
    "unknown-outcome": Message(
        "Không có kết quả «{got}»: đó không phải là mã xếp loại, cũng không phải một kết quả đặc biệt.",
        "There is no outcome “{got}”: it is neither the id of a class nor one of the special outcomes.",
        "Ghi một trong: {expected}.",
        "Write one of: {expected}.",
    ),
    # ── the shipped kinds of criteria ───────────────────────────────────────────────
    "clause-two-forms": Message(
        "Một khoản chỉ tính theo một cách, nhưng ở đây ghi: {got}.",
        "An item is counted in one way, but these are given: {got}.",
        "Giữ một, và tách phần còn lại thành khoản riêng.",
        "Keep one, and make another item of the rest.",
    ),
    "clause-key-unused": Message(
        "«{key}» không có tác dụng khi khoản được tính theo «{form}».",
        "“{key}” does nothing in an item that is counted by “{form}”.",
        "Xoá khoá này, hoặc bổ sung khoá còn thiếu của cách tính đã định.",
        "Remove it, or add what is missing of the way of counting that was meant.",
    ),
    "parts-not-points": Message(
        "Các phần việc cộng lại là {sum} điểm, trong khi tiêu chí ghi {points}.",
        "The parts add up to {sum} points where the criterion has {points}.",
        "Đối chiếu với văn bản rồi sửa điểm của các phần hoặc của tiêu chí.",
        "Compare with the document and correct the points of the parts or of the criterion.",
    ),
    "mark-or-marks": Message(
        "Tiêu chí phải ghi hoặc «mark» (một điểm chấm), hoặc «marks» (nhiều người chấm).",
        "The criterion takes either “mark” (one mark) or “marks” (several judges).",
        "Ghi đúng một trong hai.",
        "Write exactly one of the two.",
    ),
}
