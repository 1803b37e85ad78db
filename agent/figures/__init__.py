"""Values: numbers that never travel without their unit, and the set of them that one report has.

Pure and lowest: knows nothing else of ours but :mod:`agent.errors`. Numbers are :class:`~decimal.Decimal`. A cell that
nobody filled in is :data:`ABSENT`; it is not zero, and a sum over something absent is absent.

============  ==========================================================================================
``quantity``  ``Unit``, ``Quantity``; which units measure the same thing, and how many of one make another
``key``       ``CellKey``, and the near miss of a misspelt one
``fact``      ``Fact``, ``Breakdown``, ``Part``: figures that the report quotes and no statutory table holds
``figureset`` ``FigureSet``: one unit's year
``interchange``  ``figures.json`` to a ``FigureSet`` and back, every problem at once
============  ==========================================================================================
"""

from agent.figures.fact import Breakdown, Fact, Part
from agent.figures.figureset import ABSENT, Absent, Contact, FigureSet
from agent.figures.key import CellKey
from agent.figures.quantity import Quantity, Unit

__all__ = [
    "ABSENT",
    "Absent",
    "Breakdown",
    "CellKey",
    "Contact",
    "Fact",
    "FigureSet",
    "Part",
    "Quantity",
    "Unit",
]
