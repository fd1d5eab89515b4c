"""Faults of rulesets."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

RULESETS: dict[str, Message] = {}
