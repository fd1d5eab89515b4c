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
    "stage-claim": ("{stage}: đơn vị tự chấm {points} điểm", "{stage}: the unit claims {points} points"),
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
        "đơn vị tự chấm {own} điểm, chênh lệch so với kết quả thẩm định {gap} điểm",
        "the unit gives itself {own} points, {gap} more than it has in the end",
    ),
    "gap-of-unit": (
        "tổng điểm tự chấm chênh lệch so với kết quả thẩm định {gap} điểm",
        "the total of the unit's own points is {gap} more than it has in the end",
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
    "claim-cut": ("{rule}", "{rule}"),
    "claim-deducted": ("bị trừ {points} điểm theo quy định: {rule}", "{points} points are deducted: {rule}"),
    "claim-base": (
        "điểm chuẩn chỉ được {points} trên {most} điểm: {rule}",
        "the base is {points} points of {most}: {rule}",
    ),
    "claim-bonus-most": (
        "điểm thưởng được {points} điểm, đã ở mức tối đa: {rule}",
        "the bonus is {points} points, the most there can be: {rule}",
    ),
    "claim-bonus": ("điểm thưởng được {points} điểm: {rule}", "the bonus is {points} points: {rule}"),
    "claim-no-bonus": (
        "tiêu chí có tối đa {most} điểm và không có quy định nào cho điểm thưởng",
        "the criterion has {most} points at most, and no rule gives a bonus",
    ),
    "claim-given": ("được {points} điểm: {rule}", "{points} points are given: {rule}"),
}
