"""The checks, one file each: a code, a title, an example that passes and one that is remarked on, which a test runs.

==============  ====  ====================================================================================
``topics``      M01   what the form wants a section to speak of
``figures``     M02   figures that the form wants quoted
``zeros``       M03   figures that the form wants spoken of, and that are zero
``strangers``   O01   another unit's name
``dates``       Y01   last year's dates left over
``unchanged``   Y02   paragraphs and sentences as last year's report had them
``residue``     T02   references, slots, marks and remarks that a template or a model left
``lengths``     W01   sentences that are too long
``openings``    W02   sentences in a row that begin alike
``slogans``     W03   political phrases of another year
``identity``    I01   identity numbers
``phones``      I02   private telephone numbers
``cards``       I03   bank cards
==============  ====  ====================================================================================

In an example ``／`` stands for the end of a line.
"""

from types import ModuleType

from agent.drafting.scrutiny.checks import (
    cards,
    dates,
    figures,
    identity,
    lengths,
    openings,
    phones,
    residue,
    slogans,
    strangers,
    topics,
    unchanged,
    zeros,
)

ALL: tuple[ModuleType, ...] = (
    *(topics, figures, zeros, strangers, dates, unchanged, residue),
    *(lengths, openings, slogans, identity, phones, cards),
)
