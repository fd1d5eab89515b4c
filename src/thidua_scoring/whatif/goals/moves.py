"""What may change, as people ask for it and as it is settled."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.kinds import Scalar

Direction: TypeAlias = Literal["up", "down", "both"]


@frozen
class Lever:
    """A figure that may change: ``CRITERION.FIELD``, or ``.FACT`` of the unit.

    ``low`` and ``high`` are values of the figure (a percentage as its share, or as ``"98%"``), as
    far as its declared range lets them; None for the ends of that range. ``step`` counts from the
    present value; None for the declared step, else 1, and 1 % for a percentage. A direction that
    is not given is the better one where that is declared or proved, else both. ``cost`` is for
    each step, above 0; a yes-no figure or a level changes in one step.
    """

    key: str
    low: Any = None
    high: Any = None
    step: Any = None
    direction: Direction | None = None
    cost: Any = 1


@frozen
class Option:
    """A value that a figure may take, how many steps away it lies, and at what cost."""

    new: Scalar
    steps: int
    cost: Fraction


@frozen(eq=False)
class Moves:
    """A figure of the unit and all that it may be, its present value first."""

    key: str
    spec: FieldSpec
    old: Scalar
    options: tuple[Option, ...]

    @property
    def place(self) -> str:
        """The criterion that owns the figure; for a fact the fact itself."""
        return self.key.rpartition(".")[0] or self.key
