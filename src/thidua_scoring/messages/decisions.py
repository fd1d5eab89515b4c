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
    "lower-bound-elsewhere": Message(
        "Điểm của đơn vị bị hạ bậc («{got}») xuống ngưỡng xếp loại, nhưng xếp hạng theo số đo khác.",
        "The points of a demoted unit (“{got}”) fall to a threshold of classes, but ranks go by another "
        "figure.",
        "Xếp hạng theo cùng số đo với xếp loại (by ở [ranking]), hoặc bỏ points ở đây.",
        "Rank by the figure that classes go by (by in [ranking]), or leave points out.",
    ),
    "else-of-award": Message(
        "Điều kiện của khen thưởng không dùng «else»: không đủ điều kiện thì không được đề nghị.",
        "A requirement of an award takes no “else”: a unit that fails it is not proposed.",
        "Bỏ else ở đây; nếu muốn chuyển xuống hình thức khác khi hết suất, ghi else ở ngay khen thưởng.",
        "Leave it out; to pass a unit down for want of a place, write else in the award itself.",
    ),
    # ── tables of records, ballots and marks ───────────────────────────────────────
    "column-unknown": Message(
        "Bảng này không dùng cột «{got}».",
        "This table does not use a column “{got}”.",
        "Các cột có thể dùng: {expected}.",
        "The columns that may be used: {expected}.",
    ),
    "table-other-kind": Message(
        "Tệp này là bảng khác: không có cột nào trong số {column}.",
        "This file is another table: it has none of the columns {column}.",
        "Kiểm tra lại tệp đã chọn; bảng cần dùng có các cột: {expected}.",
        "Check which file was chosen; the table that is needed has the columns: {expected}.",
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
    # ── names of what is not there ──────────────────────────────────────────────────
    "no-classes": Message(
        "Ở đây nhắc đến mức xếp loại «{got}», nhưng [[classes]] không có mức nào đọc được.",
        "The class “{got}” is named here, but [[classes]] holds none that can be read.",
        "Khai báo các mức xếp loại; nếu đã có thì sửa lỗi ở [[classes]] trước.",
        "Declare the classes; if they are there, correct the faults of [[classes]] first.",
    ),
    "unknown-award": Message(
        "Không có danh hiệu, hình thức khen thưởng «{got}».",
        "There is no award “{got}”.",
        "Ghi mã của một mục ở [awards]; nếu đã có thì sửa lỗi của mục đó trước.",
        "Write the id of one of the [awards]; if it is there, correct its own faults first.",
    ),
    "unknown-ballot": Message(
        "Không có cuộc bỏ phiếu «{got}».",
        "There is no ballot “{got}”.",
        "Ghi mã của một mục ở [ballots]; nếu đã có thì sửa lỗi của mục đó trước.",
        "Write the id of one of the [ballots]; if it is there, correct its own faults first.",
    ),
    "unknown-award-level": Message(
        "Không có cấp khen thưởng «{got}».",
        "There is no level of awards “{got}”.",
        "Ghi mã của một mục ở [levels], hoặc khai báo thêm cấp này.",
        "Write the id of one of the [levels], or declare this one.",
    ),
    "unknown-title": Message(
        "«{got}» không phải là danh hiệu, cũng không phải là mức xếp loại.",
        "“{got}” is neither an award nor a class.",
        "Ghi mã ở [awards] hoặc [[classes]]; với «of» có thể ghi all, hoặc thêm -or-better sau mã của mức.",
        "Write an id of [awards] or [[classes]]; with “of”, all, or -or-better after that of a class.",
    ),
    "unknown-fact": Message(
        "Không có thông tin «{got}» về đơn vị.",
        "There is no fact “{got}” of units.",
        "Sửa lại tên, hoặc khai báo thông tin này ở [facts].",
        "Correct the name, or declare it in [facts].",
    ),
    "fact-kind": Message(
        "Thông tin «{got}» thuộc kiểu {kind}, không dùng được ở đây.",
        "The fact “{got}” is of kind {kind}, which does not do here.",
        "Sửa «kind» ở [facts] thành một trong: {expected}; hoặc dùng thông tin khác.",
        "Make its kind in [facts] one of: {expected}; or use another fact.",
    ),
    "award-not-proposed": Message(
        "Danh hiệu «{got}» không được xét trong bộ này (proposed = false).",
        "No unit is looked at for “{got}” (proposed = false).",
        "Bỏ proposed = false ở danh hiệu đó, hoặc ghi danh hiệu khác.",
        "Leave proposed = false out there, or name another award.",
    ),
    "ballot-without-award": Message(
        "Cuộc bỏ phiếu «{ballot}» không bỏ phiếu cho danh hiệu «{got}».",
        "The ballot “{ballot}” is not on “{got}”.",
        "Thêm danh hiệu vào «awards» của cuộc bỏ phiếu, hoặc ghi cuộc bỏ phiếu khác.",
        "Add the award to the “awards” of the ballot, or name another ballot.",
    ),
    "awards-circle": Message(
        "Không xét được danh hiệu nào trước vì chúng phụ thuộc lẫn nhau thành vòng: {got}.",
        "None of these awards can be decided first, since they depend on one another in a circle: {got}.",
        "Sửa «of», «else» hoặc thứ tự của một trong các danh hiệu đó.",
        "Change “of”, “else” or the order of one of them.",
    ),
    # ── classes ─────────────────────────────────────────────────────────────────────
    "class-not-lower": Message(
        "Đơn vị không đạt điều kiện của mức «{got}» không thể về mức «{other}», vì mức này không thấp hơn.",
        "A unit that fails a requirement of “{got}” cannot come to “{other}”, which is not below it.",
        "Ghi mã của một mức đứng dưới, hoặc bỏ «else».",
        "Name a class further down, or leave “else” out.",
    ),
    "class-asks-class": Message(
        "Điều kiện của một mức xếp loại không thể dựa vào mức xếp loại «{got}» của chính đơn vị.",
        "What a class takes cannot depend on the unit's own class, “{got}”.",
        "Dùng điểm, thông tin về đơn vị, hoặc mức của các năm trước (held).",
        "Ask for points or facts, or for the classes of past years (held).",
    ),
    "class-asks-rank": Message(
        "Thứ hạng được xếp theo mức trước (class_first), nên điều kiện của mức không thể dựa vào thứ hạng.",
        "Units are ranked by class first (class_first), so that a class cannot depend on the rank.",
        "Bỏ class_first ở [ranking], hoặc chuyển điều kiện này sang [awards].",
        "Leave class_first out of [ranking], or move this to [awards].",
    ),
    "class-asks-ballot": Message(
        "Bỏ phiếu diễn ra sau khi xếp loại, nên điều kiện của mức không thể dựa vào cuộc bỏ phiếu «{got}».",
        "Ballots are held after units are classed, so that a class cannot depend on the ballot “{got}”.",
        "Chuyển điều kiện này sang [awards].",
        "Move this to [awards].",
    ),
    "class-above-most": Message(
        "Mức «{got}» lấy từ {threshold}, nhưng không đơn vị nào đạt quá {most}.",
        "The class “{got}” starts at {threshold}, but no unit can come to more than {most}.",
        "Đối chiếu với văn bản rồi sửa «from», thang điểm hoặc giới hạn đang chặn điểm.",
        "Compare with the document and correct “from”, the scale, or the limit that holds points down.",
    ),
    "class-never": Message(
        "Không đơn vị nào vào được mức «{got}»: ngưỡng và các điều kiện không thể cùng đạt.",
        "No unit can be in the class “{got}”: its threshold and requirements are never met together.",
        "Đối chiếu với văn bản rồi sửa các điều kiện; kiểm tra giới hạn của các chỉ tiêu.",
        "Compare with the document, correct the requirements, and check the limits of the figures.",
    ),
    "class-taken": Message(
        "Không đơn vị nào vào được mức «{got}»: đơn vị đủ điều kiện thì đã ở mức trên, "
        "hoặc phải xuống thẳng mức dưới.",
        "No unit can be in the class “{got}”: who has what it takes is in a better one, or falls past it.",
        "Đối chiếu với văn bản rồi sửa ngưỡng, điều kiện hoặc «else»; nếu thừa thì bỏ mức này.",
        "Compare with the document and correct thresholds, requirements or “else”; or remove the class.",
    ),
    "class-only-fallen": Message(
        "Không đơn vị nào vào mức «{got}» bằng điểm của mình, chỉ khi bị hạ từ mức trên.",
        "No unit is in the class “{got}” by its own points, only by falling from a better one.",
        "Kiểm tra ngưỡng và điều kiện; đây là ghi chú, không phải lỗi.",
        "Check the threshold and requirements; this is a note, not a fault.",
    ),
    "class-last-idle": Message(
        "Không đơn vị nào rơi vào mức cuối «{got}»: đơn vị nào cũng đạt mức trên.",
        "No unit falls into the last class, “{got}”: every unit has what a better one takes.",
        "Kiểm tra các ngưỡng; đây là ghi chú, không phải lỗi.",
        "Check the thresholds; this is a note, not a fault.",
    ),
    "class-level-never": Message(
        "Đơn vị thuộc loại «{level}» không bao giờ vào được mức «{got}».",
        "No unit of “{level}” can be in the class “{got}”.",
        "Kiểm tra ngưỡng của loại này; đây là ghi chú, không phải lỗi.",
        "Check its threshold; this is a note, not a fault.",
    ),
    # ── conditions and vetoes ───────────────────────────────────────────────────────
    "condition-never": Message(
        "Điều kiện này không bao giờ xảy ra.",
        "This can never hold.",
        "Đối chiếu với văn bản; kiểm tra cả giới hạn của các chỉ tiêu (minimum, maximum, levels).",
        "Compare with the document; check the limits of the figures, too (minimum, maximum, levels).",
    ),
    "condition-always": Message(
        "Điều kiện này lúc nào cũng đúng.",
        "This always holds.",
        "Kiểm tra lại, kể cả giới hạn của các chỉ tiêu; đây là ghi chú, không phải lỗi.",
        "Check it, and the limits of the figures; this is a note, not a fault.",
    ),
    "veto-to-best": Message(
        "«{got}» là mức cao nhất, nên kết quả này không hạn chế đơn vị nào.",
        "“{got}” is the best class, and so an outcome that holds nobody back.",
        "Ghi một mức thấp hơn, hoặc một kết quả khác.",
        "Name a class further down, or another outcome.",
    ),
    "vetoes-two-outcomes": Message(
        "«{got}» và «{other}» luôn xảy ra cùng nhau nhưng cho đơn vị hai kết quả khác nhau.",
        "“{got}” and “{other}” always hold together, and give a unit two outcomes.",
        "Đối chiếu với văn bản: giữ một kết quả, hoặc phân biệt hai điều kiện.",
        "Compare with the document: keep one outcome, or tell the conditions apart.",
    ),
    "vetoes-add-up": Message(
        "«{got}» và «{other}» luôn xảy ra cùng nhau, nên đơn vị vừa bị giới hạn mức vừa bị hạ bậc.",
        "“{got}” and “{other}” always hold together, so that a unit is held to a class and demoted from it.",
        "Nếu văn bản chỉ định một kết quả thì giữ một; đây là ghi chú, không phải lỗi.",
        "Keep one if the document means one outcome; this is a note, not a fault.",
    ),
    "veto-idle": Message(
        "«{got}» không có tác dụng: khi xảy ra thì «{other}» cũng xảy ra và có kết quả nặng hơn.",
        "“{got}” changes nothing: where it holds so does “{other}”, whose outcome goes further.",
        "Đối chiếu với văn bản: sửa kết quả, hoặc phân biệt hai điều kiện.",
        "Compare with the document: correct the outcome, or tell the conditions apart.",
    ),
    "vetoes-both": Message(
        "«{got}» và «{other}» có thể cùng xảy ra; khi đó «không xét» được áp dụng trước «không xếp loại».",
        "“{got}” and “{other}” may both hold; not-considered then goes before unrated.",
        "Nếu văn bản quy định khác thì phân biệt hai điều kiện; đây là ghi chú, không phải lỗi.",
        "Tell the conditions apart if the document says otherwise; this is a note, not a fault.",
    ),
    "lowers-nothing": Message(
        "«{got}» hạ mức xếp loại, nhưng bộ tiêu chí không có mức nào.",
        "“{got}” lowers the class, but the ruleset has no classes.",
        "Khai báo [[classes]], hoặc bỏ quy định này; đây là ghi chú, không phải lỗi.",
        "Declare [[classes]], or leave this out; this is a note, not a fault.",
    ),
    # ── quotas and awards ───────────────────────────────────────────────────────────
    "quota-on-last": Message(
        "«{got}» là mức cuối, nên đơn vị vượt tỷ lệ không còn mức nào thấp hơn để xếp.",
        "“{got}” is the last class, and a unit over the quota has none to fall to.",
        "Đặt tỷ lệ cho một mức đứng trên.",
        "Limit a class further up.",
    ),
    "quotas-twice": Message(
        "«{got}» và «{other}» cùng giới hạn một mức, trong cùng phạm vi và theo cùng cách tính; "
        "chỉ «{tighter}» có tác dụng.",
        "“{got}” and “{other}” limit one class in one scope by the same; only “{tighter}” counts.",
        "Đối chiếu với văn bản rồi giữ một.",
        "Compare with the document and keep one.",
    ),
    "share-zero": Message(
        "Tỷ lệ bằng 0 thì không đơn vị nào được chọn.",
        "A share of 0 leaves no place at all.",
        'Ghi tỷ lệ lớn hơn 0, như share = "20%"; nếu có số tối thiểu cố định thì ghi at_most.',
        'Write more than 0, like share = "20%"; where the number is fixed, write at_most.',
    ),
    "share-of-nobody": Message(
        "Tỷ lệ tính trên «{got}», nhưng không đơn vị nào vào được mức đó.",
        "The share is of “{got}”, but no unit can be in it.",
        "Sửa «of», hoặc sửa mức xếp loại đó.",
        "Correct “of”, or that class.",
    ),
    "share-of-itself": Message(
        "Tỷ lệ tính trên chính «{got}», nên không đơn vị nào được chọn.",
        "The share is of “{got}” itself, and leaves no place at all.",
        "Sửa «of», như all hoặc một mức khác.",
        "Correct “of”: all, say, or another class.",
    ),
    "exception-not-larger": Message(
        "Tỷ lệ trong trường hợp đặc biệt không lớn hơn tỷ lệ thông thường.",
        "The share of the exceptional case is not above the usual one.",
        "Sửa «share» ở một trong hai nơi, hoặc bỏ «exception».",
        "Correct one of the two shares, or leave “exception” out.",
    ),
    "award-never": Message(
        "Không đơn vị nào đạt được danh hiệu «{got}»: các điều kiện không thể cùng đạt.",
        "No unit can have the award “{got}”: its requirements are never met together.",
        "Đối chiếu với văn bản rồi sửa các điều kiện.",
        "Compare with the document and correct the requirements.",
    ),
    "award-for-all": Message(
        "Danh hiệu «{got}» không có điều kiện và không giới hạn số lượng, nên đơn vị nào cũng được đề nghị.",
        "The award “{got}” has no requirements and no limit, so that every unit is proposed for it.",
        "Thêm «require» hoặc giới hạn; nếu chỉ dùng trong hồ sơ khen thưởng thì ghi proposed = false.",
        "Add “require” or a limit; if it is only held in records, write proposed = false.",
    ),
    # ── stages and periods ──────────────────────────────────────────────────────────
    "weight-zero": Message(
        "«{got}» có trọng số 0 nên không được tính.",
        "“{got}” has the weight 0 and so does not count.",
        "Kiểm tra lại trọng số; đây là ghi chú, không phải lỗi.",
        "Check the weight; this is a note, not a fault.",
    ),
    "weight-negative": Message(
        "Trọng số của «{got}» nhỏ hơn 0.",
        "The weight of “{got}” is below 0.",
        "Ghi trọng số từ 0 trở lên.",
        "Write 0 or more.",
    ),
}
