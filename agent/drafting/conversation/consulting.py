"""What the rules do not understand, asked of a model that has tools; every figure in its answer is held against the tables.

The tools read: figures, past paragraphs, verdicts, comparisons. One of them asks for text, which is then written and weighed like
any other (:class:`Wish`). None can change a figure, a file or a setting. An endpoint that refuses tools is asked once more,
plainly. What a model says is shown line by line as its opinion, and only after its figures have been judged: what is
contradicted, unsupported or cannot be told carries a mark. Whatever instructions stand in past reports, facts or answers, they
are words.
"""

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from agent.drafting.brief import Found, Part
from agent.drafting.chat.faults import Fault
from agent.drafting.chat.terms import Watch
from agent.drafting.conversation.answers import compared, where_from, why_marked
from agent.drafting.conversation.events import Event, Mark, Said, Step, Told
from agent.drafting.conversation.standing import Standing
from agent.drafting.conversation.state import State
from agent.drafting.conversation.understanding import part_in
from agent.drafting.conversation.writing import Allowance
from agent.drafting.cutting import seen
from agent.drafting.prompting import prompt
from agent.drafting.realising import realise_in
from agent.drafting.setting import Missing
from agent.drafting.typed import known_in, material_of, unproved
from agent.drafting.writers.model import plain
from agent.drafting.writers.writer import Piece, Usage
from agent.errors import ModelFault
from agent.verify import verify
from agent.verify.answer import Judged, Verdict

if TYPE_CHECKING:
    from agent.drafting.chat.tooling import Called, Tool

_CALLS = 6
_LONGEST = 3_000
_TURNS, _TURN = 6, 200
_PAST = 3
# With these an endpoint says that it takes no tools; without them it may answer.
_NO_TOOLS = frozenset(
    {Fault.REQUEST, Fault.PARAMETER, Fault.GARBLED, Fault.SERVER, Fault.EMPTY, Fault.MODEL, Fault.CONTEXT}
)
_DOING = {
    "read_figures": "查数据",
    "search_past": "找往年写法",
    "propose_text": "请起草",
    "explain_verdict": "查核对的结果",
    "compare": "比今年和去年",
}
# What would lay a line out as something else than a sentence, behind which a figure would not be read.
_LAYOUT = re.compile(
    r"^[\s>#*+\-•·]+|^\s*(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、．.:：]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、](?!\d))\s*|\*\*|__|`|~~"
)
_RULE = re.compile(r"[|\s:\-=]+")
_DIGIT = re.compile(r"[0-9０-９]+(?:[.,，][0-9０-９]+)*")


class Consultant(Protocol):
    """A model that may be asked. ``Chat`` is one."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    def consult(
        self, system: str, question: str, tools: "Sequence[Tool]", most: int, watch: Watch
    ) -> "Iterator[str | Usage | Called]":
        """An answer with tools; ``ModelFault`` where there is none."""
        ...

    def stream(self, messages: "Sequence[Message]", watch: Watch) -> Iterator[Piece]:
        """A plain answer; ``ModelFault`` where there is none."""
        ...


if TYPE_CHECKING:
    from agent.drafting.chat.talk import Message


@dataclass(frozen=True, slots=True)
class Wish:
    """Text that the model asks for: a part, and how it should be, in words for a writer."""

    part: Part
    instruction: str


@dataclass
class _Desk:
    """What the tools read, and what they were asked for. ``refused``: why text that was asked for cannot be written."""

    standing: Standing
    state: State
    find: Callable[[str], Sequence[Found]] | None
    clerk: str
    wishes: list[Wish] = field(default_factory=list)
    refused: str = ""


def opinion(
    consultant: Consultant,
    text: str,
    standing: Standing,
    state: State,
    find: Callable[[str], Sequence[Found]] | None,
    allowance: Allowance,
    stopped: Callable[[], bool],
) -> Generator[Event, None, list[Wish]]:
    """The model's answer, line by line, and what it wishes written. ``ModelFault`` where there is no answer at all.

    It ends when the turn's allowance is used up, or somebody has ``stopped`` it.
    """
    watch = Watch(stopped=lambda: stopped() or bool(allowance.over))
    desk = _Desk(standing, state, find, text)
    lines = _Lines(standing, f"{text}\n{_figures(standing)}")
    question = _question(desk)
    yield Step(f"问{consultant.name}")
    try:
        pieces = consultant.consult(prompt("consult").filled({}), question, _tools(desk), _CALLS, watch)
        yield from _listened(pieces, lines, allowance)
    except ModelFault as fault:
        if allowance.over or lines.text or desk.wishes or fault.kind not in _NO_TOOLS:
            yield from _broken_off(fault, lines, desk, allowance)
            return desk.wishes
        yield Step(f"{consultant.name}不用工具再答一次")
        yield from _plainly(consultant, question, lines, desk, allowance, watch)
    if not lines.text and not desk.wishes and not allowance.over:
        yield Told(desk.refused or f"{consultant.name}没有作答，请换个说法")
    return desk.wishes


def _broken_off(fault: ModelFault, lines: "_Lines", desk: _Desk, allowance: Allowance) -> Iterator[Event]:
    """What was said before a fault, and the fault; raised again where nothing was said."""
    yield from lines.rest()
    if allowance.over:
        yield Told(allowance.over)
    elif lines.text or desk.wishes:
        yield Told(f"没有答完：{fault}")
    else:
        raise fault


def _plainly(
    consultant: Consultant, question: str, lines: "_Lines", desk: _Desk, allowance: Allowance, watch: Watch
) -> Iterator[Event]:
    from agent.drafting.chat.talk import Message

    messages = (Message("system", prompt("consult").filled({})), Message("user", question))
    try:
        yield from _listened(consultant.stream(messages, watch), lines, allowance)
    except ModelFault as fault:
        yield from _broken_off(fault, lines, desk, allowance)


def _listened(
    pieces: "Iterator[str | Usage | Called]", lines: "_Lines", allowance: Allowance
) -> Iterator[Event]:
    """The pieces as events until they are too many or the turn's budget is used up; the model is then let go of."""
    doing = ""
    with closing(pieces):  # type: ignore[type-var]
        for piece in pieces:
            if isinstance(piece, Usage):
                allowance.spent += piece.asked + piece.answered
            elif isinstance(piece, str):
                yield from lines.feed(piece)
            elif doing != (doing := _DOING.get(piece.name, "用工具")):
                yield Step(doing)
            if allowance.over or lines.length > _LONGEST:
                yield from lines.rest()
                yield Told(allowance.over or "答得太长，后面的没有听")
                return
    yield from lines.rest()


