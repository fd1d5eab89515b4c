"""Faults of how a figure moves the result."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

COURSES: dict[str, Message] = {}
