"""What is said in the conversation as HTML: figures that nothing proves marked, proposals as differences with their verdicts."""

from collections.abc import Iterator, Sequence

from agent.drafting.conversation.events import Asked, Mark, Said, Shown, Told, Undone
from agent.ui.markup import text
from agent.verify.answer import Judged, Verdict
from agent.workflow.talking.difference import Kind, Run, difference
from agent.workflow.talking.entries import Entry, Spoken
from agent.workflow.talking.proposal import Beside

_TAGS = {Kind.NEW: "ins", Kind.GONE: "del"}
_OPINION = "模型的看法，其中的数逐一核对过；没有标记的才核对得上"
_OFFERED = "可以这样说：\n"
# A mark by its label looks as the verdict of that label does; whatever else it says is doubtful.
_LOOKS = {verdict.label: verdict.value for verdict in Verdict}


def line_markup(entry: Entry) -> str:
    """One entry; "" for what is not shown as text."""
    match entry:
        case Spoken(text=said):
            return f'<p class="nb-say">{text(said)}</p>'
        case Said(text=said, opinion=True, marks=marks):
            return f'<p class="nb-say opinion">{_marked(said, marks)}</p>'
        case Said(text=said):
            return _folded(said, open_=True) or f'<p class="nb-say">{text(said)}</p>'
        case Asked(question=said):
            return f'<p class="nb-say asked">{text(said)}</p>'
        case Told(notice=said):
            return f'<p class="nb-say told">{text(said)}</p>'
        case Undone(what=what, again=again):
            return f'<p class="nb-say done">{"已重做" if again else "已撤销"}：{text(what)}</p>'
    return ""


def lines_markup(entries: Sequence[Entry]) -> str:
    """Several in a row; what a model says stands under one headline."""
    body, opinion = "", False
    before: Entry | None = None
    for entry in entries:
        is_opinion = isinstance(entry, Said) and entry.opinion
        if is_opinion and not opinion:
            body += f'<p class="nb-opinion">{_OPINION}</p>'
        opinion = is_opinion
        folded = _folded(entry.text, open_=False) if isinstance(entry, Said) and before is not None else ""
        body += folded or line_markup(entry)
        before = entry
    return f'<div class="nb-said" lang="zh-CN">{body}</div>' if body else ""


def _folded(said: str, *, open_: bool) -> str:
    """What can be asked, folded where it only follows something else; "" for any other text."""
    first, found, examples = said.partition(_OFFERED)
    if not found:
        return ""
    fold = "" if first else " open" * open_
    head = f'<p class="nb-say">{text(first)}</p>' if first else ""
    return f'{head}<details class="nb-say"{fold}><summary>可以这样说</summary>{text(examples)}</details>'


def _marked(said: str, marks: Sequence[Mark]) -> str:
    body, at = "", 0
    for mark in sorted(marks, key=lambda each: each.start):
        if mark.start < at:
            continue
        look, reason = _LOOKS.get(mark.label, Verdict.UNSUPPORTED.value), text(f"{mark.label}：{mark.reason}")
        body += (
            f'{text(said[at : mark.start])}<span class="fig {look}" tabindex="0" data-reason="{reason}" '
            f'aria-description="{reason}">{text(said[mark.start : mark.end])}</span>'
        )
        at = mark.end
    return body + text(said[at:])


# --- proposals ----------------------------------------------------------------------------------------------------


def proposal_markup(part: Beside) -> str:
    """A waiting part beside what stands: what goes struck out, what is new underlined, every figure with its verdict."""
    paragraphs = difference(part.before, part.after.text)
    body = "".join(f"<p>{''.join(_run(run, part.after) for run in runs)}</p>" for runs in paragraphs)
    late = '<p class="nb-say told">提出以后，这一部分又被改过，不能直接采用；请再写一遍，或放弃</p>'
    return (
        f'<section class="nb-diff" lang="zh-CN"><h4>{text(part.proposed.title)}{_change(paragraphs)}</h4>'
        f"{body}{_objections(part.after)}{late if part.overtaken else ''}</section>"
    )


def _change(paragraphs: Sequence[Sequence[Run]]) -> str:
    """How much goes and comes, in characters."""
    count = {
        kind: sum(len(run.text) for runs in paragraphs for run in runs if run.kind is kind) for kind in Kind
    }
    return f"<small><ins>＋ 加 {count[Kind.NEW]} 字</ins> <del>－ 删 {count[Kind.GONE]} 字</del></small>"


def _run(run: Run, after: Shown) -> str:
    tag = _TAGS.get(run.kind)
    body = text(run.text) if run.kind is Kind.GONE else "".join(_figures(run, after.judged))
    return f"<{tag}>{body}</{tag}>" if tag else body


def _figures(run: Run, judged: Sequence[Judged]) -> Iterator[str]:
    """The run cut at its figures; claims only where they are objected to."""
    at, end = run.at, run.at + len(run.text)
    for item in judged:
        start, stop = max(item.start, at), min(item.end, end)
        if start >= stop or item.verdict is Verdict.EXEMPT:
            continue
        if not any(letter.isdigit() for letter in item.text) and not item.objected:
            continue
        yield text(run.text[at - run.at : start - run.at])
        yield _figure(item, run.text[start - run.at : stop - run.at])
        at = stop
    yield text(run.text[at - run.at :])


def _figure(item: Judged, words: str) -> str:
    reason = text(f"{item.verdict.label}：{item.reason}")
    return (
        f'<span class="fig {item.verdict.value}" data-verdict="{item.verdict.value}" tabindex="0" '
        f'data-reason="{reason}" aria-description="{reason}">{text(words)}</span>'
    )


def _objections(after: Shown) -> str:
    items = "".join(
        f'<li><i class="fig {item.verdict.value}">{text(item.text)}</i> <b>{item.verdict.label}</b>：{text(item.reason)}</li>'
        for item in after.objections
    )
    count = len(after.objections)
    return f'<h5 class="bad">有 {count} 处对不上</h5><ul>{items}</ul>' if items else ""
