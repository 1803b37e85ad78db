"""Where one report ends and another begins, in a file that holds several.

Figures and prose of two reports must never be mixed, so everything behind the first whole report is left out and said. The
sections beginning anew is the sign, or another year's title between two tables; a contents list, captions, or the same report
printed twice are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.blocks import Block, Grid, Paragraph, one_line
from corpus.identity import Identity, Title, announced, is_title, titles
from corpus.sections import is_entry, is_page_number, official_heads

# A contents list and captions have headings too; sections have sentences under them.
_SENTENCE_ENDS = "。！？；"
_LONG_LINE = 45
_SECTIONS = 2
_QUOTED = 40
# How far behind a table something stands that is said to stand behind it.
_NEAR = 100
# How many other reports are told one by one.
_TOLD = 20
_TABLE = re.compile(r".*?表格")
# No line of a title is longer, its spaces included.
_LONGEST_TITLE = 200
# The first and the last two sections are prose in every form; the ones between are tables.
_PROSE = (1, 5, 6)


@dataclass(frozen=True)
class Bounds:
    """The first report's ``blocks``.

    ``others`` says of each report behind it, in Chinese, where it begins and whose it is; of very many only of the first ones,
    ``count`` being how many there are.
    """

    blocks: Sequence[Block]
    others: tuple[str, ...] = ()
    count: int = 0

    @property
    def mend(self) -> str:
        """What to do about a file with several reports."""
        return f"请分成{'两' if self.count == 1 else self.count + 1}个文件"

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of the others, as they are left out."""
        told = [f"{other}，没有读入；{self.mend}" for other in self.others]
        more = self.count - len(told)
        return (*told, *([f"后面还有{more}份报告，没有读入；{self.mend}"] if more else ()))


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
    ranges = list(pairwise([*starts, len(blocks)]))[:_TOLD]
    return Bounds(
        blocks[: starts[0]], tuple(_other(blocks, start, end, own) for start, end in ranges), len(starts)
    )


def _other(blocks: Sequence[Block], start: int, end: int, own: Identity) -> str:
    """Where another report begins, and whose it is where that is not the first one's."""
    found = _announced(blocks[start:end])
    whose = found.unit if found.unit != own.unit else ""
    which = whose + (f"{found.year}年度" if found.year else "")
    return f"{_place(blocks, start, found)}起是另一份报告{f'（{which}）' if which else ''}"


def _place(blocks: Sequence[Block], start: int, found: Identity) -> str:
    """The place of the block at ``start``, or where the format tells none, its words and the table before them."""
    first = blocks[start]
    if isinstance(first, Grid):
        return first.places[0]
    if first.place:
        return first.place
    near = blocks[max(0, start - _NEAR) : start]
    place = next((block.places[-1] for block in reversed(near) if isinstance(block, Grid)), "")
    table = _TABLE.match(place)
    behind = f"{table[0]}之后，" if table else ""
    return f"{behind}从“{one_line(found.title or first.text)[:_QUOTED]}”"


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
    return next((after + title.start for title in _titles(blocks[after:before])), before)


def _titles(blocks: Sequence[Block]) -> Iterator[Title]:
    """The titles among the blocks, with their places among these; a table ends what stands before it."""
    kept = [(index, _compact(block)) for index, block in enumerate(blocks)]
    kept = [(index, line) for index, line in kept if line]
    for title in titles([line for _, line in kept]):
        yield replace(title, start=kept[title.start][0], end=kept[title.end - 1][0] + 1)


def _compact(block: Block) -> str:
    return "".join(block.text[:_LONGEST_TITLE].split()) if isinstance(block, Paragraph) else "\t"


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
    for title in _titles(blocks[: grids[-1]] if grids else ()):
        if title.is_of_an_office and title.start < grids[0]:
            # Links to other years' reports may stand above the title.
            own = title.year
        elif title.is_of_an_office and _differ(own, title.year):
            yield title.start
