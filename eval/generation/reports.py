"""Sentences to a whole report: title, introduction, sections with headings, paragraphs, tables flattened into the text.

Ten to twenty-five sentences in an order that a report could have. A sentence that narrows the scope or the period stands in a
paragraph of its own, so that no label depends on how far that reaches. Each mutant is the report with one sentence wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from agent.forms import Table
from agent.forms.layout import printed
from eval.cases import Mutant, Trial
from eval.generation.numbers import plain
from eval.generation.sentences import Sentence, sentence_of
from eval.generation.wordings import Wording, wordings
from eval.generation.world import World, world_of

_ALONE = ("10",)  # kinds whose sentence changes whose figures, or of when, are spoken of


@dataclass
class _Page:
    """A text under way: where each sentence starts."""

    text: str = ""

    def add(self, words: str) -> int:
        """Append, and say where it begins."""
        self.text += words
        return len(self.text) - len(words)


@dataclass(frozen=True, slots=True)
class Composed:
    """A report's text, and its sentences with where each begins, in order."""

    text: str
    placed: tuple[tuple[int, Sentence], ...]


def report_of(seed: str, mutants: int) -> Trial:
    """The report of a seed with so many mutants (fewer where fewer sentences can be made wrong)."""
    random = Random(f"报告/{seed}")
    world = world_of(seed)
    made = composed(world, random, wordings())
    return _trial(f"报告/{seed}", world, made.text, made.placed, random, mutants)


def composed(
    world: World,
    random: Random,
    choice: Sequence[Wording],
    also: Sequence[Sentence] = (),
    *,
    bound: bool = False,
) -> Composed:
    """The report of a world over some wordings.

    ``also`` are sentences that must stand in it; ``bound``: no other has a figure that nothing bears out.
    """
    page, placed = _Page(), []
    page.add(f"{world.form.title(world.body.name, world.figures.year)}\n\n")
    opening, body, problems, closing = _chosen(world, random, choice, also, bound=bound)
    placed += _paragraphs(page, random, opening)
    for section in world.form.sections:
        page.add(f"\n{section.heading}\n")
        if section.table is not None:
            if world_has_tables := random.random() < 0.5:
                page.add(flattened(world, world.form.table(section.table), random.choice("\t ")))
            if not world_has_tables:
                page.add("详见附表。\n")
        elif section.id == "overview":
            placed += _paragraphs(page, random, body)
        else:
            placed += _paragraphs(page, random, problems if section.id == "improvement" else closing)
    return Composed(page.text, tuple(placed))


def flattened(world: World, table: Table, between: str) -> str:
    """A table as a line of text a row, as it comes out of a file without its borders."""
    lines = []
    for row in printed(world.form, table).rows():
        boxes = [plain(world.figures.cells[box.cell.key]) if box.cell else box.text for box in row]
        lines.append(between.join(boxes))
    return "\n".join(lines) + "\n"


def _chosen(
    world: World, random: Random, choice: Sequence[Wording], also: Sequence[Sentence], *, bound: bool
) -> tuple[list[Sentence], ...]:
    """The right sentences of a report, by the part that they stand in; a claim that does not hold is not used."""
    by_part: dict[str, list[Wording]] = {}
    for wording in choice:
        by_part.setdefault(_part(wording.kind), []).append(wording)
    sizes = {"开头": 2, "正文": random.randint(8, 19), "问题": 2, "其他": 1}
    parts = {
        part: _some(by_part.get(part, []), size, world, random, bound=bound) for part, size in sizes.items()
    }
    for sentence in also:
        parts[_part(sentence.kind)].append(sentence)
    return tuple(sorted(part, key=_chapter) for part in parts.values())


def _chapter(sentence: Sentence) -> int:
    return int(sentence.kind.split()[0])


def _part(kind: str) -> str:
    if kind in ("8 文号", "8 日期和时期", "8 法律条款", "8 联系方式"):
        return "开头"
    if kind in ("6 几个方面", "8 固定用语", "8 时限", "8 热线"):
        return "问题"
    return "其他" if kind == "9 信息处理费" else "正文"


def _some(
    choice: Sequence[Wording], size: int, world: World, random: Random, *, bound: bool
) -> list[Sentence]:
    found: list[Sentence] = []
    for wording in random.sample(list(choice), len(choice)):
        made = sentence_of(wording, world, random) if len(found) < size else None
        usable = made is not None and made.right and "\n" not in made.text
        if made is not None and usable and not (bound and made.unsourced):
            found.append(made)
    return found


def _paragraphs(page: _Page, random: Random, sentences: Sequence[Sentence]) -> list[tuple[int, Sentence]]:
    placed, room = [], 0
    for sentence in sentences:
        alone = sentence.kind.split()[0] in _ALONE or sentence.text.startswith("其")
        if page.text and (room == 0 or alone) and not page.text.endswith("\n"):
            page.add("\n")
        room = random.randint(1, 4) if room == 0 or alone else room
        placed.append((page.add(sentence.text), sentence))
        room = 0 if alone else room - 1
    page.add("\n")
    return placed


def _trial(
    name: str, world: World, text: str, placed: Sequence[tuple[int, Sentence]], random: Random, mutants: int
) -> Trial:
    marks = tuple(mark.moved(at) for at, sentence in placed for mark in sentence.marks)
    return Trial(
        name,
        "报告",
        text,
        marks,
        tuple(_mutants(text, placed, random, mutants)),
        world.figures,
        world.previous,
    )


def _mutants(text: str, placed: Sequence[tuple[int, Sentence]], random: Random, count: int) -> list[Mutant]:
    able = [(at, sentence) for at, sentence in placed if sentence.variants]
    found = []
    for at, sentence in random.sample(able, min(count, len(able))):
        variant = random.choice(sentence.variants)
        shift = len(variant.text) - len(sentence.text)
        found.append(
            Mutant(
                variant.error, sentence.kind, text[:at] + variant.text + text[at + len(sentence.text) :],
                at + variant.start, at + variant.end, (at, at + len(variant.text)), shift, variant.collides,
            )
        )  # fmt: skip
    return found


def sentences_of(seed: str, count: int, mutants: int) -> list[Trial]:
    """``count`` single sentences over the world of a seed, each with so many mutants at most."""
    random, world = Random(f"句子/{seed}"), world_of(seed)
    found: list[Trial] = []
    order = random.sample(list(enumerate(wordings())), len(wordings()))
    for index, wording in order:
        if len(found) >= count:
            break
        made = sentence_of(wording, world, random)
        if made is None:
            continue
        found.append(_alone(f"句子/{seed}/{index}", world, made, random, mutants))
        if made.compared and random.random() < 0.3:
            bare = made.without_previous()
            found.append(
                Trial(
                    f"句子/{seed}/{index}/无上年", bare.kind, bare.text, bare.marks, (), world.figures, None
                )
            )
    return found


def _alone(name: str, world: World, sentence: Sentence, random: Random, count: int) -> Trial:
    chosen = random.sample(sentence.variants, min(count, len(sentence.variants)))
    length = len(sentence.text)
    mutants = tuple(
        Mutant(
            v.error, sentence.kind, v.text, v.start, v.end, (0, len(v.text)), len(v.text) - length, v.collides
        )
        for v in chosen
    )
    text, marks = (sentence.text, sentence.marks) if sentence.right else ("", ())
    return Trial(name, sentence.kind, text, marks, mutants, world.figures, world.previous)
