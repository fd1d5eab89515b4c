"""Faults of stages, marks, periods, dossiers and comparisons."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

APPRAISAL: dict[str, Message] = {
    # ── stages and marks ────────────────────────────────────────────────────────────
    "no-appraisal": Message(
        "Bộ tiêu chí «{got}» không quy định các bước chấm điểm.",
        "The ruleset “{got}” has no stages of appraisal.",
        "Bổ sung phần [appraisal] với các bước theo thứ tự.",
        "Add [appraisal] with its stages in order.",
    ),
    "no-such-stage": Message(
        "Bộ tiêu chí không có bước chấm «{got}».",
        "The ruleset has no stage “{got}”.",
        "Các bước chấm: {expected}.",
        "Its stages: {expected}.",
    ),
    "mark-twice": Message(
        "Đơn vị {unit}, tiêu chí {criterion} đã có điểm của bước này ở {first}.",
        "Unit {unit}, criterion {criterion} already has points of this stage at {first}.",
        "Xoá một trong hai dòng.",
        "Remove one of the two rows.",
    ),
    "mark-not-applicable": Message(
        "Tiêu chí {criterion} không áp dụng cho đơn vị {unit} nên không thể có điểm.",
        "Criterion {criterion} does not apply to unit {unit} and cannot have points.",
        "Xoá điểm này, hoặc sửa số liệu về việc áp dụng tiêu chí.",
        "Remove the points, or correct what the evidence says of the criterion.",
    ),
    "mark-outside": Message(
        "{got} điểm nằm ngoài khoảng {range} mà tiêu chí {criterion} có thể cho.",
        "{got} points lie outside what criterion {criterion} can give, {range}.",
        "Sửa số điểm.",
        "Correct the points.",
    ),
    "mark-without-reason": Message(
        "Tiêu chí {criterion}: điểm đổi từ {was} thành {got} mà không có lý do.",
        "Criterion {criterion}: the points change from {was} to {got} without a reason.",
        "Ghi lý do vào cột «reason»; bước này buộc phải có.",
        "Write it in the column “reason”: this stage must give one.",
    ),
    "mark-not-own": Message(
        "Bước «{stage}» là đơn vị tự chấm, nhưng điểm của {unit} do «{got}» chấm.",
        "At the stage “{stage}” units assess themselves, but the points of {unit} are by “{got}”.",
        "Để trống cột «assessor», hoặc ghi vào bước khác.",
        "Leave the column “assessor” empty, or put the points into another stage.",
    ),
    "mark-of-itself": Message(
        "Đơn vị {unit} không được tự chấm cho mình ở bước «{stage}».",
        "Unit {unit} must not assess itself at the stage “{stage}”.",
        "Ghi đúng người chấm, hoặc bỏ dòng này.",
        "Name who gave the points, or remove the row.",
    ),
    "mark-without-assessor": Message(
        "Bước «{stage}» phải ghi ai chấm điểm.",
        "The stage “{stage}” must say who gave the points.",
        "Điền cột «assessor».",
        "Fill in the column “assessor”.",
    ),
    "assessor-not-a-unit": Message(
        "Bước này do các đơn vị trong khối chấm chéo, nhưng «{got}» không phải là đơn vị nào.",
        "At this stage units of the bloc assess each other, but “{got}” is none of the units.",
        "Ghi mã hoặc tên của một đơn vị.",
        "Write a unit's id or name.",
    ),
    "assessor-of-other-bloc": Message(
        "«{got}» không cùng khối với {unit} nên không được chấm chéo.",
        "“{got}” is not of the same bloc as {unit} and cannot assess it.",
        "Ghi một đơn vị khác trong cùng khối.",
        "Write another unit of the same bloc.",
    ),
    "assessor-of-other-block": Message(
        "Tiêu chí {criterion} do «{expected}» chấm, không phải «{got}».",
        "Criterion {criterion} is assessed by “{expected}”, not by “{got}”.",
        "Sửa người chấm, hoặc sửa «assessor» của tiêu chí hay nhóm trong bộ tiêu chí.",
        "Correct the assessor, or that of the criterion or its group in the ruleset.",
    ),
    "block-without-assessor": Message(
        "Bộ tiêu chí không ghi ai chấm tiêu chí {criterion}.",
        "The ruleset does not say who assesses criterion {criterion}.",
        "Ghi «assessor» cho tiêu chí hoặc cho nhóm của nó.",
        "Give the criterion or its group an assessor.",
    ),
    "appraised-total": Message(
        "Tổng điểm của {unit} đã được tổng hợp từ các kỳ, nên điểm chấm từng tiêu chí không làm thay đổi.",
        "The total of {unit} was taken together from periods, and points of criteria do not change it.",
        "Thẩm định kết quả của từng kỳ trước khi tổng hợp.",
        "Appraise the result of each period before taking the periods together.",
    ),
    "mark-not-claim": Message(
        "Tiêu chí {criterion}: điểm tự chấm của {unit} ở đây khác với {claimed} điểm đã ghi trong số liệu.",
        "Criterion {criterion}: the own points of {unit} are not the {claimed} that the evidence states.",
        "Giữ một nơi ghi điểm tự chấm, hoặc sửa cho giống nhau.",
        "Keep them in one place, or make them the same.",
    ),
    # ── periods ─────────────────────────────────────────────────────────────────────
    "no-periods": Message(
        "Bộ tiêu chí «{got}» không quy định cách tính điểm từ các kỳ.",
        "The ruleset “{got}” does not say how points follow from periods.",
        "Bổ sung phần [periods].",
        "Add [periods].",
    ),
    "no-such-period": Message(
        "Bộ tiêu chí không có kỳ «{got}».",
        "The ruleset has no period “{got}”.",
        "Các kỳ: {expected}.",
        "Its periods: {expected}.",
    ),
    "periods-too-few": Message(
        "Phải được chấm điểm ít nhất {got} kỳ, nhưng chỉ có {count} kỳ.",
        "A unit must be rated in {got} periods, but there are only {count}.",
        "Sửa at_least, hoặc bổ sung kỳ vào parts.",
        "Correct at_least, or add periods to parts.",
    ),
    "period-missing": Message(
        "Thiếu kết quả chấm điểm của kỳ «{period}».",
        "The result of the period “{period}” is missing.",
        "Chấm điểm kỳ này trước khi tổng hợp.",
        "Score the period before taking the periods together.",
    ),
    "period-criteria-differ": Message(
        "Kỳ «{period}» dùng bộ tiêu chí khác: {criteria}.",
        "The period “{period}” was scored by other criteria: {criteria}.",
        'Tổng hợp theo tổng điểm (at = "total"), hoặc chấm lại kỳ này bằng cùng bộ tiêu chí.',
        'Take totals together (at = "total"), or score the period by the same criteria.',
    ),
    "period-scales-differ": Message(
        "Các kỳ được chấm trên những thang điểm khác nhau: {scales}.",
        "The periods were scored on different scales: {scales}.",
        "Chấm các kỳ trên cùng một thang điểm, hoặc tổng hợp bằng tổng (sum) hay hệ số (weighted).",
        "Score them on the same scale, or take them together by sum or by weights.",
    ),
    "period-upside-down": Message(
        "Kỳ «{period}» bắt đầu ngày {start}, sau ngày kết thúc {end}.",
        "The period “{period}” begins on {start}, after it ends on {end}.",
        "Sửa hai ngày.",
        "Correct the days.",
    ),
    "period-editions": Message(
        "Trong kỳ «{period}» bộ tiêu chí thay đổi: ngày đầu kỳ dùng {first}, ngày cuối kỳ dùng {last}.",
        "The rules change within the period “{period}”: {first} on its first day, {last} on its last.",
        "Chọn một bộ tiêu chí bằng tên, hoặc chia kỳ tại ngày thay đổi.",
        "Choose a ruleset by its name, or divide the period on the day of the change.",
    ),
    # ── dossiers ────────────────────────────────────────────────────────────────────
    "decided-before-received": Message(
        "Hồ sơ nhận ngày {received} không thể được xét ngày {decided}, là ngày trước đó.",
        "A dossier received on {received} cannot be decided on {decided}, which is before.",
        "Sửa hai ngày.",
        "Correct the days.",
    ),
    # ── comparisons ─────────────────────────────────────────────────────────────────
    "result-part": Message(
        "Đây không phải là kết quả chấm điểm: thiếu hoặc sai «{key}».",
        "This is no result of scoring: “{key}” is missing or wrong.",
        "Dùng tệp JSON do thư viện này ghi.",
        "Use the JSON that this library writes.",
    ),
    "result-without-rules": Message(
        "Kết quả không ghi đã chấm theo quy định nào nên không so sánh được.",
        "The result does not say by which rules it was scored and cannot be compared.",
        "Chấm điểm lại bằng phiên bản này của thư viện.",
        "Score again with this version of the library.",
    ),
    "result-number": Message(
        "«{got}» không phải là một số đúng.",
        "“{got}” is no exact number.",
        "Dùng tệp JSON do thư viện này ghi, không sửa bằng tay.",
        "Use the JSON that this library writes, unchanged.",
    ),
}
