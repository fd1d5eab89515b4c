"""Faults of audited statements."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

AUDIT: dict[str, Message] = {}
