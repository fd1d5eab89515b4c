"""Sentences about robustness of ranks."""

from __future__ import annotations

from typing import Final

ROBUSTNESS: Final[dict[str, tuple[str, str]]] = {
    "weights-as-shares": (
        "khi trọng số thay đổi, điểm của mỗi tiêu chí thay đổi theo cùng tỷ lệ; mức trần, mức sàn và "
        "việc làm tròn của nhóm và của tổng điểm không được xét lại",
        "as weights change, the points of each criterion change in proportion; limits and rounding of "
        "groups and of the total are not applied anew",
    ),
    "limits-left-out": (
        "đã bỏ qua giới hạn và làm tròn nên tổng điểm khác với kết quả chấm ở {count} đơn vị: {units}",
        "limits and rounding are left out, so that the totals of {count} unit(s) differ from their score: "
        "{units}",
    ),
    "left-without-rank": (
        "không xét các đơn vị không được xếp hạng: {units}",
        "units without rank are left out: {units}",
    ),
    "requirements-as-they-are": (
        "các điều kiện khác của mức xếp loại giữ nguyên như kết quả chấm",
        "the other requirements of classes are taken as they are now",
    ),
    "threshold-not-one": (
        "mức {class} có điểm chuẩn khác nhau theo đơn vị nên không được xét",
        "the threshold of {class} differs by unit, and is not looked at",
    ),
    "drawn-exactly": (
        "{draws} bộ trọng số được lấy ngẫu nhiên, đều trên lưới bước {step}: lấy trong hình bao rồi bỏ "
        "những bộ nằm ngoài, giữ lại {share} ({stream}, số khởi tạo {seed})",
        "{draws} weights drawn at random, uniform on a grid of step {step}: drawn from around the region, of "
        "which {share} lie in it ({stream}, seed {seed})",
    ),
    "drawn-nearly": (
        "{draws} bộ trọng số được lấy ngẫu nhiên, gần đều trên lưới bước {step}: mỗi bộ do {moves} bước đi "
        "ngẫu nhiên trong miền ({stream}, số khởi tạo {seed})",
        "{draws} weights drawn at random, nearly uniform on a grid of step {step}: each by {moves} random "
        "moves within the region ({stream}, seed {seed})",
    ),
    "draws-err": (
        "sai số chuẩn do lấy mẫu của mỗi tỷ lệ không quá {error}",
        "the standard error of each share by sampling is at most {error}",
    ),
    "classes-not-drawn": (
        "không tính xác suất xếp loại: xếp loại không do tổng điểm theo trọng số quyết định",
        "no shares of classes: weights alone do not decide them",
    ),
}
