"""Tables that no rules draw: rows told by what they say, columns by where their numbers stand.

A run of lines is a table where its lines can be nothing else: labels of the forms, and figures in rows. Its columns are the
places in which numbers stand over each other. What stands to the left of them are labels, of which the innermost counts; what
stands over them in lines without numbers are headings. Where two numbers of a row stand in one place the columns say nothing,
and the rows are only counted.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median

from corpus.blocks import Box, Grid
from corpus.headings import column_labels
from corpus.labels import keys
from corpus.readers.paper import DIGITS, Glyph
from corpus.readers.runs import CLOSE, PlacedLine, Run, run_of
from corpus.readers.text import is_label

# A piece of a label or heading stands no further from the next than so many times its size; one label's lines nearer.
_FAR, _STEP = 9, 1.5
# Lines of pieces between two rows, above the first and below the last.
_BETWEEN, _ABOVE, _BELOW = 12, 16, 3
# Fewer rows of figures are no table; one row alone is a table where it has so many figures.
_FEWEST, _LONG = 2, 5


def stretches(lines: Sequence[PlacedLine]) -> list[range]:
    """Which lines of a page are tables, top down."""
    rows = [at for at, line in enumerate(lines) if (line.is_row and line.figures) or _is_between(lines, at)]
    found: list[range] = []
    for at in rows:
        if found and _joined(lines, found[-1].stop, at):
            found[-1] = range(found[-1].start, at + 1)
        else:
            found.append(range(at, at + 1))
    whole = [
        range(_above(lines, one.start, found[index - 1].stop if index else 0), _below(lines, one.stop))
        for index, one in enumerate(found)
        if _is_table(lines, one)
    ]
    head = _above(lines, len(lines), whole[-1].stop if whole else 0)
    # The head of a table whose rows stand on the next page; a label alone is as likely a heading of prose.
    if any(len(line.runs) > 1 and _heads(line) for line in lines[head:]):
        whole.append(range(head, len(lines)))
    return whole


def _is_between(lines: Sequence[PlacedLine], at: int) -> bool:
    """Whether a line of figures alone stands between the lines of its label."""
    if not 0 < at < len(lines) - 1 or lines[at].labels:
        return False
    around = (lines[at - 1], lines[at + 1])
    if not all(line.is_piece and not line.figures for line in around):
        return False
    first = lines[at].figures[0].left
    step = _STEP * around[0].line.size
    return around[1].line.top - around[0].line.top < step + around[0].line.size and all(
        line.runs[-1].right < first for line in around
    )


def _is_table(lines: Sequence[PlacedLine], found: range) -> bool:
    """Whether rows of figures are enough of them, or one that is labelled or long."""
    rows = [lines[at] for at in found if lines[at].figures]
    return (
        len(rows) >= _FEWEST
        or len(rows[0].figures) >= _LONG
        or any(is_label(run.text) for run in rows[0].labels)
        or (_is_between(lines, found.start) and is_label(_around(lines, found.start)))
    )


def _around(lines: Sequence[PlacedLine], at: int) -> str:
    return lines[at - 1].line.text + lines[at + 1].line.text


def _heads(line: PlacedLine) -> bool:
    """Whether a line has a heading of the forms' columns in it."""
    return any(word in column_labels() for run in line.runs for word in keys(run.text))


def _joined(lines: Sequence[PlacedLine], stop: int, at: int) -> bool:
    between = lines[stop:at]
    return len(between) <= _BETWEEN and all(line.is_row or line.is_piece for line in between)


def _above(lines: Sequence[PlacedLine], start: int, limit: int) -> int:
    """Where a table's headings begin: lines of several runs or known labels, with pieces between them."""
    first = start
    for at in range(start - 1, max(limit, start - _ABOVE) - 1, -1):
        line = lines[at]
        far = at + 1 < len(lines) and _is_far(line, lines[at + 1])
        if not line.is_piece or line.figures or far:
            break
        if len(line.runs) > 1 or line.is_row or _begins_label(lines, at, start):
            first = at
    return first


def _begins_label(lines: Sequence[PlacedLine], at: int, start: int) -> bool:
    """Whether a line is the beginning of the label of a row of figures that has none on its own line."""
    if start >= len(lines) or lines[start].labels or at < start - _BELOW:
        return False
    close = lines[at + 1].line.top - lines[at].line.top < _STEP * lines[at].line.size
    return close and lines[at].runs[-1].right < lines[start].figures[0].left


def _below(lines: Sequence[PlacedLine], stop: int) -> int:
    """Where the last row's label ends."""
    end = stop
    while end < min(len(lines), stop + _BELOW) and len(lines[end].runs) == 1 and lines[end].is_piece:
        close = lines[end].line.top - lines[end - 1].line.top < _STEP * lines[end].line.size
        if not close or lines[end].runs[0].right >= lines[stop - 1].figures[0].left:
            break
        end += 1
    return end


def _is_far(line: PlacedLine, after: PlacedLine) -> bool:
    return after.line.top - line.line.top > _FAR * max(line.line.size, after.line.size)


# --- rows and columns ---------------------------------------------------------------------------------------------


def grid_of(lines: Sequence[PlacedLine], number: int) -> Grid:
    """The table that lines make; ``aligned`` where the columns are clear."""
    bands = _bands(lines)
    places: list[str] = []
    rows: list[tuple[Box, ...]] = []
    inner = _innermost(lines)
    for group in _grouped(lines, bands):
        texts = _texts(group, bands, inner)
        if not any(texts[1:]):
            continue
        rows.append(tuple(map(Box, texts)))
        places.append(f"第{group[0].page}页第{number}张表格第{len(rows)}行")
    width = max(map(len, rows), default=0)
    filled = tuple((*row, *(Box("") for _ in range(width - len(row)))) for row in rows)
    return Grid(filled, tuple(places), aligned=bool(bands))


