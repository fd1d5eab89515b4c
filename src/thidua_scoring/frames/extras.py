"""Libraries that come with the extras ``duckdb``, ``spark`` and ``database``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from thidua_scoring.errors import Fault, FaultsError


def library(module: str, extra: str) -> Any:
    """Import a module of an extra. Raises `FaultsError` with ``needs-extra`` where it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        what = module.partition(".")[0]
        raise FaultsError([Fault("needs-extra", parameters={"what": what, "extra": extra})]) from None


def faulty(code: str, **parameters: str) -> FaultsError:
    """Make an error of one fault, of the call and not of a file."""
    return FaultsError([Fault(code, parameters=parameters)])
