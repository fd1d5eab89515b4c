"""A pytest plugin that holds every property test to ``LONG_EXAMPLES`` examples.

A test that counts what is drawn needs as many as it says: its function has the attribute ``uncut``.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

MOST = int(os.environ.get("LONG_EXAMPLES", "50"))
_apply = settings.__call__


def _applied(self: settings, test: Any) -> Any:
    """Apply settings to a test, with no more examples than the most."""
    if getattr(test, "uncut", False):
        return _apply(self, test)
    return _apply(settings(self, max_examples=min(self.max_examples, MOST)), test)


settings.__call__ = _applied  # type: ignore[method-assign]
