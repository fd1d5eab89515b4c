"""The examples in docstrings run and give what they say."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import thidua_criteria
import thidua_scoring


def modules() -> Iterator[str]:
    for package in (thidua_scoring, thidua_criteria):
        yield package.__name__
        yield from (found.name for found in walk_packages(package.__path__, f"{package.__name__}."))


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_examples_of_a_module(name: str) -> None:
    if not name.endswith("__main__"):
        assert doctest.testmod(import_module(name)).failed == 0
