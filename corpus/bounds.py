"""Where one report ends and another begins, in a file that holds several.

Figures and prose of two reports must never be mixed, so everything behind the first whole report is left out and said. The
sections beginning anew is the sign, or another year's title between two tables; a contents list, captions, or the same report
printed twice are none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.blocks import Block, Grid, Paragraph, one_line
from corpus.identity import Identity, announced, is_part_of_title, is_title
from corpus.sections import is_entry, is_page_number, official_heads

# A contents list and captions have headings too; sections have sentences under them.
_SENTENCE_ENDS = "。！？；"
_LONG_LINE = 45
_SECTIONS = 2
_QUOTED = 40
# The first and the last two sections are prose in every form; the ones between are tables.
_PROSE = (1, 5, 6)


@dataclass(frozen=True)
class Bounds:
    """``blocks`` are the first report's; ``notes`` name each report behind it, with its place."""

    blocks: Sequence[Block]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Official headings in the form's order: half-open from ``start`` to ``end``, the blocks' indices.

    ``sections`` are the numbers of those with sentences or tables under them, ``texts`` those sentences.
    """

    start: int
    last: int
    end: int
    sections: frozenset[int]
    texts: frozenset[str]


def first_report(blocks: Sequence[Block]) -> Bounds:
    """The first whole report among the blocks, and what is said of the others."""
    starts = sorted({*_restarts(blocks), *_other_years(blocks)})
    if not starts:
        return Bounds(blocks)
    own = _announced(blocks[: starts[0]])
    mend = f"请分成{'两' if len(starts) == 1 else len(starts) + 1}个文件"
    notes = [_note(blocks, start, end, own) + mend for start, end in pairwise([*starts, len(blocks)])]
    return Bounds(blocks[: starts[0]], tuple(notes))


def _note(blocks: Sequence[Block], start: int, end: int, own: Identity) -> str:
    other = _announced(blocks[start:end])
    whose = other.unit if other.unit != own.unit else ""
    which = whose + (f"{other.year}年度" if other.year else "")
    first = blocks[start]
    place = first.place if isinstance(first, Paragraph) else first.places[0]
    if not place and isinstance(first, Paragraph):
        place = f"从“{one_line(other.title or first.text)[:_QUOTED]}”"
    return f"{place}起是另一份报告{f'（{which}）' if which else ''}，没有读入；"


def _announced(blocks: Sequence[Block]) -> Identity:
    return announced("\n".join(block.text for block in blocks if isinstance(block, Paragraph)))


# --- sections that begin anew -------------------------------------------------------------------------------------


def _restarts(blocks: Sequence[Block]) -> Iterator[int]:
    """Where the sections of another report begin, its title included."""
    whole = [run for run in _runs(blocks) if len(run.sections) >= _SECTIONS and run.sections & set(_PROSE)]
    own = _announced(blocks[: whole[0].start]) if whole else None
    for before, run in pairwise(whole):
        start = _beginning(blocks, before.last + 1, run.start)
        repeated = len(run.sections & whole[0].sections) >= _SECTIONS
        if own and repeated and not _is_copy(whole[0], own, run, _announced(blocks[start : run.end])):
            yield start


def _runs(blocks: Sequence[Block]) -> Iterator[_Run]:
    heads = list(official_heads(blocks))
    cuts = [at for at, (one, other) in enumerate(pairwise(heads), 1) if other[1] < one[1]]
    for start, end in pairwise([0, *cuts, len(heads)] if heads else [0]):
        yield _run(blocks, heads[start:end], heads[end][0] if end < len(heads) else len(blocks))


def _run(blocks: Sequence[Block], heads: Sequence[tuple[int, int]], end: int) -> _Run:
    sections: set[int] = set()
    texts: set[str] = set()
    for (start, number), stop in zip(heads, [*(index for index, _ in heads[1:]), end], strict=True):
        said = [block for block in blocks[start + 1 : stop] if _says_something(block)]
        sections |= {number} if said else set()
        texts |= {"".join(block.text.split()) for block in said if isinstance(block, Paragraph)}
    return _Run(heads[0][0], heads[-1][0], end, frozenset(sections), frozenset(texts))


def _says_something(block: Block) -> bool:
    if isinstance(block, Grid):
        return True
    line = block.text.strip()
    if not line or is_page_number(line) or is_entry(line) or is_title(line):
        return False
    return line[-1] in _SENTENCE_ENDS or len(line) > _LONG_LINE


def _beginning(blocks: Sequence[Block], after: int, before: int) -> int:
    """The first line of the title between two runs; where there is none, the second run's first heading."""
    for index in range(after, before):
        block = blocks[index]
        if isinstance(block, Paragraph) and is_title(block.text):
            return _title_start(blocks, index, after)
    return before


def _title_start(blocks: Sequence[Block], index: int, after: int) -> int:
    """Where a title begins that ends at ``index``: its office and year may stand on lines of their own."""
    start = index
    while start > max(after, index - 2) and not announced(_text(blocks[start : index + 1])).unit:
        line = _text(blocks[start - 1 : start])
        if not is_part_of_title("".join(line.split())):
            break
        start -= 1
    return start


def _text(blocks: Sequence[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def _is_copy(first: _Run, own: Identity, run: _Run, other: Identity) -> bool:
    """Whether a run is the first report printed again: no other year or office, and half of the sentences shared."""
    if _differ(own.year, other.year) or _differ(own.unit, other.unit):
        return False
    fewer = min(len(first.texts), len(run.texts))
    return fewer == 0 or 2 * len(first.texts & run.texts) >= fewer


def _differ(one: object, other: object) -> bool:
    """Whether both are known and not the same."""
    return bool(one) and bool(other) and one != other


# --- another year's title -----------------------------------------------------------------------------------------


def _other_years(blocks: Sequence[Block]) -> Iterator[int]:
    """Where a title of another year stands with tables before and behind it, whatever the headings do."""
    grids = [index for index, block in enumerate(blocks) if isinstance(block, Grid)]
    own: int | None = None
    for index, block in enumerate(blocks[: grids[-1]] if grids else ()):
        if not isinstance(block, Paragraph) or not is_title(block.text):
            continue
        start = _title_start(blocks, index, 0)
        found = announced(_text(blocks[start : index + 1]))
        if found.unit and index < grids[0]:
            # Links to other years' reports may stand above the title.
            own = found.year
        elif found.unit and _differ(own, found.year):
            yield start
