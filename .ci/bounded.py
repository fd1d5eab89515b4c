"""A pytest plugin that holds property tests to ``LONG_EXAMPLES`` examples each."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

MOST = int(os.environ.get("LONG_EXAMPLES", "500"))
CHOSEN = "_hypothesis_internal_use_settings"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lower the number of examples of each test that asks for more."""
    for item in items:
        function = getattr(item, "function", None)
        chosen = getattr(function, CHOSEN, None)
        if isinstance(chosen, settings) and chosen.max_examples > MOST:
            setattr(function, CHOSEN, settings(chosen, max_examples=MOST))
