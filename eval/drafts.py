"""Drafts without a model, with past reports at hand, scored against the form; and how fast one is among many of them.

Every sample's figures, and those of other reports where they are given, are drafted with the sample reports kept. The report of
the year itself is never drawn on. A draft must say every topic, quote every headline figure that is not 0 and every fact, say no
figure twice, name no other unit, and have nothing that the verifier objects to. Then one is drafted with a thousand invented
reports kept, warm, beside the same draft from the phrase files alone.

::

    python -m eval.drafts [--figures FOLDER] [--reports N] [--show NAME]
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from agent.drafting import Draft, Missing, draft
from agent.drafting.past import Past
from agent.drafting.setting import Setting
from agent.drafting.speaker import short_name
from agent.drafting.stored import StoredPast
from agent.figures import FigureSet
from agent.forms.footing import State, check
from agent.workflow import judged, open_figures
from agent.workflow.exemplars import exemplars_of
from agent.workflow.ingesting import Ingest
from agent.workflow.material import read_report
from agent.workflow.samples import sample_reports
from corpus.index.chroma import Store
from corpus.index.exemplar import Entry, Exemplar
from corpus.index.offline import Offline
from eval.generation.world import world_of

_SLOWEST = 1.0
_AT_ONCE = 2000
# What a report puts in quotation marks or calls by a title is its own.
_QUOTED = re.compile("[“《][^”》]{2,}[”》]")
_NAMES = "安宝长德福光和吉嘉景康隆明宁平庆荣瑞顺泰"
_OUTCOMES = ("granted", "partial", "refused", "unavailable", "declined", "other_handling")


@dataclass(frozen=True)
class Score:
    """What is wrong with a draft, a list each; ``sources``: how many past paragraphs it draws on, for what ``share``."""

    topics: tuple[str, ...]
    figures: tuple[str, ...]
    twice: tuple[str, ...]
    leaks: tuple[str, ...]
    objections: tuple[str, ...]
    sources: int
    share: float

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not any((self.topics, self.figures, self.twice, self.leaks, self.objections))


def main(argv: list[str] | None = None) -> int:
    """Print the scores; 1 where a draft is wanting or too slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=Path, help="a folder of other figures.json")
    parser.add_argument("--reports", type=int, default=1000, help="reports kept for the time")
    parser.add_argument("--show", default="", help="print the drafts whose file has this in its name")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        store = kept_samples(Path(name) / "samples")
        files = [*figure_files(sample_reports()), *(figure_files(options.figures) if options.figures else ())]
        scores = [_printed(path, store, options.show) for path in files]
        quick = speed(Path(name) / "many", options.reports)
    return 0 if all(scores) and quick else 1


def _printed(path: Path, store: Store, show: str) -> bool:
    figures, previous = both_years(path)
    made = draft(figures, previous, past=StoredPast(store))
    score = scored(made, figures, store)
    wrong = "；".join(
        f"{label}：{'、'.join(items)}"
        for label, items in (
            ("缺主题", score.topics),
            ("缺数", score.figures),
            ("重复", score.twice),
            ("外单位", score.leaks),
            ("不实", score.objections),
        )
        if items
    )
    print(f"{path.name}：引用往年段落 {score.sources} 段，占正文 {score.share:.0%}；{wrong or '合格'}")
    if show and show in path.name:
        print(made.narrative.text)
    return score.good


# --- material -----------------------------------------------------------------------------------------------------


def kept_samples(folder: Path) -> Store:
    """A store with every sample report."""
    store = Store.embedded(folder, Offline())
    for step in Ingest(store, [sample_reports()]).run():
        if step.problems:
            sys.exit(str(step.problems[0]))
    return store


def figure_files(folder: Path) -> list[Path]:
    """The figures of a folder, in order of their names."""
    return sorted(folder.glob("*.figures.json"))


def both_years(path: Path) -> tuple[FigureSet, FigureSet | None]:
    """The figures of a file and, where they stand beside it, the year before's."""
    figures = open_figures(path)
    last = path.with_name(path.name.replace(str(figures.year), str(figures.year - 1)))
    return figures, open_figures(last) if last.exists() else None


# --- scoring ------------------------------------------------------------------------------------------------------


def scored(made: Draft, figures: FigureSet, store: Store) -> Score:
    """A draft against its form."""
    setting = Setting.of(figures, made.previous)
    # A figure that only a problem quotes is not reported.
    reporting = replace(
        made.template,
        chapters=tuple(chapter for chapter in made.template.chapters if chapter.section != "improvement"),
    )
    quoted = {span.expression for span in reporting.realise_in(setting).spans}
    overview = [
        lines
        for chapter in made.template.chapters
        if chapter.section == "overview"
        for lines in chapter.paragraphs
    ]
    past = sum(
        len(sentence.template)
        for lines in overview
        for sentence in lines.sentences
        if sentence.source is not None
    )
    whole = sum(len(lines.template) for lines in overview)
    return Score(
        topics=tuple(_unsaid(made)),
        figures=tuple(key for key in _headlines(setting) if key not in quoted),
        twice=tuple(_twice(made, setting)),
        leaks=tuple(_leaks(made, store)),
        objections=tuple(f"{item.text}（{item.reason}）" for item in judged(made).answer.objections),
        sources=len(made.sources),
        share=past / max(1, whole),
    )


