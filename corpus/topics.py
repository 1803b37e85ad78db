"""What a paragraph of a report is about.

The words are in ``topics.yaml``, which a person who knows reports can edit. A sub-heading decides before the words under it
do, and the inner one before the outer; but a paragraph that begins with a narrow topic and speaks of it clearly (行政复议 under
监督保障) is about that. Scores are whole numbers and ties fall to the topic that the file names first, so the same paragraph
always gets the same topic. Each text is gone through by one pattern.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.forms import forms
from agent.forms.marked import Marked, read_marked

_FILE = "topics.yaml"
# A word said over and over says no more than one said three times.
_MOST = 3
# The opening paragraphs of a section are what such paragraphs are, until their words clearly say otherwise.
_OPENING = 6
# Shorter ones (全年无申请。) open nothing.
_TELLING = 30
# What comes after 下一步 is measures too, unless its words clearly say otherwise.
_GOING_ON = 4
_TELLING_WORD = 3
# How many times the lowest score it takes to say that a text clearly speaks of something.
_CLEARLY = 2
_LONGEST_NAME = 30
_BEFORE_NAME = (
    "政府信息公开|政府信息|信息公开|政务公开|政府|政务|工作|行政|存在|主要|的|加强|推进|做好|强化|深化|规范|优化|完善|落实|开展|抓好|积极|及时"
    "|全面|持续|不断|进一步|认真|扎实|有序|切实|大力|依法|及其?|和|与|、"
)
_BEHIND_NAME = "情况|方面|工作|建设|部分|等|及其?|和|与|、"
_SAYING = 12
_ENDS = "。；：！;:"
_MARK = re.compile(r"^[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）、.．]\s*")
# How much was done of something: such a paragraph opens with its own matter.
_COUNT = re.compile(r"[0-9]\s*余?[件条次篇个项份期人]")
_FIRST_SENTENCE = re.compile(r"[^。；！？]{0,120}")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that paragraphs are about: a stable ``id`` (requests) and its ``label`` in Chinese (依申请公开)."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Habit:
    """What a section of the form is usually about; each field is empty where nothing is usual."""

    only: tuple[str, ...] = ()
    opening: str = ""
    whole: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class TopicBook:
    """What ``topics.yaml`` holds. ``words`` has the topics of each word with their weights; ``enough`` is the lowest score.

    ``narrow`` are topics that stand under the headings of wider ones, ``kept`` those that have a section to themselves.
    """

    topics: tuple[Topic, ...]
    ids: tuple[str, ...]
    headings: dict[str, str]
    words: dict[str, tuple[tuple[str, int], ...]]
    habits: dict[str, Habit]
    enough: int
    narrow: tuple[str, ...]
    kept: frozenset[str]
    heading: re.Pattern[str]
    word: re.Pattern[str]
    name: re.Pattern[str]

    def heading_topic(self, heading: str) -> str:
        """The topic that a printed heading names, by its longest word; "" where it names none."""
        found = self.heading.findall(_plain(heading))
        return self.headings[max(found, key=len)] if found else ""

    def scores(self, text: str) -> Counter[str]:
        """How much a text speaks of each topic, by its words."""
        scores: Counter[str] = Counter()
        plain = _plain(text)
        found = self.word.findall(plain)
        if not found:
            return scores
        opening = _FIRST_SENTENCE.match(plain)
        first = set(self.word.findall(opening[0])) if opening else set()
        for word, times in Counter(found).items():
            for topic, weight in self.words[word]:
                scores[topic] += weight * (min(times, _MOST) + (word in first))
        return scores

    def begun(self, text: str) -> list[str]:
        """The topics that a text's first sentence has a telling word of."""
        first = _FIRST_SENTENCE.match(_plain(text))
        words = self.word.findall(first[0]) if first else []
        return [topic for word in words for topic, weight in self.words[word] if weight == _TELLING_WORD]


def topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the file."""
    return topic_book().topics


def topic(topic_id: str) -> Topic:
    """The topic of that id; ``KeyError`` where there is none."""
    for known in topics():
        if known.id == topic_id:
            return known
    raise KeyError(topic_id)


def topic_of(
    text: str, section: str = "", headings: Sequence[str] = (), before: str | None = None
) -> Topic | None:
    """What a paragraph is about; None where nothing tells.

    ``section`` is the form's id of the section it stands in, ``headings`` the sub-headings over it, outermost first, as printed,
    ``before`` the topic id of the paragraph before it in the section, None for the section's first.
    """
    book = topic_book()
    chosen = _chosen(book, text, section, headings, before)
    return topic(chosen) if chosen else None


def _chosen(book: TopicBook, text: str, section: str, headings: Sequence[str], before: str | None) -> str:
    habit = book.habits.get(section, Habit())
    if habit.whole:
        return habit.whole
    for heading in reversed(headings):
        named = book.heading_topic(heading)
        if habit.only and named in habit.only:
            return named
        # 结对帮带补齐短板 is no heading of problems, outside the section on them.
        if (
            named
            and not habit.only
            and (named not in book.kept or not section or names_topic(_title(heading)))
        ):
            return _narrower(book, text, named)
    scores = book.scores(text)
    if habit.only:
        return _among(book, habit.only, scores, before, text)
    if section:
        # 加强 and 规范 are in every sentence: problems and measures are only told apart in the section on them.
        for name in book.kept:
            del scores[name]
    opens = bool(habit.opening) and not headings and before in (None, habit.opening)
    if opens and (scores[habit.opening] or (before is None and not _COUNT.search(text))):
        scores[habit.opening] += _OPENING
    best = max(book.ids, key=lambda name: scores[name]) if scores else ""
    if best and scores[best] >= book.enough:
        return best
    return habit.opening if opens and len(text) >= _TELLING else habit.otherwise


def _among(book: TopicBook, only: Sequence[str], scores: Counter[str], before: str | None, text: str) -> str:
    """Which of a section's ``only`` topics a paragraph is about: the one before it goes on until something else is said."""
    going_on = before or only[0]
    said = any(scores[name] for name in only)
    # A signature says nothing and ends nowhere.
    if said or (len(text) >= _SAYING and text[-1] in _ENDS):
        scores[going_on] += _GOING_ON
    best = max((name for name in book.ids if name in only), key=lambda name: scores[name])
    return best if scores[best] >= book.enough else ""


def _title(heading: str) -> str:
    return _MARK.sub("", heading)


def _narrower(book: TopicBook, text: str, named: str) -> str:
    """The topic that a heading ``named``, or a narrow one that the text begins with, and speaks of clearly and more."""
    begun = [name for name in book.begun(text) if name in book.narrow]
    if not begun or named in book.narrow:
        return named
    scores = book.scores(text)
    best = max(begun, key=lambda name: scores[name])
    return best if scores[best] >= max(_CLEARLY * book.enough, scores[named] + 1) else named


def topics_within(text: str, among: Iterable[str]) -> tuple[str, ...]:
    """Which of the topics ``among`` a text speaks of clearly, whatever else it is about, in that order."""
    scores = topic_book().scores(text)
    return tuple(name for name in among if scores[name] >= _CLEARLY * topic_book().enough)


def heading_topic(heading: str) -> str:
    """The id of the topic that a printed heading names; "" where it names none."""
    return topic_book().heading_topic(heading)


def names_topic(title: str) -> bool:
    """Whether a title is, but for words such as 加强 before it and 情况 behind it, nothing but the names of topics."""
    return len(title) <= _LONGEST_NAME and topic_book().name.fullmatch(_plain(title)) is not None


def _plain(text: str) -> str:
    return "".join(text.split())


# --- the file -----------------------------------------------------------------------------------------------------


@cache
def topic_book() -> TopicBook:
    """The topics that come with the package; ``FormError`` with the line where the file is wrong."""
    return read_topics(files("corpus").joinpath(_FILE).read_text("utf-8"), _FILE)