# --- what is said ---------------------------------------------------------------------------------------------------


class _Lines:
    """A model's words cut into lines, each judged with all before it ere it is shown."""

    def __init__(self, standing: Standing, material: str) -> None:
        self._standing, self._material = standing, material_of(standing.setting, material)
        self._held = ""
        self.text, self.length = "", 0
        self._marked: list[tuple[int, int]] = []

    def feed(self, piece: str) -> Iterator[Event]:
        self.length += len(piece)
        self._held += piece
        *whole, self._held = self._held.split("\n")
        for line in whole:
            yield from self._line(line)

    def rest(self) -> Iterator[Event]:
        line, self._held = self._held, ""
        yield from self._line(line)

    def _line(self, line: str) -> Iterator[Event]:
        line = self._plain(line)
        if not line:
            return
        start = len(self.text)
        self.text += f"{line}\n"
        every = marks_of(self.text, self._standing, self._material)
        for mark in every:
            # What follows may bring into doubt what was shown before without a mark.
            if mark.end <= start and not any(a < mark.end and mark.start < b for a, b in self._marked):
                yield Told(f"前面说的“{self.text[mark.start : mark.end]}”{mark.label}：{mark.reason}")
        self._marked = [(mark.start, mark.end) for mark in every]
        marks = (m for m in every if m.end > start)
        found = tuple(
            Mark(max(0, m.start - start), min(len(line), m.end - start), m.label, m.reason) for m in marks
        )
        yield Said(line, opinion=True, marks=found)

    def _plain(self, line: str) -> str:
        """The line as prose: references said, nothing that lays it out as a heading or a row of a table."""
        realised = realise_in(seen(line), self._standing.setting)
        line = line if isinstance(realised, Missing) else realised.text
        line = seen(line).replace("{{", "“").replace("}}", "”")
        if _RULE.fullmatch(line):
            return ""
        line = line.strip().strip("|").replace("|", "，")
        previous = ""
        while previous != line:
            previous, line = line, _LAYOUT.sub("", line).strip()
        return re.sub(r"[\t\u3000 ]+", " ", line)


def marks_of(text: str, standing: Standing, material: str) -> list[Mark]:
    """What in a text that is no part of the report nobody may rely on: half-open spans in order, without overlap."""
    answer = verify(text, standing.figures, standing.setting.previous)
    marks = [_mark(item, material) for item in answer.objections]
    marks += [Mark(t.start, t.end, "未证实", t.reason) for t in unproved(text, answer.figures, material)]
    judged = [(i.start, i.end) for i in (*answer.figures, *answer.claims)]
    for match in _DIGIT.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in judged):
            marks.append(Mark(match.start(), match.end(), "未核对", f"“{match[0]}”没有核对"))
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if not found or mark.start >= found[-1].end:
            found.append(mark)
    return found


