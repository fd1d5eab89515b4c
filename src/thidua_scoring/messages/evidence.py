"""Faults of evidence."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

EVIDENCE: dict[str, Message] = {}
