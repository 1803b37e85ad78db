"""Where past paragraphs come from. Here is what drafting asks; a store's answer is :mod:`agent.drafting.stored`."""

from collections.abc import Sequence
from typing import Protocol

from agent.drafting.brief import Found, Part
from agent.drafting.setting import Setting


class Past(Protocol):
    """Past paragraphs for a part."""

    def of_part(self, part: Part, setting: Setting) -> Sequence[Found]:
        """The unit's own in the order of its last report, then other units', the best first; none where there is none.

        Never the report of the year that is being written, nor a later one of the same unit. ``Unavailable`` where what keeps
        them does not answer.
        """
        ...
