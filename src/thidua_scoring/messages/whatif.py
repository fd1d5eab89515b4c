"""Faults of scenarios."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

WHATIF: dict[str, Message] = {}