def _bands(lines: Sequence[PlacedLine]) -> tuple[tuple[float, float], ...]:
    """The places across in which numbers stand over each other; none where two of one row stand in the same."""
    rows = [line.figures for line in lines if line.figures]
    merged: list[tuple[float, float]] = []
    for run in sorted((run for row in rows for run in row), key=lambda one: one.left):
        if merged and run.left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], run.right))
        else:
            merged.append((run.left, run.right))
    for row in rows:
        taken = [_band(run, merged) for run in row]
        if len(set(taken)) < len(taken):
            return ()
    return tuple(sorted([*merged, *_empty(lines, merged)])) if merged else ()


def _empty(lines: Sequence[PlacedLine], bands: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The places of columns in which no number stands at all, by the headings of lines that have most of them."""
    heads = [list(_pieces(line)) for line in lines if _over(line, bands)]
    most = max(map(len, heads), default=0)
    found: list[tuple[float, float]] = []
    for piece in (piece for pieces in heads if 2 * len(pieces) >= most for piece in pieces):
        taken = any(left <= piece.right and piece.left <= right for left, right in (*bands, *found))
        if not taken and piece.middle > bands[0][0]:
            found.append((piece.left, piece.right))
    return found


def _pieces(line: PlacedLine) -> Iterator[Run]:
    """The runs of a line of headings, cut where there is any gap."""
    for run in line.runs:
        yield from _at(run, _stands_apart)


def _stands_apart(one: Glyph, other: Glyph) -> bool:
    return other.left - one.right > CLOSE * one.size


def _band(run: Run, bands: Sequence[tuple[float, float]]) -> int:
    """The band whose middle is nearest to the run's."""
    return min(range(len(bands)), key=lambda at: abs(sum(bands[at]) / 2 - run.middle))


def _innermost(lines: Iterable[PlacedLine]) -> float:
    """Left of which a label is one of a group's: where most rows' own labels begin."""
    lefts = [line.labels[-1].left for line in lines if line.is_row and line.figures and line.labels]
    return median(lefts) if lefts else 0.0


def _grouped(lines: Sequence[PlacedLine], bands: Sequence[tuple[float, float]]) -> Iterator[list[PlacedLine]]:
    """Every line alone, but lines of headings that follow each other together."""
    heads: list[PlacedLine] = []
    for line in lines:
        alone = len(line.runs) == 1 and is_label(line.runs[0].text)
        over = bool(bands) and _over(line, bands)
        if over and not (alone and (not heads or _is_article(line))):
            heads.append(line)
        elif heads and not over and _stands_in(line, heads[-1]):
            # The corner's text goes with the headings beside it.
            heads.append(line)
        else:
            if heads:
                yield heads
                heads = []
            yield [line]
    if heads:
        yield heads


def _is_article(line: PlacedLine) -> bool:
    return line.runs[0].text.startswith("第")


def _over(line: PlacedLine, bands: Sequence[tuple[float, float]]) -> bool:
    """Whether a line without figures has words over the columns of figures."""
    if line.figures or any(run.text[-1] in DIGITS for run in line.runs):
        return False
    return any(run.middle > bands[0][0] for run in line.runs)


def _stands_in(line: PlacedLine, heads: PlacedLine) -> bool:
    return (
        line.page == heads.page
        and not line.figures
        and not any(is_label(run.text) for run in line.runs)
        and (line.line.top - heads.line.top < _STEP * line.line.size)
    )


def _texts(group: Sequence[PlacedLine], bands: Sequence[tuple[float, float]], inner: float) -> list[str]:
    """The texts of a row: its group where that is printed whole beside it, its own label, and one for each column."""
    if not bands:
        return ["", *(run.text for line in group for run in (*_own(line, inner), *line.figures))]
    columns = [""] * len(bands)
    label = group_label = ""
    for line in group:
        for run in line.runs:
            if run in line.figures or run.middle > bands[0][0]:
                for piece in (run,) if line.figures else _cut(run, bands):
                    at = _band(piece, bands)
                    # Two figures in one place stay two, whatever they make together.
                    columns[at] += f"\n{piece.text}" if columns[at] and piece.is_figure else piece.text
        own = [run for run in _own(line, inner) if run.middle <= bands[0][0]]
        label += "".join(run.text for run in own)
        left = [run for run in line.labels if run not in own and run.middle <= bands[0][0]]
        group_label = next((run.text for run in left if is_label(run.text)), group_label)
    return [group_label, label, *columns]


def _cut(run: Run, bands: Sequence[tuple[float, float]]) -> Iterator[Run]:
    """The headings that stand so close to each other that they look like one run: cut at gaps, else between the columns."""
    if is_label(run.text):
        yield run
        return
    for piece in _at(run, _stands_apart):
        if is_label(piece.text) or sum(piece.left < sum(band) / 2 < piece.right for band in bands) < 2:
            yield piece
        else:
            yield from _at(
                piece, lambda one, other: _band(run_of([one]), bands) != _band(run_of([other]), bands)
            )


def _at(run: Run, apart: Callable[[Glyph, Glyph], bool]) -> Iterator[Run]:
    piece: list[Glyph] = []
    for glyph in run.glyphs:
        if piece and apart(piece[-1], glyph):
            yield run_of(piece)
            piece = []
        piece.append(glyph)
    if piece:
        yield run_of(piece)


def _own(line: PlacedLine, inner: float) -> list[Run]:
    """The runs of a line's own label, without pieces of the groups' that stand beside it."""
    return [run for run in line.labels if run.right > inner]
