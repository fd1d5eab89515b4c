"""Paths to what a scenario changes, as people write them: ``evidence.so-xay-dung.C1.visits``."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from thidua_scoring.errors import Problem, Step, dotted

Path: TypeAlias = tuple[Step, ...]
EVIDENCE: Final = "evidence"
RULES: Final = "rules"
_STEP: Final = re.compile(
    r'(?:^|\.)(?:"(?P<quoted>(?:[^"\\]|\\.)+)"|(?P<bare>[^."\[\]]+))|\[(?P<index>[0-9]+)\]'
)


def parse_path(text: str) -> Path:
    """Read a path; a step that holds a dot or a space stands in quotation marks.

    Raises ``Problem`` with ``not-a-path``.

    >>> parse_path('rules.criteria."C5.3".bands[0].points')
    ('rules', 'criteria', 'C5.3', 'bands', 0, 'points')
    """
    steps: list[Step] = []
    end = 0
    for found in _STEP.finditer(text):
        if found.start() != end:
            break
        end = found.end()
        quoted = found["quoted"] and re.sub(r"\\(.)", r"\1", found["quoted"])
        steps.append(int(found["index"]) if found["index"] else quoted or found["bare"])
    if end != len(text):
        raise Problem("not-a-path", got=text)
    return checked_path(tuple(steps))


def checked_path(path: Path) -> Path:
    """Return a path that leads below evidence or rules. Raises ``Problem`` with ``not-a-path``."""
    sound = all(isinstance(step, str) or (type(step) is int and step >= 0) for step in path)
    if len(path) < 2 or path[0] not in (EVIDENCE, RULES) or not sound:
        raise Problem("not-a-path", got=dotted(path))
    return path


def write_path(path: Path) -> str:
    """Write a path so that `parse_path` reads it again."""
    return dotted(path)