def read_topics(text: str, file: str) -> TopicBook:
    """The topics of a file's text; ``FormError`` names the line of what is wrong."""
    top = read_marked(text, file).mapping(
        known={"enough", "narrow", "topics", "sections"}, needed={"enough", "narrow", "topics", "sections"}
    )
    found: dict[str, Topic] = {}
    headings: dict[str, str] = {}
    words: dict[str, tuple[tuple[str, int], ...]] = {}
    for node in top["topics"].items():
        entry = node.mapping(known={"id", "label", "headings", "words"}, needed={"id", "headings"})
        known = _topic(entry)
        if known.id in found:
            raise entry["id"].wrong(f"主题“{known.id}”重复")
        found[known.id] = known
        for heading, at in _texts(entry["headings"]):
            if headings.setdefault(heading, known.id) != known.id:
                raise at.wrong(f"标题词“{heading}”已经属于主题“{headings[heading]}”")
        for word, weight in _weighed(entry.get("words")):
            words[word] = (*words.get(word, ()), (known.id, weight))
    _check_forms(top["topics"], found)
    for item in top["narrow"].items():
        if item.text() not in found:
            raise item.wrong(f"没有主题“{item.text()}”")
    habits = dict(_habit(node, found) for node in top["sections"].items())
    return TopicBook(
        topics=tuple(found.values()),
        ids=tuple(found),
        headings=headings,
        words=words,
        habits=habits,
        enough=top["enough"].whole(),
        narrow=top["narrow"].texts(),
        kept=frozenset(name for habit in habits.values() for name in habit.only),
        heading=_any_of(headings),
        word=_any_of(words),
        name=_name(headings),
    )


@cache
def _form_topics() -> dict[str, str]:
    """The titles of the forms' own topics by id, the newest form's where they differ."""
    return {
        topic.id: topic.title for form in forms() for section in form.sections for topic in section.topics
    }


def _topic(entry: dict[str, Marked]) -> Topic:
    name = entry["id"].text()
    own = _form_topics().get(name)
    if own and "label" in entry:
        raise entry["label"].wrong(f"主题“{name}”的名称在格式文件里（{own}），这里不要写")
    if not own and "label" not in entry:
        raise entry["id"].wrong(f"主题“{name}”缺少名称 label")
    return Topic(name, own or entry["label"].text())


def _texts(node: Marked) -> Iterator[tuple[str, Marked]]:
    for item in node.items():
        if not (text := _plain(item.text())):
            raise item.wrong("这里不能是空的")
        yield text, item


def _weighed(node: Marked | None) -> Iterator[tuple[str, int]]:
    for weight, listed in (node.entries() if node else {}).items():
        if weight not in ("1", "2", "3"):
            raise listed.wrong(f"分数“{weight}”应当是1、2或3")
        for word, _ in _texts(listed):
            yield word, int(weight)


def _check_forms(node: Marked, found: dict[str, Topic]) -> None:
    for name, title in _form_topics().items():
        if name not in found:
            raise node.wrong(f"缺少格式文件里的主题“{name}”（{title}）")


def _habit(node: Marked, found: dict[str, Topic]) -> tuple[str, Habit]:
    entry = node.mapping(known={"id", "only", "opening", "whole", "otherwise"}, needed={"id"})
    for field, listed in entry.items():
        for item in listed.items() if field != "id" else ():
            if item.text() not in found:
                raise item.wrong(f"没有主题“{item.text()}”")
    single = {name: entry[name].text() for name in ("opening", "whole", "otherwise") if name in entry}
    return entry["id"].text(), Habit(entry["only"].texts() if "only" in entry else (), **single)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds each of the words, the longest where several begin."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))


def _name(headings: Iterable[str]) -> re.Pattern[str]:
    """A pattern of titles that are nothing but names of topics."""
    named = f"(?:{_any_of(headings).pattern})"
    return re.compile(f"(?:{_BEFORE_NAME})*{named}(?:{_BEFORE_NAME}|{_BEHIND_NAME}|{named})*")
