"""Sentences about comparisons and contrasts."""

from __future__ import annotations

from typing import Final

CONTRASTS: Final[dict[str, tuple[str, str]]] = {
    # ── one unit above another ──────────────────────────────────────────────────────
    "contrast-more": ("{above} hơn {below} {by} điểm", "{above} has {by} points more than {below}"),
    "contrast-less": ("{above} kém {below} {by} điểm", "{above} has {by} points fewer than {below}"),
    "contrast-equal": (
        "{above} và {below} bằng điểm nhau (chênh lệch {by}), không có tiêu chí nào quyết định",
        "{above} and {below} have the same points (a difference of {by}), and nothing decides",
    ),
    "contrast-decided": (
        "chỉ riêng chênh lệch ở {criteria} đã lớn hơn tất cả những gì {below} hơn {above}",
        "the difference in {criteria} alone exceeds all that {below} has over {above}",
    ),
    "contrast-other-sets": (
        "có {count} cách chọn {size} tiêu chí như vậy",
        "there are {count} such choices of {size} criteria",
    ),
    "contrast-by-limits": (
        "riêng các tiêu chí chưa đủ quyết định; kết quả còn do giới hạn của nhóm, quy đổi hoặc làm tròn",
        "criteria alone do not decide; limits of groups, rescaling or rounding do as well",
    ),
    "contrast-standing-more": (
        "chỉ số dùng để xếp hạng của {above} cao hơn của {below} là {by}",
        "the figure by which units are ranked is higher for {above} than for {below} by {by}",
    ),
    "contrast-standing-less": (
        "chỉ số dùng để xếp hạng của {above} thấp hơn của {below} là {by}",
        "the figure by which units are ranked is lower for {above} than for {below} by {by}",
    ),
    "contrast-standing-same": (
        "chỉ số dùng để xếp hạng của {above} và {below} bằng nhau (chênh lệch {by})",
        "the figure by which units are ranked is the same for {above} and {below} (a difference of {by})",
    ),
    "contrast-without-standing": (
        "có đơn vị chưa có chỉ số để xếp hạng",
        "one of the units has no figure to be ranked by",
    ),
    "contrast-two-blocs": (
        "hai đơn vị thuộc hai khối khác nhau nên không so hạng với nhau",
        "the units are of two blocs and are not ranked against each other",
    ),
    "contrast-unconfirmed": (
        "có số liệu chưa được xác nhận, tạm tính theo số đã nêu",
        "some figures are not confirmed and are taken as given",
    ),
    # ── one left out ────────────────────────────────────────────────────────────────
    "left-scale": (
        "khi bỏ một tiêu chí hoặc nhóm, thang điểm và các quy định khác giữ nguyên; tỷ lệ phần trăm tính "
        "theo số điểm còn áp dụng",
        "without a criterion or group, the scale and all other rules stay; percentages are of the points "
        "that are still applicable",
    ),
    "left-flip": (
        "{above} không còn xếp trên {below} mà xếp dưới",
        "{above} no longer stands above {below}, but below",
    ),
    "left-flip-because": (
        "{above} không còn xếp trên {below} mà xếp dưới, vì điểm so sánh trong khối thay đổi ở {criteria}",
        "{above} no longer stands above {below}, but below, since points compared within the bloc change in "
        "{criteria}",
    ),
    "left-without-value": (
        "khi bỏ {of} thì có quy định không tính được",
        "without {of} some rule has no value",
    ),
    # ── thresholds sought ───────────────────────────────────────────────────────────
    "cutoff-allowed": (
        "tối đa {share} của {rated} đơn vị được xếp loại là {wanted} đơn vị đạt mức {class} trở lên",
        "at most {share} of {rated} rated units is {wanted} in {class} or better",
    ),
    "cutoff-found": (
        "ngưỡng trên {above} và đến {up_to} cho {count} trên {rated} đơn vị đạt mức {class} trở lên",
        "a threshold above {above} and up to {up_to} brings {count} of {rated} units into {class} or better",
    ),
    "cutoff-out-of-order": (
        "các ngưỡng đó không nằm giữa ngưỡng của hai mức liền kề mức {class}",
        "none of these lies between the thresholds of the classes next to {class}",
    ),
    "cutoff-tied": (
        "không có ngưỡng nào cho đúng {wanted} đơn vị đạt mức {class} trở lên vì {units} cùng đạt {figure}; "
        "chỉ có thể là {fewer} hoặc {more} đơn vị",
        "no threshold brings exactly {wanted} units into {class} or better, since {units} have the same "
        "{figure}; it can be {fewer} or {more}",
    ),
    "cutoff-always": (
        "không thể ít đến {wanted} đơn vị: {units} đạt mức {class} trở lên với mọi ngưỡng; ít nhất "
        "là {nearest} đơn vị",
        "{wanted} is too few: {units} are in {class} or better whatever the threshold; it can be {nearest} "
        "at least",
    ),
    "cutoff-never": (
        "không thể đến {wanted} đơn vị đạt mức {class} trở lên: với mọi ngưỡng nhiều nhất là {nearest} "
        "đơn vị; các đơn vị bị điều kiện khác loại: {units}",
        "{wanted} units cannot be in {class} or better: whatever the threshold it can be {nearest} at most; "
        "other conditions bar: {units}",
    ),
    # ── years ───────────────────────────────────────────────────────────────────────
    "year-new-by-old-missing": (
        "quy định của năm trước cần {figures} mà số liệu năm sau không có",
        "the old rules ask for {figures}, which the new evidence does not hold",
    ),
    "year-old-by-new-missing": (
        "quy định của năm sau cần {figures} mà số liệu năm trước không có",
        "the new rules ask for {figures}, which the old evidence does not hold",
    ),
    "year-new-by-old-refused": (
        "quy định của năm trước không tính được số liệu năm sau của {units}",
        "the old rules give the new evidence of {units} no value",
    ),
    "year-old-by-new-refused": (
        "quy định của năm sau không tính được số liệu năm trước của {units}",
        "the new rules give the old evidence of {units} no value",
    ),
    "effects-open": (
        "chưa tách được chính xác phần do kết quả thực hiện và phần do quy định của {units}",
        "what is by evidence and what by rules is not known exactly for {units}",
    ),
}
