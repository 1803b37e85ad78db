"""The rows of the ledger as HTML, and the one that is looked at in full: colour and shape both say what it is."""

from agent.ui.markup import text
from agent.workflow.ledger import Row, State

_LONGEST = 64
_AROUND = 26  # characters on each side of a figure: enough to know the sentence again


def row_markup(row: Row, *, chosen: bool) -> str:
    """One row in the list: its mark, its sentence with the figure in it, and what there is to say in one line."""
    look = f"nb-row {row.kind.value} {row.state.value}{' chosen' if chosen else ''}"
    words = _figure(row, _shown(row.words)) if row.words else ""
    before, after = row.before[-_AROUND:], row.after[:_AROUND]
    before = before if before == row.before else f"…{before}"
    after = after if after == row.after else f"{after}…"
    sentence = f"<p>{text(before)}{words}{text(after)}</p>" if words else f"<p>{text(row.said)}</p>"
    return (
        f'<article class="{look}" lang="zh-CN"><b class="mark" aria-hidden="true">{row.kind.mark}</b>'
        f"<div>{sentence}<small>{_line(row)}</small></div></article>"
    )


def _shown(words: str) -> str:
    """A long stretch by its two ends."""
    return words if len(words) <= 2 * _AROUND else f"{words[:_AROUND]}……{words[-_AROUND:]}"


def _figure(row: Row, words: str) -> str:
    item = row.item
    if item is None:
        return f"<mark>{text(words)}</mark>"
    look = f"{'claim' if row.claim else 'fig'} {item.verdict.value}{' waived' if item.waiver else ''}"
    return f'<i class="{look}">{text(words)}</i>'


def _line(row: Row) -> str:
    """What is said under a sentence: what matters most for its state."""
    parts = [f"<em>{text(row.kind.label)}</em>"]
    if row.kept:
        parts.append(text(row.kept))
    elif row.pending:
        parts.append(text(_cut(row.said if row.words else row.mend)))
    else:
        parts.append(text(_cut(row.bound or row.said)))
    if row.expected and row.item and row.expected != row.words:
        parts.append(f"应有值 {text(row.expected)}" if row.pending else f"= {text(row.expected)}")
    if row.source and not row.pending:
        parts.append(text(_cut(row.source)))
    return "<span>·</span>".join(filter(None, parts))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def detail_markup(row: Row) -> str:
    """Everything that is known of one row."""
    sentence = (
        f'<p class="sentence">{text(row.before)}{_figure(row, row.words)}{text(row.after)}</p>'
        if row.words
        else ""
    )
    facts = (
        ("核对结果", row.said),
        ("勾稽关系" if row.objection else "绑定到", row.bound),
        ("应有值" if row.pending else "数值", row.expected),
        ("出处", row.source),
        ("怎么办" if row.item is None else "提示", row.mend),
        ("人工确认", row.kept),
    )
    listed = "".join(f"<div><dt>{name}</dt><dd>{text(value)}</dd></div>" for name, value in facts if value)
    state = f"<small>{row.state.label}</small>" if row.state is not State.FINE else ""
    return (
        f'<section class="nb-detail {row.kind.value} {row.state.value}" lang="zh-CN" aria-live="polite">'
        f'<h3><b class="mark" aria-hidden="true">{row.kind.mark}</b>{text(row.kind.label)}{state}</h3>{sentence}'
        f"<dl>{listed}</dl></section>"
    )
