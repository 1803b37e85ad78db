"""What has become of every sentence when the figures have changed.

Each is realised again and the whole narrative is verified again. A sentence does not stand any more where what it was chosen
on is no longer so (its guards), where it cannot be said, or where the verifier objects to it: a typed 增长 that has become a
decline, a 均为 that has got an exception, a 无 that has become some, a number that somebody typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.drafting.manuscript import Manuscript, Placed, Realisation, Stale
from agent.drafting.setting import Setting
from agent.figures import FigureSet
from agent.verify import Answer
from agent.verify.answer import Judged
from agent.verify.judging import judge


@dataclass(frozen=True)
class Standing:
    """A manuscript over figures, judged. ``answer`` is over ``realisation.narrative.text``.

    ``stale``: the sentences that do not stand, each once with all its reasons, in the manuscript's order.
    """

    realisation: Realisation
    answer: Answer
    stale: tuple[Stale, ...]


def standing(manuscript: Manuscript, figures: FigureSet, previous: FigureSet | None = None) -> Standing:
    """Every sentence realised over these figures and verified."""
    return standing_in(manuscript, Setting.of(figures, previous))


def standing_in(manuscript: Manuscript, setting: Setting) -> Standing:
    """The same in a setting made before; without a form nothing can be said, and nothing is judged."""
    realisation = manuscript.realise_in(setting)
    text = realisation.narrative.text
    answer = (
        judge(text, setting.form, setting.figures, setting.previous)
        if setting.form is not None
        else Answer((), ())
    )
    found = {_key(stale): stale for stale in realisation.stale}
    for placed in realisation.placed:
        reasons = [_reason(item) for item in answer.objections if placed.start <= item.start < placed.end]
        if reasons:
            found[_key(placed)] = _with(found.get(_key(placed)), placed, text, reasons)
    return Standing(realisation, answer, tuple(_in_order(manuscript, found)))


def _reason(item: Judged) -> str:
    """The verifier's, with the words that it is about."""
    return f"“{item.text}”{item.verdict.label}：{item.reason}"


def _with(known: Stale | None, placed: Placed, text: str, reasons: list[str]) -> Stale:
    """One entry for one sentence: what was known against it, and what the verifier says."""
    said = "；".join(dict.fromkeys(reasons))
    if known is not None:
        return replace(known, reason=f"{known.reason}；{said}")
    return Stale(placed.section, placed.sentence, text[placed.start : placed.end], said)


def _key(item: Stale | Placed) -> tuple[str, int]:
    """Which sentence it is: two that read alike are two."""
    return item.section, id(item.sentence)


def _in_order(manuscript: Manuscript, found: dict[tuple[str, int], Stale]) -> Iterator[Stale]:
    """Those found, as they stand in the manuscript."""
    left = dict(found)
    for section, sentence in manuscript.sentences():
        stale = left.pop((section, id(sentence)), None)
        if stale is not None:
            yield stale
