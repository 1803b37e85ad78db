"""The phrase files: no number in them, nothing misspelt, and refusals with their line."""

import re
from collections.abc import Iterator

import pytest

from agent.drafting.conditions import Atom, Condition
from agent.drafting.phrasebook import numerals_in, phrase_book, phrase_books, read_phrases
from agent.drafting.phrases import Move, Pool, Wording
from agent.drafting.references import Amount, Change, Template, reference
from agent.drafting.speaker import phrases_text, speaker_of
from agent.errors import FormError
from agent.figures.key import KEY
from agent.forms import forms

PROMISES = r"全部按期|均按期|无一超期|满意率|满意度|首次|第一名|圆满|显著成效"


def wordings() -> Iterator[tuple[str, Wording]]:
    """Every wording of every file, slots and all, with the name of its move."""
    for book in phrase_books():
        for part in book.parts:
            for move in part.moves:
                moves = move.moves if isinstance(move, Pool) else (move,)
                for said in moves:
                    if isinstance(said, Move):
                        yield from ((said.id, case) for case in walked(said.cases))
        for point in book.points:
            yield from ((point.id, case) for case in walked((point.problem, point.measure)))


def walked(found: tuple[Wording, ...]) -> Iterator[Wording]:
    for wording in found:
        yield wording
        for slot in wording.slots.values():
            yield from walked(slot.pieces)


def texts() -> Iterator[tuple[str, str]]:
    for move, wording in wordings():
        yield from ((move, text) for text in wording.say)


def conditions() -> Iterator[Condition]:
    for _, wording in wordings():
        yield from wording.when


def test_no_text_holds_a_number_outside_its_references() -> None:
    assert [(move, text) for move, text in texts() if numerals_in(text)] == []


def test_no_text_of_the_facts_holds_a_number() -> None:
    lines = [line for line in phrases_text("facts.yaml").splitlines() if not line.startswith("#")]
    assert [line for line in lines if re.search(r"\d", line)] == []


def test_no_text_promises_what_no_figure_shows() -> None:
    assert [(move, text) for move, text in texts() if re.search(PROMISES, text)] == []


def known(key: str) -> bool:
    return any(form.expand(key.removeprefix("prev.")) for form in forms())


def test_every_cell_that_a_text_quotes_is_in_some_form() -> None:
    unknown = set()
    for _, text in texts():
        for ref in Template.of(re.sub(r"\[\[.*?\]\]", "", text)).references:
            if isinstance(ref.subject, (Amount, Change)):
                unknown |= {key for key in KEY.findall(ref.subject.expression) if not known(key)}
    assert unknown == set()


def test_every_cell_that_a_condition_asks_for_is_in_some_form() -> None:
    unknown = set()
    for line in conditions():
        for atom in (atom for atoms in line.alternatives for atom in atoms):
            for side in sides(atom):
                unknown |= {key for key in KEY.findall(side) if not known(key)}
    assert unknown == set()


def sides(atom: Atom) -> list[str]:
    if atom.kind in ("is", "has"):
        return []
    found = [side for side in (atom.left, atom.right) if side]
    return [side for side in found if isinstance(reference(side).subject, (Amount, Change))]


def test_every_topic_of_a_form_has_phrases() -> None:
    missing = [
        topic.id
        for form in forms()
        for section in form.sections
        for topic in section.topics
        if phrase_book(topic.id) is None and phrase_book(section.id) is None
    ]
    assert missing == []


def test_every_move_has_more_than_one_way_of_saying_what_is_general() -> None:
    for book in phrase_books():
        for part in book.parts:
            for pool in (move for move in part.moves if isinstance(move, Pool)):
                assert [move.id for move in pool.moves if len(move.cases[0].say) < 3] == []


def test_every_point_answers_its_problem_in_several_ways() -> None:
    book = phrase_book("improvement")
    assert book is not None
    assert [p.id for p in book.points if min(len(p.problem.say), len(p.measure.say)) < 2] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共{{requests.new.total|件}}", ()),
        ("收到8件", ("8",)),
        ("收到８件", ("８",)),
        ("两个方面", ("两",)),
        ("统一标准，进一步规范", ()),
        ("属于三类内部事务信息", ()),
        ("三个方面", ("三",)),
    ],
)
def test_numbers_are_found_outside_references(text: str, found: tuple[str, ...]) -> None:
    assert numerals_in(text) == found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("paragraphs:\n- - id: a\n    say: 收到8件\n", 3),
        ("paragraphs:\n- - id: a\n    say: 收到{{requests.new.total|件}\n", 3),
        ("paragraphs:\n- - id: a\n    say: 收到{{requests.new.total}}{{}}\n", 3),
        ("paragraphs:\n- - id: a\n    when: requests.new.total = 1\n    say: 收到\n", 3),
        ("paragraphs:\n- - id: a\n    say: 收到[[who]]\n", 3),
        ("paragraphs:\n- - id: a\n    say: 收到\n  - id: a\n    say: 办结\n", 4),
        ("paragraphs:\n- - say: 收到\n", 2),
        ("paragraphs:\n- - id: a\n    pool:\n    - {id: b, say: 收到}\n", 2),
        ("paragraphs:\n- - series: other\n", 2),
        ("paragraphs:\n- - id: a\n    saying: 收到\n", 3),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FormError) as caught:
        read_phrases(text, "sample.yaml")
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("unit", "kind", "we"),
    [
        ("青屏县人民政府", "government", "我县"),
        ("云泊市人民政府", "government", "我市"),
        ("白沙镇人民政府", "township", "我镇"),
        ("河西街道办事处", "township", "我街道"),
        ("石桥区文化局", "department", "我局"),
        ("青屏县人民政府办公室", "department", "我办"),
        ("青屏县发展和改革委员会", "department", "我委"),
        ("青屏县档案馆", "department", "本单位"),
        ("青屏经济开发区管理委员会", "government", "我区"),
        ("云泊市国有资产监督管理委员会", "department", "我委"),
        ("城南社区", "department", "本单位"),
    ],
)
def test_a_unit_speaks_of_itself_by_the_end_of_its_name(unit: str, kind: str, we: str) -> None:
    speaker = speaker_of(unit)
    assert (speaker.kind, speaker.we) == (kind, we)
