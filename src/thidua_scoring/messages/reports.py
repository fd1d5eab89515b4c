"""Faults of reports."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

REPORTS: dict[str, Message] = {}
