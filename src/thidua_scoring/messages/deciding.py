"""Faults of facts that decisions need: what is missing, and what does not go together."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

DECIDING: dict[str, Message] = {
    "scope-unknown": Message(
        "Chưa có, hoặc chưa xác nhận, thông tin «{fact}» của «{unit}», nên chưa biết xét cùng đơn vị nào.",
        "The fact “{fact}” of “{unit}” is missing or not confirmed, so it is not known whom it is looked at "
        "with.",
        "Bổ sung hoặc xác nhận thông tin này trong số liệu.",
        "Add it to the evidence, or confirm it.",
    ),
    "quotas-cross": Message(
        "Hai chỉ tiêu giao nhau mà không lồng vào nhau: {first} và {second}.",
        "Two quotas overlap without one lying within the other: {first} and {second}.",
        "Sửa «within» để phạm vi này nằm trong phạm vi kia, hoặc tách rời nhau.",
        "Change “within” so that one scope lies in the other, or they lie apart.",
    ),
    "no-such-exception": Message(
        "Bộ tiêu chí không có trường hợp đặc biệt «{got}».",
        "The ruleset has no exceptional case “{got}”.",
        "Ghi một trong: {expected}.",
        "Write one of: {expected}.",
    ),
    "results-not-given": Message(
        "«{cap}» cần kết quả «{results}» nhưng chưa được cung cấp; đang có: {expected}.",
        "“{cap}” needs the results “{results}”, which are not given; there are: {expected}.",
        "Cung cấp kết quả đó, như --other {results}=TỆP.json.",
        "Give them, like --other {results}=FILE.json.",
    ),
    "no-such-entity": Message(
        "«{unit}» gắn với «{got}», nhưng kết quả «{results}» không có đơn vị này.",
        "“{unit}” goes with “{got}”, which the results “{results}” do not hold.",
        "Sửa lại mã, hoặc dùng kết quả có đơn vị đó.",
        "Correct the id, or use results that hold it.",
    ),
}
