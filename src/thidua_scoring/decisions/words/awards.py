"""Sentences about awards."""

from __future__ import annotations

from typing import Final

AWARDS: Final[dict[str, tuple[str, str]]] = {
    "award-unrated": ("đơn vị không được xếp loại", "the unit is unrated"),
    "award-not-considered": ("đơn vị không thuộc diện xét", "the unit is not considered"),
    "award-perhaps-outside": (
        "chưa rõ đơn vị có được xếp loại hay không",
        "it is not known yet whether the unit is rated at all",
    ),
    "award-postponed": ("chưa khen thưởng cho đến khi có kết luận", "postponed until the matter is settled"),
    "award-passed-down": (
        "đủ điều kiện {award} nhưng không còn suất, được chuyển xuống xét",
        "meets all that {award} takes, and is passed down for want of a place",
    ),
    "award-perhaps-passed-down": (
        "còn chờ kết quả xét {award}; nếu hết suất thì được chuyển xuống xét",
        "{award} is not decided yet; for want of a place the unit is passed down",
    ),
    "rewarded-before": (
        "thành tích «{achievement}» đã được khen thưởng",
        "the achievement “{achievement}” has been rewarded",
    ),
    "rewarded-already": (
        "thành tích này đã được đề nghị {award}; một thành tích không khen hai lần",
        "proposed for {award} for the same achievement, which is not rewarded twice",
    ),
    "rewarded-perhaps": (
        "còn chờ kết quả xét {award} cho cùng thành tích",
        "{award} for the same achievement is not decided yet",
    ),
    "award-cut": (
        "đủ điều kiện nhưng {award} chỉ có {seats} suất cho {candidates} đơn vị, xếp sau {others}",
        "meets all it takes, but {award} has {seats} place(s) for {candidates} units, after {others}",
    ),
    "award-tie": (
        "hội đồng phải chọn: {award} có {seats} suất cho {candidates} đơn vị, quy định không phân định được "
        "với {others}",
        "the council must choose: {award} has {seats} place(s) for {candidates} units, and the rules do not "
        "tell it from {others}",
    ),
    "award-tie-among": (
        "hội đồng phải chọn: có {seats} suất cho {candidates} đơn vị, quy định không phân định được",
        "the council must choose: {seats} place(s) for {candidates} units that the rules do not tell apart",
    ),
    "award-open-among": (
        "chưa quyết định được: có {seats} suất cho {candidates} đơn vị còn có thể được xét",
        "not decided: {seats} place(s) for {candidates} units that may still qualify",
    ),
    "award-open": (
        "chưa quyết định được: {award} có {seats} suất cho {candidates} đơn vị còn có thể được xét; "
        "còn chờ kết quả của {others}",
        "not decided: {award} has {seats} place(s) for {candidates} units that may still qualify; "
        "results of {others} are awaited",
    ),
}  # fmt: skip
