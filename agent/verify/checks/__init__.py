"""The checks, one file each. Each has a code, and an example that passes and one that is objected to, which a test runs.

============  ====  ====================================================================================
``cells``     B01   a number that the sentence binds to cells of the tables
``aligned``   B02   two lists in step (分别)
``each``      B03   one number for several things (各)
``facts``     B04   a number that names a supplementary fact, or a part of one
``listing``   L01   N个方面 and the list that goes with it
``parts``     P01   a total and its parts close, or do not
``sums``      P03   a sum behind its parts
``flows``     P02   what was received and what became of it
``shares``    S01   percentages of something
``rates``     S02   办结率 and other rates
``averages``  S03   averages and products
``changes``   G01   growth, decline and difference against last year
``series``    G02   the same thing over several years, and its trend
``periods``   D01   years that are not this report's
``notices``   D02   the notice that prescribes the form
``claims``    C01   what a sentence says without a number
``directions`` C02  what a sentence says of a direction without a number
``unfinished`` T01  what was left open: a number missing, XX in its place
``writing``   N01   numbers that nobody writes
============  ====  ====================================================================================
"""

from types import ModuleType

from agent.verify.checks import (
    aligned,
    averages,
    cells,
    changes,
    claims,
    directions,
    each,
    facts,
    flows,
    listing,
    notices,
    parts,
    periods,
    rates,
    series,
    shares,
    sums,
    unfinished,
    writing,
)

ALL: tuple[ModuleType, ...] = (
    *(cells, aligned, each, facts, listing, parts, sums, flows),
    *(shares, rates, averages, changes, series, periods, notices, claims, directions, unfinished, writing),
)
