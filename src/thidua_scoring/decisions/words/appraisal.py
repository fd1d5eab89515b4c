"""Sentences about stages, claims, periods, dossiers and comparisons."""

from __future__ import annotations

from typing import Final

APPRAISAL: Final[dict[str, tuple[str, str]]] = {
    # ── stages ──────────────────────────────────────────────────────────────────────
    "final-latest": (
        "{points} điểm, theo bước chấm sau cùng",
        "{points} points, those of the last stage that gave any",
    ),
    "final-max": (
        "{points} điểm, là mức cao nhất qua các bước chấm",
        "{points} points, the most that any stage gave",
    ),
    "final-weighted": (
        "{points} điểm, tính theo trọng số của các bước chấm",
        "{points} points, by the weights of the stages",
    ),
    "stage-mark": ("{stage}: {assessor} cho {points} điểm", "{stage}: {assessor} gave {points} points"),
    "stage-mark-why": (
        "{stage}: {assessor} cho {points} điểm, lý do: {why}",
        "{stage}: {assessor} gave {points} points, since: {why}",
    ),
    "stage-own": ("{stage}: đơn vị tự chấm {points} điểm", "{stage}: the unit gives itself {points} points"),
    "stage-evidence": (
        "{stage}: {points} điểm theo quy định, từ số liệu của bước này",
        "{stage}: {points} points by the rules, from the evidence of this stage",
    ),
    "stage-missing": (
        "{stage}: chưa chấm, có thể cho {points} điểm",
        "{stage}: not done yet, may give {points} points",
    ),
    "stage-weight": ("trọng số {weight}", "a weight of {weight}"),
    "gap": (
        "đơn vị tự chấm {own} điểm, chênh lệch so với kết quả thẩm định: {gap} điểm",
        "the unit gives itself {own} points, gap to those in the end: {gap}",
    ),
    "gap-of-unit": (
        "chênh lệch giữa tổng điểm tự chấm và kết quả thẩm định: {gap} điểm",
        "gap between the total of the unit's own points and that in the end: {gap}",
    ),
    # ── claims ──────────────────────────────────────────────────────────────────────
    "claim-agrees": (
        "tự chấm {claimed} điểm, đúng với quy định",
        "{claimed} points are claimed, as the rules give",
    ),
    "claim-differs": (
        "tự chấm {claimed} điểm, theo quy định được {points} điểm, chênh lệch {difference} điểm",
        "{claimed} points are claimed, the rules give {points}, a difference of {difference}",
    ),
    "claim-open": (
        "tự chấm {claimed} điểm, theo số liệu hiện có được {points} điểm nên chưa kết luận được",
        "{claimed} points are claimed, by what is known the rules give {points}, which leaves it open",
    ),
    "claim-not-applicable": (
        "tự chấm {claimed} điểm, nhưng tiêu chí này không áp dụng cho đơn vị",
        "{claimed} points are claimed, but the criterion does not apply to the unit",
    ),
    "claim-total": (
        "tổng tự chấm {claimed} điểm, theo quy định được {points} điểm, chênh lệch {difference} điểm",
        "{claimed} points are claimed in all, the rules give {points}, a difference of {difference}",
    ),
    "claim-without-total": (
        "tổng tự chấm {claimed} điểm, nhưng không có tiêu chí nào áp dụng cho đơn vị",
        "{claimed} points are claimed in all, but no criterion applies to the unit",
    ),
    "claim-cut": ("{rule}, bớt {lost} điểm", "{rule}, {lost} points less"),
    "claim-deducted": ("bị trừ {points} điểm theo quy định: {rule}", "{points} points are deducted: {rule}"),
    "claim-base": (
        "điểm chuẩn chỉ được {points} trên {most} điểm: {rule}",
        "the base is {points} points of {most}: {rule}",
    ),
    "claim-base-free": ("điểm chuẩn được {points} điểm: {rule}", "the base is {points} points: {rule}"),
    "claim-bonus-most": (
        "điểm thưởng được {points} điểm, đã ở mức tối đa: {rule}",
        "the bonus is {points} points, the most there can be: {rule}",
    ),
    "claim-bonus": ("điểm thưởng được {points} điểm: {rule}", "the bonus is {points} points: {rule}"),
    "claim-beyond": (
        "tiêu chí có tối đa {most} điểm, không có quy định nào cho điểm cao hơn",
        "the criterion has {most} points at most, and no rule gives more",
    ),
    "claim-given": ("được {points} điểm: {rule}", "{points} points are given: {rule}"),
    # ── periods ─────────────────────────────────────────────────────────────────────
    "period-points": ("{period}: {points} điểm", "{period}: {points} points"),
    "period-not-listed": (
        "{period}: đơn vị không có trong danh sách chấm điểm",
        "{period}: the unit is not among those that were scored",
    ),
    "period-nothing": (
        "{period}: không có tiêu chí nào áp dụng cho đơn vị",
        "{period}: no criterion applies to the unit",
    ),
    "period-unrated": (
        "{period}: đơn vị không được xếp loại, {why}",
        "{period}: the unit is not rated: {why}",
    ),
    "period-open": (
        "{period}: chưa rõ đơn vị có được xếp loại hay không",
        "{period}: it is not known whether the unit is rated",
    ),
    "period-not-applicable": ("{period}: tiêu chí không áp dụng", "{period}: the criterion does not apply"),
    "period-may-apply": (
        "{period}: {points} điểm nếu tiêu chí áp dụng",
        "{period}: {points} points if the criterion applies",
    ),
    "period-zero": ("tính 0 điểm", "counted as 0 points"),
    "period-carried": ("lấy điểm của {before}", "taken as in {before}"),
    "period-left-out": ("không tính kỳ này", "this period is left out"),
    "period-weight": ("hệ số {weight}", "a weight of {weight}"),
    "year-mean": (
        "{points} điểm, là trung bình cộng của {count} kỳ",
        "{points} points, the mean of {count} periods",
    ),
    "year-min": (
        "{points} điểm, là mức thấp nhất trong {count} kỳ",
        "{points} points, the least of {count} periods",
    ),
    "year-max": (
        "{points} điểm, là mức cao nhất trong {count} kỳ",
        "{points} points, the most of {count} periods",
    ),
    "year-last": ("{points} điểm, là điểm của kỳ sau cùng", "{points} points, those of the last period"),
    "year-sum": ("{points} điểm, là tổng của {count} kỳ", "{points} points, the sum of {count} periods"),
    "year-weighted": (
        "{points} điểm, là tổng điểm các kỳ nhân hệ số rồi chia cho {divisor}",
        "{points} points, the periods by their weights, divided by {divisor}",
    ),
    "year-renormalised": (
        "{points} điểm, là tổng điểm {count} kỳ nhân hệ số rồi chia cho {divisor}, bỏ hệ số của"
        " kỳ không tính",
        "{points} points, {count} periods by their weights, divided by {divisor}, weights left out",
    ),
    "year-rounded": ("làm tròn từ {exact} điểm", "rounded from {exact} points"),
    "year-by-criterion": (
        "điểm được tổng hợp theo từng tiêu chí",
        "the whole is taken criterion by criterion",
    ),
    "year-without": ("không có điểm của kỳ nào để tính", "no period has points to go by"),
    "year-open": ("chưa thể tổng hợp điểm các kỳ", "the whole cannot be told yet"),
    "year-unrated-never": (
        "không được xếp loại khi tổng hợp các kỳ vì không được chấm điểm ở kỳ nào",
        "not rated, since there is no period in which the unit was rated",
    ),
    "year-unrated-absent": (
        "không được xếp loại khi tổng hợp các kỳ vì có kỳ không được chấm điểm",
        "not rated, since there are periods in which the unit was not rated",
    ),
    "year-unrated-few": (
        "không được xếp loại khi tổng hợp các kỳ vì chỉ được chấm điểm {rated} kỳ, quy định ít"
        " nhất {least} kỳ",
        "not rated, since the unit was rated in {rated} periods, fewer than the {least} that are needed",
    ),
    "year-unrated-carry": (
        "không được xếp loại khi tổng hợp các kỳ vì kỳ đầu {period} không có điểm và không có"
        " kỳ trước để lấy",
        "not rated, since the first period {period} has no points and there is none before to take them from",
    ),
    "year-unrated-weights": (
        "không được xếp loại khi tổng hợp các kỳ vì các kỳ được chấm điểm có tổng hệ số bằng 0",
        "not rated, since the weights of the periods in which the unit was rated come to 0",
    ),
    # ── dossiers ────────────────────────────────────────────────────────────────────
    "dossier-same-rules": (
        "hồ sơ được xét theo {rules}, có hiệu lực cả khi nhận và khi xét",
        "the dossier is decided by {rules}, in force when it came and when it is decided",
    ),
    "dossier-own-date": (
        "hồ sơ được xét theo {rules}, có hiệu lực khi nhận; {new} không cho áp dụng quy định có lợi hơn",
        "the dossier is decided by {rules}, in force when it came; {new} lets no more favourable rules count",
    ),
    "dossier-new": (
        "hồ sơ được xét theo {new} vì có lợi hơn: {new_total} điểm, so với {old_total} điểm theo {rules}",
        "the dossier is decided by {new}, which is more favourable: {new_total} points, and"
        " {old_total} by {rules}",
    ),
    "dossier-old": (
        "hồ sơ được xét theo {rules} vì có lợi hơn: {old_total} điểm, so với {new_total} điểm theo {new}",
        "the dossier is decided by {rules}, which are more favourable: {old_total} points, and"
        " {new_total} by {new}",
    ),
    "dossier-equal": (
        "hồ sơ được xét theo {rules}, có hiệu lực khi nhận, vì {new} cũng cho {new_total} điểm",
        "the dossier is decided by {rules}, in force when it came, since {new} gives {new_total} points too",
    ),
    "dossier-open": (
        "chưa rõ quy định nào có lợi hơn: {old_total} điểm theo {rules}, {new_total} điểm theo {new}",
        "which rules are more favourable is not known: {old_total} points by {rules}, {new_total} by {new}",
    ),
    "dossier-new-share": (
        "hồ sơ được xét theo {new} vì có lợi hơn: đạt {new_share}, so với {old_share} theo {rules}"
        " ({new_total} và {old_total} điểm của hai thang điểm khác nhau)",
        "the dossier is decided by {new}, which is more favourable: {new_share}, and {old_share} by {rules}"
        " ({new_total} and {old_total} points on different scales)",
    ),
    "dossier-old-share": (
        "hồ sơ được xét theo {rules} vì có lợi hơn: đạt {old_share}, so với {new_share} theo {new}"
        " ({old_total} và {new_total} điểm của hai thang điểm khác nhau)",
        "the dossier is decided by {rules}, which are more favourable: {old_share}, and {new_share} by {new}"
        " ({old_total} and {new_total} points on different scales)",
    ),
    "dossier-equal-share": (
        "hồ sơ được xét theo {rules}, có hiệu lực khi nhận, vì {new} cũng cho {new_share}"
        " ({old_total} và {new_total} điểm của hai thang điểm khác nhau)",
        "the dossier is decided by {rules}, in force when it came, since {new} gives {new_share} too"
        " ({old_total} and {new_total} points on different scales)",
    ),
    "dossier-open-share": (
        "chưa rõ quy định nào có lợi hơn: {old_total} điểm theo {rules}, {new_total} điểm theo {new},"
        " trên hai thang điểm khác nhau",
        "which rules are more favourable is not known: {old_total} points by {rules}, {new_total} by {new},"
        " on different scales",
    ),
    # ── comparisons ─────────────────────────────────────────────────────────────────
    "criterion-added": (
        "tiêu chí {criterion} chỉ có trong kết quả sau",
        "the criterion {criterion} is in the later result alone",
    ),
    "criterion-removed": (
        "tiêu chí {criterion} chỉ có trong kết quả trước",
        "the criterion {criterion} is in the earlier result alone",
    ),
    "criterion-points": (
        "tiêu chí {criterion}: điểm tối đa đổi từ {old} thành {new}",
        "the points of the criterion {criterion} change from {old} to {new}",
    ),
    "criterion-rule": (
        "tiêu chí {criterion}: cách tính điểm thay đổi",
        "the rule of the criterion {criterion} changes",
    ),
    "scale-points": (
        "thang điểm đổi từ {old} thành {new} điểm",
        "the scale changes from {old} to {new} points",
    ),
    "scale-changed": (
        "thang điểm, cách làm tròn hoặc các nhóm tiêu chí thay đổi",
        "the scale, its roundings or the groups change",
    ),
    "ranking-changed": ("cách xếp hạng thay đổi", "the rules of ranking change"),
    "classes-changed": ("tiêu chuẩn xếp loại thay đổi", "the rules of classes change"),
    "change-up": (
        "{what} tăng {by} điểm, từ {old} lên {new} điểm",
        "{what} is up by {by} points, from {old} to {new}",
    ),
    "change-down": (
        "{what} giảm {by} điểm, từ {old} xuống {new} điểm",
        "{what} is down by {by} points, from {old} to {new}",
    ),
    "change-same": ("{what} giữ nguyên {old} điểm", "{what} stays at {old} points"),
    "change-open": (
        "{what} trước đây {old}, nay {new} nên chưa rõ thay đổi",
        "{what} was {old} and is {new}, which leaves its change open",
    ),
    "change-rest": (
        "phần còn lại của tổng điểm thay đổi {rest} điểm, do giới hạn của nhóm, làm tròn"
        ", tiêu chí không áp dụng hoặc tổng điểm được chốt riêng",
        "the rest of the total changes by {rest} points, by limits of groups, roundings"
        ", what does not apply, or a total that was settled by itself",
    ),
    "change-not-told": (
        "không so sánh được vì quy định khác nhau",
        "nothing can be compared, since the rules are not the same",
    ),
    "rank-up": (
        "thứ hạng tăng {by} bậc, từ {old} lên {new}",
        "the rank is better by {by}, from {old} to {new}",
    ),
    "rank-down": (
        "thứ hạng giảm {by} bậc, từ {old} xuống {new}",
        "the rank is worse by {by}, from {old} to {new}",
    ),
    "rank-same": ("thứ hạng giữ nguyên {old}", "the rank stays {old}"),
    "rank-open": (
        "thứ hạng trước đây {old}, nay {new} nên chưa rõ thay đổi",
        "the rank was {old} and is {new}, which leaves its change open",
    ),
    "bloc-moved": (
        "đơn vị chuyển sang khối khác nên không so sánh thứ hạng",
        "the unit has moved to another bloc, and ranks are not compared",
    ),
    "class-up": ("xếp loại tăng từ {old} lên {new}", "the class rises from {old} to {new}"),
    "class-down": ("xếp loại giảm từ {old} xuống {new}", "the class falls from {old} to {new}"),
    "class-same": ("xếp loại giữ nguyên: {old}", "the class stays: {old}"),
    "class-open-change": ("xếp loại trước đây {old}, nay {new}", "the class was {old} and is {new}"),
    "unit-came": ("{unit} chỉ có trong kết quả sau", "{unit} is in the later result alone"),
    "unit-left": ("{unit} chỉ có trong kết quả trước", "{unit} is in the earlier result alone"),
}
