"""Faults of numbers."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

NUMBERS = {
    "not-exact": Message(
        "{got} không phải số chính xác.",
        "{got} is not an exact number.",
        "Dùng số nguyên, số thập phân hoặc phân số; không dùng số thực nhị phân (float).",
        "Use an integer, a decimal or a fraction, never a binary float.",
    ),
    "not-finite": Message(
        "{got} không phải là một con số.",
        "{got} is not a finite number.",
        "Ghi một con số cụ thể.",
        "Write an actual number.",
    ),
    "not-a-number": Message(
        "Không đọc được «{got}» thành số.",
        "“{got}” cannot be read as a number.",
        "Ghi như 98%, 98,5% hoặc 0,25.",
        "Write it like 98%, 98.5% or 0.25.",
    ),
    "too-many-digits": Message(
        "Số có quá nhiều chữ số.",
        "The number has too many digits.",
        "Dùng số có không quá {most} chữ số.",
        "Use a number of at most {most} digits.",
    ),
}
