"""Sentences about needs, ranks, classes and quotas."""

from __future__ import annotations

from typing import Final

CLASSES: Final[dict[str, tuple[str, str]]] = {
    # ── needs ───────────────────────────────────────────────────────────────────────
    "asked": ("{what}", "{what}"),
    "required": ("điều kiện «{title}»", "the condition “{title}”"),
    "all": ("đồng thời", "all of these"),
    "any": ("một trong các trường hợp", "one of these"),
    "not": ("không thuộc trường hợp", "not the case"),
    "class-is": (
        "xếp loại {of} (cần từ mức {class} trở lên)",
        "classed {of} ({class} or better is needed)",
    ),
    "rank-up-to": (
        "xếp hạng {rank} (cần từ hạng {limit} trở lên)",
        "ranked {rank} (rank {limit} or better is needed)",
    ),
    "without-rank": ("không được xếp hạng", "without a rank"),
    "elected": ("kết quả {ballot}", "the result of {ballot}"),
    "no-ballot": ("chưa có kết quả {ballot}", "there is no result of {ballot} yet"),
    "not-voted-on": ("không có trong danh sách {ballot}", "not among those voted on in {ballot}"),
    "held-in-a-row": (
        "đạt {what} {run} năm liên tục tính đến năm {last}, cần {needed} năm",
        "held {what} for {run} year(s) running up to {last}, {needed} needed",
    ),
    "held-times": (
        "có {times} lần đạt {what} tính đến năm {last}, cần {needed} lần",
        "held {what} {times} time(s) up to {last}, {needed} needed",
    ),
    "held-times-since": (
        "có {times} lần đạt {what} từ năm {first} đến năm {last}, cần {needed} lần",
        "held {what} {times} time(s) from {first} to {last}, {needed} needed",
    ),
    "members-hold": (
        "có {count} thành viên đạt {what}, cần ít nhất {needed}",
        "{count} member(s) hold {what}, at least {needed} needed",
    ),
    "members-share": (
        "có {count} trên {of} thành viên đạt {what}, cần {relation} {share}",
        "{count} of {of} members hold {what}, {relation} {share} needed",
    ),
    # ── classes ─────────────────────────────────────────────────────────────────────
    "class-by-figure": (
        "đạt {figure}, thuộc khung {classes} (từ {from})",
        "{figure} lies in the band of {classes} (from {from})",
    ),
    "class-open": (
        "kết quả còn trong khoảng {figure}, có thể thuộc khung {classes}",
        "the result lies between {figure}, in the band of one of {classes}",
    ),
    "class-failed": ("không đủ điều kiện xếp loại {class}", "does not meet what {class} takes"),
    "class-perhaps": (
        "chưa rõ có đủ điều kiện xếp loại {class} hay không",
        "it is not known whether what {class} takes is met",
    ),
    "class-barred": (
        "không được xếp loại {class}: không đạt điều kiện của mức {of} thì chỉ được xếp tối đa mức {to}",
        "not {class}: whoever fails this requirement of {of} is classed {to} at best",
    ),
    "class-capped": (
        "{title}: {entity} được xếp loại {classes} nên không được xếp cao hơn",
        "{title}: {entity} is classed {classes}, and the class can be no better",
    ),
    "cap-without-class": (
        "{title}: {entity} không có mức xếp loại, quy định chưa nói phải xếp thế nào",
        "{title}: {entity} has no class, and the rules do not say what follows",
    ),
    "veto-class": ("{title}: chỉ được xếp tối đa mức {class}", "{title}: classed {class} at best"),
    "veto-unrated": ("không xếp loại vì {title}", "unrated: {title}"),
    "veto-not-considered": ("không xét vì {title}", "not considered: {title}"),
    "veto-postponed": ("chưa khen thưởng vì {title}", "awards are postponed: {title}"),
    "veto-demoted": ("bị hạ {steps} bậc xếp loại vì {title}", "demoted by {steps} class(es): {title}"),
    # ── quotas ──────────────────────────────────────────────────────────────────────
    "quota-kept": (
        "nằm trong {seats} suất {class} theo «{quota}» ({worked}; có {candidates} đơn vị đủ điều kiện)",
        "within the {seats} place(s) for {class} by “{quota}” ({worked}; {candidates} units qualify)",
    ),
    "quota-cut": (
        "không còn suất {class} theo «{quota}»: {candidates} đơn vị đủ điều kiện mà chỉ có {seats} suất "
        "({worked}), xếp sau {others}; nên xuống mức {to}",
        "no place left for {class} by “{quota}”: {candidates} units qualify for {seats} place(s) "
        "({worked}), after {others}; so it falls to {to}",
    ),
    "quota-open": (
        "hội đồng phải chọn: {candidates} đơn vị đủ điều kiện {class} mà «{quota}» chỉ có {seats} suất "
        "({worked}), quy định không phân định được với {others}; nếu không được chọn thì xuống mức {to}",
        "the council must choose: {candidates} units qualify for {class} and “{quota}” has {seats} place(s) "
        "({worked}); the rules do not tell it from {others}; a unit not chosen falls to {to}",
    ),
    "quota-waiting": (
        "chưa quyết định được: {candidates} đơn vị có thể đủ điều kiện {class} mà «{quota}» "
        "chỉ có {seats} suất ({worked}); còn chờ số liệu hoặc kết quả của {others}; "
        "nếu hết suất thì xuống mức {to}",
        "not decided: {candidates} units may qualify for {class} and “{quota}” has {seats} place(s) "
        "({worked}); evidence or results of {others} are awaited; for want of a place it falls to {to}",
    ),
    # ── ranks ───────────────────────────────────────────────────────────────────────
    "ranked": (
        "xếp hạng {rank} trong {count} đơn vị, xét lần lượt theo: {keys}",
        "ranked {rank} of {count}, by these in turn: {keys}",
    ),
    "unranked": ("không có điểm để xếp hạng", "without points to be ranked by"),
    "tied": (
        "bằng hạng với {units}; không có tiêu chí nào để phân hạng tiếp",
        "ties with {units}; nothing tells them apart",
    ),
    "tie-won": (
        "bằng {unit} ở các tiêu chí trước, xếp trên nhờ {key}: {own} so với {other}",
        "equal to {unit} in what comes before, above it by {key}: {own} to {other}",
    ),
    "tie-lost": (
        "bằng {unit} ở các tiêu chí trước, xếp dưới vì {key}: {own} so với {other}",
        "equal to {unit} in what comes before, below it by {key}: {own} to {other}",
    ),
}  # fmt: skip