def _unsaid(made: Draft) -> Iterator[str]:
    """The topics of the form that nothing is said of."""
    if made.form is None:
        return
    for section in made.form.sections:
        if section.table is not None:
            continue
        lines = next(
            chapter.paragraphs for chapter in made.template.chapters if chapter.section == section.id
        )
        if not any(not each.heading for each in lines):
            yield section.title
        if section.id == "overview":
            spoken = {each.topic for each in lines if not each.heading}
            yield from (topic.title for topic in section.topics if topic.id not in spoken)


def _headlines(setting: Setting) -> Iterator[str]:
    """The figures, as expressions, that a report quotes wherever they are not 0, and its facts.

    What cross-footing objects to is not quoted, but told as a gap.
    """
    form, figures = setting.form, setting.figures
    if form is None:
        return
    findings = check(form, figures, setting.previous)
    broken = {key for finding in findings if finding.state is State.BROKEN for key, _ in finding.cells}
    keys = [key for section in form.sections for topic in section.topics for key in topic.figures]
    keys += [f"requests.{outcome}.total" for outcome in _OUTCOMES]
    keys += [
        key
        for key in form.by_key
        if key.startswith(("decisions.", "fees.", "documents."))
        and not key.endswith(("change", "items_last_year"))
    ]
    single = (
        sum(setting.value(key) != 0 for key in keys if "requests." in key and key.split(".")[1] in _OUTCOMES)
        == 1
    )
    for key in dict.fromkeys(key for key in keys if not broken & set(form.expand(key) or (key,))):
        value, expression = setting.value(key), setting.expression(key)
        outcome = key.split(".")[1] in _OUTCOMES
        if (
            not isinstance(value, Missing)
            and not isinstance(expression, Missing)
            and value
            and not (single and outcome)
        ):
            yield str(expression)
    yield from (f'fact("{fact.name}")' for fact in figures.facts if fact.value)


def _twice(made: Draft, setting: Setting) -> Iterator[str]:
    """The headline figures that the overview quotes more than once."""
    keys = set(_headlines(setting))
    overview = replace(
        made.template,
        introduction=(),
        chapters=tuple(chapter for chapter in made.template.chapters if chapter.section == "overview"),
    )
    counted = Counter(span.expression for span in overview.realise_in(setting).spans)
    yield from (str(key) for key, count in counted.items() if key in keys and count > 1)


def _leaks(made: Draft, store: Store) -> Iterator[str]:
    """The names of other units that are kept, and what only they put in quotation marks, as far as the draft has them."""
    text, own = made.narrative.text, short_name(made.figures.unit)
    alone = draft(made.figures, made.previous).narrative.text
    said: dict[str, set[str]] = {}
    for entry in store.entries().values():
        name = short_name(entry.unit)
        if name != own and name[:2] not in own and name[:2] in text:
            yield name
        for exemplar in store.exemplars(entry.keys).values():
            for words in _QUOTED.findall(exemplar.text):
                said.setdefault(words, set()).add(name)
    # What several units say, or the phrase files, is nobody's own.
    yield from sorted(
        words
        for words, units in said.items()
        if len(units) == 1 and own not in units and words in text and words not in alone
    )


# --- speed --------------------------------------------------------------------------------------------------------


def speed(folder: Path, count: int) -> bool:
    """A whole draft among that many reports, warm; whether it takes less than a second."""
    store = Store.embedded(folder, Offline())
    reports = [read_report(path) for path in sorted(sample_reports().glob("*.html"))]
    known = [(report.figures, exemplars_of(report, "", None)) for report in reports]
    start = time.perf_counter()
    waiting: list[Exemplar] = []
    for number in range(count):
        figures, exemplars = known[number % len(known)]
        name = f"{_NAMES[number % 20]}{_NAMES[number // 20 % 20]}{_NAMES[number // 400 % 20]}县人民政府"
        file, year = f"{number:05}.html", 2019 + number % 5
        exemplars = tuple(_renamed(each, name, year, file) for each in exemplars)
        waiting += exemplars
        keys = tuple(each.key for each in exemplars)
        store.enter(Entry(file, file, "", name, year, figures.form, "county", keys))
        if len(waiting) >= _AT_ONCE or number == count - 1:
            store.put(waiting, store.embedding.passages([each.passage for each in waiting]))
            waiting = []
    print(f"放入 {count} 份、{len(store)} 段：{time.perf_counter() - start:.0f} 秒")
    world = world_of("drafted")
    figures = replace(world.figures, unit=f"{_NAMES[0]}{_NAMES[0]}{_NAMES[0]}县人民政府", year=2024)
    past: Past = StoredPast(store)
    draft(figures, past=past)
    took = _median(lambda: draft(figures, past=StoredPast(store)))
    alone = _median(lambda: draft(figures))
    print(f"起草整份报告：{took * 1000:.0f} ms；不用范文库 {alone * 1000:.1f} ms，{took / alone:.0f} 倍")
    return took < _SLOWEST


def _renamed(exemplar: Exemplar, unit: str, year: int, file: str) -> Exemplar:
    """As if another county had written it."""
    return replace(exemplar, unit=unit, year=year, level="county", file=file)


def _median(call: Callable[[], object]) -> float:
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[3]


if __name__ == "__main__":
    sys.exit(main())
