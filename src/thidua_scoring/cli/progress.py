"""What a person at a terminal sees while work is going on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

from thidua_scoring.cli.base import language
from thidua_scoring.cli.texts import say

T = TypeVar("T")
FILES: Final = 5
"""From so many files on, reading and writing them has a progress bar."""
LONG: Final = 500
"""From so many units on, work has a progress bar."""


@contextmanager
def working(stage: str) -> Iterator[None]:
    """Show on a terminal what is being done, and for how long; ``stage`` is the key of a text."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as shown:
        shown.add_task(say(stage, language()))
        yield


def watched(
    items: Sequence[T] | Iterable[T], count: int, stage: str = "scoring", least: int = LONG
) -> Iterator[T]:
    """Yield the items, with a progress bar on a terminal where they are at least so many."""
    if count < least or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(
        items,
        total=count,
        description=say(stage, language()),
        console=Console(file=sys.stderr),
        transient=True,
    )
