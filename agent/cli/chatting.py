"""A conversation on a terminal, or driven by a script: sentences from standard input, what comes of them to standard output.

What is being done and text that is not judged yet go to standard error, so that standard output holds only what counts.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from agent import wiring
from agent.cli.ending import ended_like_ctrl_c
from agent.cli.files import past_reports
from agent.cli.style import Style, flat
from agent.drafting.conversation import Ended, Event, Means, Outcome
from agent.drafting.conversation.events import (
    Asked,
    FactAdded,
    Proposed,
    Said,
    Shown,
    Step,
    Told,
    Undone,
    Wrote,
)
from agent.errors import Unavailable
from agent.figures import FigureSet
from agent.workflow.conversing import Talk, talk_about

if TYPE_CHECKING:
    from agent.drafting import Draft

_PROMPT = "› "
_STOPPED = "已停下，什么也没有改"


def chat(arguments: Namespace, figures: FigureSet, previous: FigureSet | None) -> "Draft":
    """Talk until the input ends or the clerk leaves; the report as it stands then."""
    past = past_reports(arguments)
    talk = talk_about(figures, previous, _means(arguments), wiring.memory(), past, fresh=arguments.fresh)
    page = _Records() if arguments.json else _Page(Style.of(sys.stdout))
    for notice in talk.notices:
        page.show(Told(notice))
    if talk.resumed:
        page.show(Told("接着上次的对话；要从头来，用 --fresh"))
    with ended_like_ctrl_c():
        for sentence in _sentences():
            if _turn(talk, sentence, page) is Outcome.LEFT:
                break
    return talk.conversation.standing.draft


def _means(arguments: Namespace) -> Means:
    """The model and the past reports, as far as they are wanted and can be reached."""
    try:
        means = wiring.conversation_means(with_past=not arguments.no_past)
    except Unavailable:  # past_reports has said so
        means = wiring.conversation_means(with_past=False)
    return replace(means, writer=None, consultant=None) if arguments.no_model else means


def _sentences() -> Iterator[str]:
    """The lines that somebody types, until there are no more."""
    terminal = sys.stdin.isatty()
    while True:
        if terminal:
            print(_PROMPT, end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()


def _turn(talk: Talk, sentence: str, page: "_Page | _Records") -> Outcome | None:
    """One sentence; None where it was stopped."""
    outcome = None
    events = talk.turn(sentence)
    with closing(events):  # type: ignore[type-var]
        try:
            for event in events:
                page.show(event)
                if isinstance(event, Ended):
                    outcome = event.outcome
        except KeyboardInterrupt:
            page.show(Told(_STOPPED))
    return outcome


class _Page:
    """Lines for people."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._streams = sys.stderr.isatty()

    def show(self, event: Event) -> None:
        match event:
            case Step(doing=doing):
                print(f"…… {flat(doing)}", file=sys.stderr)
            case Wrote(text=text):
                if self._streams:
                    print(self._style.faint(text), end="", file=sys.stderr, flush=True)
            case _:
                for line in self._lines(event):
                    print(line, flush=True)

    def _lines(self, event: Event) -> Iterator[str]:
        match event:
            case Said(opinion=True):
                yield f"模型的看法：{_clean(event.marked)}"
            case Said(text=text):
                yield _clean(text)
            case Asked(question=question):
                yield self._style.strong(_clean(question))
            case Told(notice=notice):
                yield self._style.doubtful(f"注意：{_clean(notice)}")
            case Undone(what=what, again=again):
                yield f"{'已重做' if again else '已撤销'}：{what}"
            case Proposed(part=part, after=after, applied=applied):
                how = "已改，不要就说“撤销”" if applied else "要用就说“采用”，不要就说“不要”"
                yield self._style.strong(f"“{part.title}”{how}：")
                yield _clean(marked(after))
            case FactAdded() | Ended() | Step() | Wrote():
                return


def marked(shown: Shown) -> str:
    """A part with each objection behind its words."""
    text = shown.text
    for item in sorted(shown.objections, key=lambda each: each.start, reverse=True):
        text = f"{text[: item.start]}〔{item.text}：{item.verdict.label}〕{text[item.end :]}"
    return text


def _clean(text: str) -> str:
    return "\n".join(map(flat, text.split("\n")))


class _Records:
    """A line of JSON for each event."""

    def show(self, event: Event) -> None:
        record = {"event": type(event).__name__.lower(), **_record(event)}
        print(json.dumps(record, ensure_ascii=False), flush=True)


def _record(value: Any) -> Any:
    if isinstance(value, Shown):
        return {"text": value.text, "objections": [item.as_json() for item in value.objections]}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: _record(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_record(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
