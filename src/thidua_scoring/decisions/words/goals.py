"""Sentences about goals."""

from __future__ import annotations

from typing import Final

GOALS: Final[dict[str, tuple[str, str]]] = {
    "goal-class": ("được xếp loại {class} trở lên", "classed {class} or better"),
    "goal-rank": ("được xếp từ hạng {rank} trở lên", "ranked {rank} or better"),
    "goal-reached-already": ("{unit} hiện đã {aim}", "{unit} is {aim} already"),
    "goal-answers": (
        "để {aim}, {unit} có {count} phương án; phương án đầu thay đổi {criteria} tiêu chí, chi phí {cost}",
        "{unit} is {aim} by {count} answer(s), the first of which changes {criteria} criterion/criteria "
        "at a cost of {cost}",
    ),
    "goal-more-answers": (
        "để {aim}, {unit} có nhiều hơn {count} phương án; phương án đầu thay đổi {criteria} tiêu chí, "
        "chi phí {cost}",
        "{unit} is {aim} by more than {count} answer(s), the first of which changes {criteria} "
        "criterion/criteria at a cost of {cost}",
    ),
    "goal-out-of-reach": ("{unit} không thể {aim}", "{unit} cannot be {aim}"),
    "goal-falls-short": (
        "cần {figure} {need}, tối đa chỉ chắc chắn đạt {most}",
        "{figure} must be {need}, and {most} at most can surely be reached",
    ),
    "goal-condition-fails": (
        "không có cách nào để chắc chắn đạt điều kiện «{title}»",
        "nothing that may change surely meets the condition “{title}”",
    ),
    "goal-veto-stays": (
        "không có cách nào để chắc chắn tránh được «{veto}»",
        "nothing that may change surely lifts “{veto}”",
    ),
    "goal-rivals-open": (
        "số liệu của các đơn vị khác còn bỏ ngỏ nên không thể chắc chắn từ hạng {rank} trở lên",
        "the evidence of other units is open, so that rank {rank} can never be sure",
    ),
    "goal-not-together": (
        "từng yêu cầu riêng thì có thể đạt, nhưng không đạt được tất cả cùng lúc",
        "each requirement can be met by itself, but not all of them together",
    ),
    "goal-beyond-points": (
        "chỉ xét theo điểm: {what} do bước xét duyệt quyết định và không được tính ở đây",
        "by points alone: {what} are settled when decisions are made and are not looked at here",
    ),
    "goal-open-figures": (
        "các số liệu còn thiếu hoặc chưa xác nhận được giữ nguyên: {figures}",
        "figures that are missing or not confirmed are left as they are: {figures}",
    ),
}  # fmt: skip
