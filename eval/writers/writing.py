"""One draft by one writer, and what became of its sentences.

A draft that its writer did not write is not its: where the far side failed at any part, or nothing that it wrote could be used,
the built-in phrases stand in its place, and that is a failure with its reason, not a score.
"""

import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

from agent.drafting import Draft, draft
from agent.drafting.authoring import Finished, authored, unaided
from agent.drafting.chat import Chat, Terms
from agent.drafting.loop import DEFAULT
from agent.drafting.parts import parts
from agent.drafting.past import Past
from agent.drafting.record import DraftRecord
from agent.drafting.stored import StoredPast
from agent.drafting.writers.model import ModelWriter
from agent.errors import BadInput
from agent.figures import FigureSet
from agent.forms import Form, form_of
from agent.workflow import open_figures
from agent.workflow.authoring import desk_of
from agent.workflow.material import open_previous
from corpus.index.chroma import Store
from corpus.index.offline import Offline
from eval.drafts.neighbours import Neighbours
from eval.model_server import ModelServer
from eval.writers.broken import broken
from eval.writers.contestant import Contestant, Kind
from eval.writers.subjects import Subject

# Where a played model is: its port is another each time and says nothing.
_HERE = "本机"
# Seconds: what a whole call may take, for each second that it may be silent.
_WHOLE = 5
# Of a report there are about so many parts.
_PARTS = 12


@dataclass(frozen=True, slots=True)
class Made:
    """A draft. ``asked`` and ``answered`` are tokens, None where the far side did not say; ``seconds`` differ from run to run.

    ``parts`` were written, ``own`` of them by the writer itself, ``rounds`` counts its tries, None without a model; of its
    sentences some were ``repaired``, the texts of others ``replaced`` or ``dropped``. ``fault`` says why there is no draft of
    the writer's, "" where there is one.
    """

    text: str
    seconds: float
    asked: int | None = 0
    answered: int | None = 0
    parts: int = 0
    own: int = 0
    rounds: int | None = None
    repaired: int = 0
    replaced: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    fault: str = ""

    def as_json(self) -> dict[str, Any]:
        """Its fields."""
        return asdict(self)

    @classmethod
    def of_json(cls, record: Mapping[str, Any]) -> Self:
        """Back from :meth:`as_json`."""
        lists = {name: tuple(record[name]) for name in ("replaced", "dropped")}
        return cls(**{**record, **lists})


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is asked: ``seed`` and ``temperature`` are sent along, ``timeout`` is how many seconds it may be silent."""

    seed: int
    temperature: float
    timeout: float

    @property
    def terms(self) -> Terms:
        """For one call."""
        return Terms(self.temperature, timeout=self.timeout, total=_WHOLE * self.timeout, seed=self.seed)

    @property
    def longest(self) -> float:
        """The seconds after which a draft will not come any more: every part at the end of its budget, and a last call."""
        return _PARTS * (DEFAULT.seconds + _WHOLE * self.timeout)


def made(
    contestant: Contestant, subject: Subject, manner: Manner, past: Path | None, neighbours: Neighbours
) -> Made:
    """The draft; ``past`` is the folder of a store. ``BadInput`` where the figures cannot be read."""
    figures = open_figures(subject.figures)
    previous = _previous(subject, figures)
    known: Past | None = StoredPast(_store(past)) if past else None
    if contestant.repeats:
        return _by_model(contestant, manner, figures, previous, known)
    began = time.monotonic()
    begun = draft(figures, previous, past=known)
    seconds = time.monotonic() - began
    text = begun.narrative.text
    if contestant.kind is Kind.BROKEN:
        spoiled = broken(contestant.model, begun, neighbours)
        if spoiled is None:
            return Made("", seconds, fault="这份初稿里没有可以这样写坏的地方")
        text = spoiled
    record = unaided(begun, form_of(figures.form))
    return Made(text, round(seconds, 3), parts=len(record.parts))


def _by_model(
    contestant: Contestant, manner: Manner, figures: FigureSet, previous: FigureSet | None, past: Past | None
) -> Made:
    import agent.drafting.chat.vendor  # noqa: F401 - what importing it takes is no part of what a draft takes

    played = contestant.kind is Kind.PLAYED
    url = _server().url if played else contestant.url
    key = "played" if played else os.environ.get(contestant.variable) if contestant.variable else None
    writer = ModelWriter(Chat(contestant.model, url, key, manner.terms))
    began = time.monotonic()
    begun = draft(figures, previous, past=past)
    *_, last = authored(begun, writer, desk_of(figures, previous, past))
    assert isinstance(last, Finished)
    seconds = round(time.monotonic() - began, 3)
    return _of_record(last.draft, last.record, writer.name, seconds, url if played else "")


def _of_record(done: Draft, record: DraftRecord, writer: str, seconds: float, hidden: str) -> Made:
    tries = [each for part in record.parts for each in part.rounds]
    # Who writes and does not say what it cost leaves that unknown; where nothing came, nothing is known to be owed.
    told = all(each.asked or each.answered or not each.written for each in tries)
    own = sum(writer in part.by for part in record.parts)
    return Made(
        done.narrative.text,
        seconds,
        record.tokens["asked"] if told else None,
        record.tokens["answered"] if told else None,
        len(record.parts),
        own,
        len(tries),
        sum(part.repaired for part in record.parts),
        tuple(text for part in record.parts for text in part.replaced),
        tuple(text for part in record.parts for text in part.dropped),
        _fault(record, own, done.form).replace(hidden or "\0", _HERE),
    )


def _fault(record: DraftRecord, own: int, form: Form | None) -> str:
    """Why the draft is not the writer's, in one sentence."""
    failed = [part for part in record.parts if part.fault]
    if failed:
        titles = {part.id: part.title for part in parts(form)} if form else {}
        where = titles.get(failed[0].part, failed[0].part)
        return f"有 {len(failed)} 个部分没有写成，先是“{where}”：{failed[0].fault}"
    if not own:
        return "它写的没有一个部分用得上：答非所问，或者核对不上"
    return ""


def _previous(subject: Subject, figures: FigureSet) -> FigureSet | None:
    """As scoring reads them: last year's report is there for its prose where its tables cannot be used."""
    path = subject.sources.previous
    try:
        return open_previous(Path(path), figures) if path else None
    except BadInput:
        if path != subject.sources.last:
            raise
        return None


@cache
def _store(folder: Path) -> Store:
    """The past reports, opened once in each process."""
    return Store.embedded(folder, Offline())


@cache
def _server() -> ModelServer:
    """The played models, served from this process for as long as it runs."""
    return ModelServer().__enter__()
