"""Every utterance of ``utterances.yaml`` is understood as it says, and what is no request as none."""

from importlib.resources import files

import pytest

from agent.drafting.brief import Part
from agent.drafting.conversation import requests as ask
from agent.drafting.conversation.additions import shown
from agent.drafting.conversation.patterns import KINDS, read_sayings, sayings
from agent.drafting.conversation.understanding import part_in, understood
from agent.drafting.parts import parts
from agent.errors import FormError
from agent.forms import form_of
from agent.forms.marked import read_marked

PARTS = parts(form_of("2021"))
_FILE = "utterances.yaml"
CASES = [
    (label, utterance)
    for label, node in read_marked(
        files("tests.drafting.conversation").joinpath(_FILE).read_text("utf-8"), _FILE
    ).entries().items()
    for utterance in node.texts()
]  # fmt: skip


def label_of(request: ask.Request) -> str:
    """How the file would label a request."""

    def id_of(part: Part | None) -> str:
        return part.id if part else ""

    match request:
        case ask.Draft(part=part, whole=whole):
            words = ["draft", "whole" if whole else id_of(part)]
        case ask.Show(part=part, whole=whole):
            words = ["show", "whole" if whole else id_of(part)]
        case ask.Rewrite(manner=manner, part=part):
            words = [manner.value, id_of(part)]
        case ask.AddFact():
            words = ["add_fact", request.name, shown(request), request.source]
        case (
            ask.Compare(words=said)
            | ask.WhereFrom(words=said)
            | ask.WhyMarked(words=said)
            | ask.Search(words=said)
        ):
            words = [type(request).__name__.lower(), said]
        case ask.ChangeFigure():
            words = ["change_figure"]
        case _:
            words = [type(request).__name__.lower()]
    return " ".join(filter(None, words))


@pytest.mark.parametrize(("label", "utterance"), CASES)
def test_an_utterance_is_understood_as_labelled(label: str, utterance: str) -> None:
    assert label_of(understood(utterance, PARTS)) == label


def test_there_are_enough_utterances_to_trust_the_rules() -> None:
    assert len(CASES) >= 150
    assert sum(label == "unknown" for label, _ in CASES) >= 20


@pytest.mark.parametrize("label", sorted({label for label, _ in CASES if label != "unknown"}))
def test_politeness_changes_nothing(label: str) -> None:
    utterance = next(said for one, said in CASES if one == label)
    assert label_of(understood(f"请{utterance}，谢谢！", PARTS)) == label


def test_a_part_is_known_by_its_number() -> None:
    assert [part_in(f"第{number}部分", PARTS) and part_in(f"第{number}部分", PARTS).section for number in "一五六"] == [  # type: ignore[union-attr]
        "overview", "improvement", "other",
    ]  # fmt: skip


def test_a_part_that_is_a_table_is_none_to_write() -> None:
    assert isinstance(understood("起草第三部分", PARTS), ask.Unknown)


def test_a_long_text_is_no_request() -> None:
    assert isinstance(understood("起草依申请公开" + "，请认真写" * 80, PARTS), ask.Unknown)


@pytest.mark.parametrize("text", ["", "   ", "？？", "。", "\x00\x1b[2J", "（", "〈部分〉"])
def test_anything_else_is_understood_as_nothing(text: str) -> None:
    assert isinstance(understood(text, PARTS), ask.Unknown)


def test_the_clerks_own_words_are_the_instruction() -> None:
    request = understood("把依申请公开写得口语一点", PARTS)
    assert isinstance(request, ask.Rewrite)
    assert request.instruction == "把依申请公开写得口语一点"


# --- the file -------------------------------------------------------------------------------------------------------

_HEAD = (
    "polite: {before: [请], after: [吧]}\nparts: {overview: [总体情况]}\nsets: {写: [写, 起草]}\nsayings:\n"
)


def test_every_kind_of_saying_is_in_the_file() -> None:
    assert {kind for kind, _ in sayings().patterns} == set(KINDS)


def test_a_saying_may_be_added() -> None:
    made = read_sayings(f"{_HEAD}  draft: [〈写〉（个/）〈部分〉]\n", "s.yaml")
    assert [said.part for said in made.heard("请写个总体情况吧")] == ["overview"]


@pytest.mark.parametrize(
    ("saying", "why"),
    [
        ("draft: [〈画〉〈部分〉]", "没有“画”这组词"),
        ("draft: [（写/起草〈部分〉]", "没有配成对"),
        ("draft: [写/起草]", "“/”不在（）里"),
        ("draft: [〈写〈部分〉]", "〈〉 没有配成对"),
        ("paint: [画]", "不认识的说法“paint”"),
    ],
)
def test_a_wrong_saying_is_refused_with_its_line(saying: str, why: str) -> None:
    with pytest.raises(FormError, match="第5行") as refused:
        read_sayings(f"{_HEAD}  {saying}\n", "s.yaml")
    assert why in str(refused.value)
