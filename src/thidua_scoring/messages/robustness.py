"""Faults of robustness of ranks."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

ROBUSTNESS: dict[str, Message] = {}
