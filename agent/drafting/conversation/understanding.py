"""Plain Chinese to a request, by the rules of ``sayings.yaml`` and nothing else.

Only a whole sentence that fits is understood: what is not sure to be a request is :class:`~.requests.Unknown`, and whoever asked
is told what can be asked. A part that is not named is left open, for whoever knows which one was spoken of last.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from agent.drafting.brief import Part
from agent.drafting.conversation import requests as ask
from agent.drafting.conversation.additions import fact_in
from agent.drafting.conversation.patterns import LONGEST, Said, bare, sayings

_NUMBERS = {number: index for index, number in enumerate("一二三四五六")} | {
    number: index for index, number in enumerate("123456")
}
_FIGURE = re.compile(r"[0-9０-９]|[〇零一二两三四五六七八九十百千万]{1,}[件条次份个期人元万]")
# What a word about numbers says of which one, when it says nothing: 这个数, 数字.
_POINTS_ONLY = re.compile(r"(?:这|那)?(?:个|些)?(?:数字|数据|数|它|句子|句话|句|段话|段|一句|一段|地方|处)?")
# The sections in the order in which the report numbers them; tables have none to write.
_SECTIONS = ("overview", "table_disclosure", "table_requests", "table_appeals", "improvement", "other")


def understood(text: str, parts: Sequence[Part]) -> ask.Request:
    """What a sentence asks for, over the parts that this report has; total."""
    unknown = ask.Unknown(text.strip())
    if not text.strip() or len(text) > LONGEST:
        return unknown
    for said in sayings().heard(text):
        request = _READ[said.kind](said, text, {part.id: part for part in parts})
        if request is not None:
            return request
    return unknown


def part_in(text: str, parts: Sequence[Part]) -> Part | None:
    """The part that an answer names, alone or as 第一部分; None where it names none."""
    request = understood(text, parts)
    return request.part if isinstance(request, ask.Show | ask.Draft) else None


Known = Mapping[str, Part]
_Reader = Callable[[Said, str, Known], ask.Request | None]


def _part(said: Said, parts: Known) -> Part | None:
    part = said.part
    if said.number:
        part = _SECTIONS[_NUMBERS[said.number]]
    return parts.get(part)


def _lost(said: Said, parts: Known) -> bool:
    """Whether a part is named that this report does not have."""
    return bool(said.part or said.number) and _part(said, parts) is None


def _with_part(made: Callable[[Part | None, str], ask.Request]) -> _Reader:
    def read(said: Said, text: str, parts: Known) -> ask.Request | None:
        return None if _lost(said, parts) else made(_part(said, parts), text.strip())

    return read


def _rewrite(manner: ask.Manner) -> _Reader:
    return _with_part(lambda part, text: ask.Rewrite(manner, part, text))


def _alone(request: ask.Request) -> _Reader:
    return lambda _said, _text, _parts: request


def _compare(said: Said, _text: str, parts: Known) -> ask.Request:
    words = re.sub(r"^(?:的|和|跟|与)|(?:的|和|跟|与|情况)$", "", said.words)
    part = parts.get(sayings().part_named(words))
    return ask.Compare(words, part)


def _pointed(words: str) -> str:
    """The words, "" where they only point."""
    return "" if _POINTS_ONLY.fullmatch(words) else words


def _add(said: Said, text: str, _parts: Known) -> ask.Request:
    return fact_in(_as_written(text, said.words)) if said.words else ask.AddFact()


def _whole_fact(said: Said, text: str, _parts: Known) -> ask.Request | None:
    """A fact only where a name and a number are given: 补充说明 is none."""
    fact = fact_in(_as_written(text, said.words))
    return fact if fact.name and fact.value is not None else None


def _as_written(text: str, words: str) -> str:
    """The piece of a sentence that says these words, with its punctuation."""
    start = max((at for at in range(len(text)) if bare(text[at:]).startswith(words)), default=0)
    ends = (at for at in range(start + 1, len(text) + 1) if bare(text[start:at]) == words)
    return text[start : next(ends, len(text))].strip(" ，,：:；;　")


def _change(said: Said, text: str, _parts: Known) -> ask.Request | None:
    return ask.ChangeFigure() if _FIGURE.search(said.words) and _FIGURE.search(text) else None


def _free(said: Said, text: str, parts: Known) -> ask.Request | None:
    return None if _lost(said, parts) else ask.Rewrite(ask.Manner.FREE, _part(said, parts), text.strip())


_READ: dict[str, _Reader] = {
    "undo": _alone(ask.Undo()),
    "redo": _alone(ask.Redo()),
    "accept": _alone(ask.Accept()),
    "reject": _alone(ask.Reject()),
    "help": _alone(ask.Help()),
    "stop": _alone(ask.Stop()),
    "leave": _alone(ask.Leave()),
    "show": _with_part(lambda part, _: ask.Show(part)),
    "show_this": _alone(ask.Show()),
    "show_whole": _alone(ask.Show(whole=True)),
    "change_figure": _change,
    "draft_whole": _alone(ask.Draft(whole=True)),
    "draft": _with_part(lambda part, _: ask.Draft(part)),
    "rewrite": _rewrite(ask.Manner.OTHERWISE),
    "longer": _rewrite(ask.Manner.LONGER),
    "shorter": _rewrite(ask.Manner.SHORTER),
    "otherwise": _rewrite(ask.Manner.OTHERWISE),
    "like_last_year": _rewrite(ask.Manner.LIKE_LAST_YEAR),
    "compare": _compare,
    "wherefrom": lambda said, _text, _parts: ask.WhereFrom(_pointed(said.words)),
    "whymarked": lambda said, _text, _parts: ask.WhyMarked(_pointed(said.words)),
    "search": lambda said, _text, _parts: ask.Search(said.words),
    "add_fact": _add,
    "whole_fact": _whole_fact,
    "free": _free,
}
