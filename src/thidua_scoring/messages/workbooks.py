"""Faults of spreadsheets."""

from __future__ import annotations

from thidua_scoring.messages.message import Message

WORKBOOKS: dict[str, Message] = {}
