"""Faults of comparisons and contrasts."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

CONTRASTS: dict[str, Message] = {}
