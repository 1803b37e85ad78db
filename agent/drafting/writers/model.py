"""The writer that is a model: a brief to a prompt, and what comes back to lines of a template.

What the model is told stands in ``prompts/``. Here the parts of the brief are laid in its places: lists, one thing a line, and
what others wrote between marks that their text cannot forge. Nothing that comes back is believed; what a model wraps its text
in is taken off (:mod:`agent.drafting.writers.unwrapping`), and references that are nearly right are made right where it is
sure which was meant (:mod:`agent.drafting.writers.mending`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from agent.drafting.brief import Brief, Found, Objection, Offer
from agent.drafting.chat import Chat, Fault, Message, Watch
from agent.drafting.chat.faults import fault
from agent.drafting.prompting import Prompt, prompt
from agent.drafting.writers.mending import Mender
from agent.drafting.writers.unwrapping import Unwrapper, declines
from agent.drafting.writers.writer import Piece, Usage
from agent.errors import ModelFault

_EXEMPLARS = 3
_STUCK = 5
_LONGEST = 400
_BEGIN, _END = "【资料开始】", "【资料结束】"
_BRACKETS = str.maketrans("【】", "〔〕")
_SENTENCE = re.compile(r"(?:\{\{.*?\}\}|[^。；！？\n])+[。；！？]?")
_REFERENCE = re.compile(r"\{\{.*?\}\}")
_FIGURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千万两〇零]{2,}|百分之")


class ModelWriter:
    """A writer behind a :class:`~agent.drafting.chat.Chat`."""

    def __init__(self, chat: Chat, watch: Watch | None = None) -> None:
        self._chat, self._watch = chat, watch

    @property
    def name(self) -> str:
        """The model's name."""
        return self._chat.name

    def write(self, brief: Brief) -> Iterator[Piece]:
        """Whole sentences as they come, a paragraph a line. ``ModelFault`` where there is no answer or not a whole one.

        What came before a fault are whole sentences too, and what it cost is told before the fault is.
        """
        task = prompt("repair" if brief.objections else "part")
        style = prompt("style")
        messages = (
            Message("system", style.filled({})),
            Message("user", task.filled(_values(task, brief))),
        )
        cost = Usage(prompt=f"{style.id}+{task.id}")
        lines = Unwrapper((brief.part.title,), _own_words(task))
        mended = Mender(brief.offers).mended
        try:
            with closing(self._chat.stream(messages, self._watch)) as pieces:  # type: ignore[type-var]
                for piece in pieces:
                    if isinstance(piece, Usage):
                        cost = replace(piece, prompt=cost.prompt)
                        continue
                    sentences = list(lines.feed(piece))
                    self._refused(lines)
                    yield from map(mended, sentences)
        except ModelFault:
            # The unfinished sentence is no part of the text; what it all cost is told.
            yield cost
            raise
        yield from map(mended, lines.rest())
        yield cost

    def _refused(self, lines: Unwrapper) -> None:
        if declines(lines.beginning):
            raise fault(Fault.DECLINED, self.name)
        if lines.stuck >= _STUCK:
            raise fault(Fault.ENDLESS, self.name, remark="反复写同一句话")


def _own_words(task: Prompt) -> str:
    """What only the prompt says: its lines without variables. A model that says them has not understood."""
    return "\n".join(line for line in task.body.splitlines() if "[[" not in line and "{{" not in line)


def _values(task: Prompt, brief: Brief) -> dict[str, str]:
    """A value for each variable of the prompt."""
    facts = [offer for offer in brief.offers if "fact(" in offer.source]
    figures = [offer for offer in brief.offers if "fact(" not in offer.source]
    every: dict[str, Callable[[], str]] = {
        "part": lambda: plain(brief.part.title or brief.part.id),
        "unit": lambda: plain(brief.setting.figures.unit),
        "requires": lambda: "\n".join(f"- {plain(need)}" for need in brief.requires),
        "offers": lambda: "\n".join(map(_offered, figures)),
        "facts": lambda: "\n".join(map(_offered, facts)),
        "exemplars": lambda: _marked(_patterns(brief.exemplars)),
        "current": lambda: _marked(line.template for line in brief.current),
        "instruction": lambda: _marked([brief.instruction]),
        "example": lambda: _example(brief.offers),
        "written": lambda: _marked([brief.written]),
        "objections": lambda: "\n".join(map(_objected, brief.objections)),
    }
    return {name: every[name]() for name in task.variables}


def plain(text: str) -> str:
    """A foreign text on one line, without what could be taken for our marks."""
    return " ".join(text.translate(_BRACKETS).split())


def _marked(texts: Sequence[str] | Iterator[str]) -> str:
    """Foreign texts between marks, which none of them can forge; "" where there are none."""
    lines = [line for text in texts if (line := text.translate(_BRACKETS).strip())]
    return "\n".join((_BEGIN, *lines, _END)) if lines else ""


def _offered(offer: Offer) -> str:
    return f"- {{{{{offer.source}}}}} = {plain(offer.says)}（{plain(offer.label)}）"


def _example(offers: Sequence[Offer]) -> str:
    """A line that may be copied: of what may be said, so that it does no harm."""
    return "".join(f"{plain(offer.label)}{{{{{offer.source}}}}}。" for offer in offers[:1])


def _patterns(exemplars: Sequence[Found]) -> Iterator[str]:
    """The first few past paragraphs, of each the sentences that hold no figure outside references."""
    for found in exemplars[:_EXEMPLARS]:
        kept = "".join(
            s for s in _SENTENCE.findall(found.exemplar.template) if not _FIGURE.search(_REFERENCE.sub("", s))
        )
        if kept:
            yield kept[:_LONGEST].rpartition("。")[0] + "。" if len(kept) > _LONGEST else kept


def _objected(objection: Objection) -> str:
    said = plain(objection.template or objection.text)
    mend = f"；{plain(objection.mend)}" if objection.mend else ""
    return f"- “{said}”：{plain(objection.reason)}{mend}"
