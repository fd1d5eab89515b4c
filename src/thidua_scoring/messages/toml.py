"""Faults of TOML files."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

TOML: dict[str, Message] = {}
