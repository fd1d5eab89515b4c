"""Faults of figures as people write them."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

TEXT: dict[str, Message] = {}
