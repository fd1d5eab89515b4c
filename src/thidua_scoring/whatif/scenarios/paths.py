"""Paths to what a scenario changes, as people write them: ``evidence.so-xay-dung.C1.visits``."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from thidua_scoring.errors import Problem, Step, dotted

Path: TypeAlias = tuple[Step, ...]
EVIDENCE: Final = "evidence"
RULES: Final = "rules"
_STEP: Final = re.compile(r'(?:^|\.)(?:"(?P<quoted>[^"]+)"|(?P<bare>[^."\[\]]+))|\[(?P<index>[0-9]+)\]')


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
        steps.append(int(found["index"]) if found["index"] else found["quoted"] or found["bare"])
    if end != len(text) or len(steps) < 2 or steps[0] not in (EVIDENCE, RULES):
        raise Problem("not-a-path", got=text)
    return tuple(steps)


def write_path(path: Path) -> str:
    """Write a path so that `parse_path` reads it again."""
    return dotted(path)
