"""Faults of scoring."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

SCORING: dict[str, Message] = {}
