"""Faults of goals."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

GOALS: dict[str, Message] = {}
