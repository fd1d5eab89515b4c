"""Percentages that a report states, recomputed from the figures beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_scoring.lazy import lazy

if TYPE_CHECKING:
    from thidua_scoring.audit.auditing import audit
    from thidua_scoring.audit.findings import Audit, Finding

__all__ = ["Audit", "Finding", "audit"]

__getattr__ = lazy(__name__, {"audit": "auditing", "Audit": "findings", "Finding": "findings"})
