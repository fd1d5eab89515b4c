"""Faults of self-scoring forms."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

FORMS: dict[str, Message] = {}
