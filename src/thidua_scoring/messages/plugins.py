"""Faults of plugins."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

PLUGINS: dict[str, Message] = {}
