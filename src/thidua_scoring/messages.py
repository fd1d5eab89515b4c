"""The text of every fault, in Vietnamese and English, under its code.

Texts name things by parameters in braces; a fault fills them in.
"""

from __future__ import annotations

from attrs import frozen


@frozen
class Message:
    """What is wrong and what to do about it, in two languages."""

    vi: str
    en: str
    fix_vi: str = ""
    fix_en: str = ""

    def say(self, lang: str) -> str:
        """Return the statement."""
        return self.vi if lang == "vi" else self.en

    def advise(self, lang: str) -> str:
        """Return the advice, which may be empty."""
        return self.fix_vi if lang == "vi" else self.fix_en


NUMBERS = {
    "not-exact": Message(
        "{got} không phải số chính xác.",
        "{got} is not an exact number.",
        "Dùng số nguyên, số thập phân hoặc phân số; không dùng số thực nhị phân (float).",
        "Use an integer, a decimal or a fraction, never a binary float.",
    ),
    "not-finite": Message("{got} không phải là một con số.", "{got} is not a finite number.", "Ghi một con số cụ thể.", "Write an actual number."),
    "not-a-number": Message(
        "Không đọc được «{got}» thành số.",
        "“{got}” cannot be read as a number.",
        "Ghi như 98%, 98,5% hoặc 0,25.",
        "Write it like 98%, 98.5% or 0.25.",
    ),
}

MESSAGES: dict[str, Message] = {**NUMBERS}
