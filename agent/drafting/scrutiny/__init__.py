"""Deterministic checks on a draft besides its figures: what is missing, left over, another unit's, or private.

===============  ===================================================================================
``remark``       ``Remark`` and ``Against``: what is said, and what the draft is held against
``page``         the draft laid out: paragraphs, sentences, sections, the verifier's answer
``quotes``       the figures that the form wants quoted, and which of them are
``names``        names of places in a text, and whose they may be
``digits``       numbers that identify somebody, in digits of any width
``sloganbook``   political phrases with the years in which they are current (``slogans.yaml``)
``checks``       one check a file
``scrutinising`` all checks over one text
===============  ===================================================================================
"""

from agent.drafting.scrutiny.remark import Against, Remark
from agent.drafting.scrutiny.scrutinising import scrutinise

__all__ = ["Against", "Remark", "scrutinise"]