def _mark(item: Judged, material: str) -> Mark:
    """An objection as a mark; a number that the figures have, said of nothing in particular, is not called baseless."""
    if item.verdict is Verdict.UNSUPPORTED and known_in(item.text, material):
        return Mark(item.start, item.end, "看不出说的是哪一项", "数据里有这个数，但这句话没有说明是哪一项")
    return Mark(item.start, item.end, item.verdict.label, item.reason)


# --- what is asked --------------------------------------------------------------------------------------------------


def _question(desk: _Desk) -> str:
    task = prompt("question")
    standing, part = desk.standing, desk.state.part
    talk = (
        f"{'办事员' if turn.who == 'clerk' else '程序'}：{plain(turn.text)[:_TURN]}"
        for turn in desk.state.turns[-_TURNS:]
    )
    return task.filled(
        {
            "unit": plain(standing.figures.unit),
            "parts": "、".join(each.title for each in standing.writable),
            "part": part.title if part else "",
            "figures": _figures(standing),
            "talk": "\n".join(talk),
            "question": plain(desk.clerk),
        }
    )


def _figures(standing: Standing) -> str:
    """The figures that matter, this year beside last where there is a last."""
    if standing.setting.previous is not None:
        return "\n".join(f"- {plain(line)}" for line in compared("", None, standing.desired))
    items = (item for part in standing.writable for item in standing.shown(part).judged)
    lines = (f"- {plain(item.reason)}" for item in items if item.verdict is Verdict.VERIFIED and item.value)
    return "\n".join(dict.fromkeys(lines))


def _tools(desk: _Desk) -> list["Tool"]:
    from agent.drafting.chat.tooling import Tool

    words = {"words": "几个词，如：新收申请、行政许可"}
    made: list[tuple[str, str, Mapping[str, str], Callable[[Mapping[str, str]], str], bool]] = [
        ("read_figures", "查数据：词语所指的数是多少，出自哪一格。", words, _read(desk), False),
        ("search_past", "查往年报告的写法；其中的数字已经隐去。", words, _search(desk), False),
        ("explain_verdict", "查正文里某个数为什么被标红，或者核对的结果。", words, _explain(desk), False),
        ("compare", "比今年和去年；不写词语就比主要的数。", words, _compare(desk), False),
        (
            "propose_text",
            "请程序按要求起草或改写报告的一个部分，由程序核对。用户要改文字时才用。",
            {"part": "部分的名称，如：依申请公开", "instruction": "对写法的要求，不写数字"},
            _propose(desk),
            True,
        ),
    ]
    return [Tool(*each) for each in made]


def _read(desk: _Desk) -> Callable[[Mapping[str, str]], str]:
    return lambda given: plain_lines(
        where_from(given["words"][:_TURN] or "总数", None, desk.standing.desired)
    )


def _explain(desk: _Desk) -> Callable[[Mapping[str, str]], str]:
    standing = desk.standing
    return lambda given: plain_lines(
        why_marked(given["words"][:_TURN], desk.state.records, standing.desired, standing.against)
    )


def _compare(desk: _Desk) -> Callable[[Mapping[str, str]], str]:
    return lambda given: plain_lines(compared(given["words"][:_TURN], None, desk.standing.desired))


def _search(desk: _Desk) -> Callable[[Mapping[str, str]], str]:
    def search(given: Mapping[str, str]) -> str:
        found = desk.find(given["words"][:_TURN])[:_PAST] if desk.find and given["words"].strip() else ()
        texts = [_DIGIT.sub("若干", each.exemplar.text)[:400] for each in found]
        return "【资料开始】\n" + plain_lines(texts) + "\n【资料结束】" if texts else "没有找到"

    return search


def _propose(desk: _Desk) -> Callable[[Mapping[str, str]], str]:
    def propose(given: Mapping[str, str]) -> str:
        part = part_in(given["part"], desk.standing.parts) or desk.state.part
        if part is None or part not in desk.standing.writable:
            names = "、".join(each.title for each in desk.standing.writable)
            desk.refused = f"没有看出要写哪一部分；可以写：{names}"
            return desk.refused
        # What the writer is told is the clerk's sentence: dates and numbers that a model adds to it were given by nobody.
        desk.wishes.append(Wish(part, desk.clerk))
        return f"程序现在起草“{part.title}”"

    return propose


def plain_lines(lines: Sequence[str]) -> str:
    """Foreign texts, one a line, without what could be taken for our marks."""
    return "\n".join(map(plain, lines))
