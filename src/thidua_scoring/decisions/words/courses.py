"""Sentences about how a figure moves the result."""

from __future__ import annotations

from typing import Final

COURSES: Final[dict[str, tuple[str, str]]] = {
    "sweep-movers": (
        "hạng của các đơn vị này cũng thay đổi theo: {units}",
        "the ranks of these units move with it: {units}",
    ),
    "sweep-steps": (
        "tổng điểm thay đổi theo {count} bậc; bảng gộp các bậc cùng xếp loại và hạng",
        "the total changes by {count} steps; those of the same class and rank stand together",
    ),
    "sweep-without": (
        "có giá trị của «{figure}» mà quy định không tính được kết quả",
        "there are values of “{figure}” for which the rules give no result",
    ),
    # ── marginal gains ──────────────────────────────────────────────────────────────
    "marginal-unknown": ("chưa tính được: {why}", "it cannot be told: {why}"),
    "marginal-void": (
        "{criterion} đang bị huỷ điểm",
        "{criterion} is voided as things stand",
    ),
    "marginal-at-most": (
        "riêng «{figure}» không thể nâng thêm điểm của {criterion}",
        "“{figure}” alone can raise the points of {criterion} no further",
    ),
    "marginal-veto": (
        "dù thêm điểm, đơn vị vẫn thuộc trường hợp: {vetoes}",
        "whatever the points, the unit falls under: {vetoes}",
    ),
    "marginal-capped": (
        "các số liệu không thể tự mình nâng thêm điểm: {figures}",
        "figures that can raise nothing by themselves: {figures}",
    ),
    "marginal-endless": (
        "các số liệu càng tăng (hoặc giảm) thì điểm càng cao, không có mức tối đa: {figures}",
        "figures by which points grow without a most: {figures}",
    ),
    "marginal-voided": (
        "các tiêu chí đang bị huỷ điểm: {criteria}",
        "criteria that are voided as things stand: {criteria}",
    ),
    # ── open figures ────────────────────────────────────────────────────────────────
    "flip-decisive": (
        "riêng «{figure}» của {unit} có thể làm thay đổi kết quả",
        "“{figure}” of {unit} alone can change the result",
    ),
    "flip-harmless": (
        "«{figure}» của {unit} có thế nào cũng không làm thay đổi xếp loại, hạng",
        "whatever “{figure}” of {unit} is, classes and ranks stay",
    ),
    "flip-by-bounds": (
        "«{figure}» của {unit}: còn số liệu khác chưa rõ, nên chỉ so sánh các khoảng kết quả có thể",
        "“{figure}” of {unit}: since other figures are open, only the bounds of results are compared",
    ),
    "flip-unknown": (
        "«{figure}» của {unit}: chưa xét riêng được, kết quả có thể nằm trong toàn bộ khoảng của đơn vị",
        "“{figure}” of {unit} could not be tried alone; the unit's bounds hold as they are",
    ),
}  # fmt: skip
