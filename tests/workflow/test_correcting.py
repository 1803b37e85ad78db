from pathlib import Path

import pytest

from agent.drafting.scrutiny import Remark
from agent.workflow.correcting import Correction, corrections
from agent.workflow.mending import Mended
from agent.workflow.work import Work
from tests.workflow.mended import STRANGER, sample_work, typed


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    return sample_work(tmp_path_factory.mktemp("store"))


def spoilt(work: Work, words: str) -> Work:
    """The report with a sentence before one of its own."""
    assert work.judged is not None
    start = work.judged.narrative.text.index("收到政府信息公开申请")
    start = work.judged.narrative.text.rindex("。", 0, start) + 1
    return typed(work, start, start, words)


def remark_of(work: Work, code: str) -> Remark:
    return next(each for each in work.remarks if each.code == code)


def mended(work: Work, code: str, number: int = 0) -> tuple[str, Mended]:
    found: Correction = corrections(work, remark_of(work, code))[number]
    assert isinstance(found.mended, Mended), found
    return found.label, found.mended


def test_another_units_name_becomes_the_own_one(work: Work) -> None:
    label, found = mended(spoilt(work, f"{STRANGER}人民政府积极推进公开。"), "O01")
    assert (label, found.after) == ("换成“云岭县人民政府”", "云岭县人民政府")


def test_last_years_date_becomes_this_years_and_follows_the_report(work: Work) -> None:
    label, found = mended(spoilt(work, "2022年，全县主动公开政府信息。"), "Y01")
    templates = [sentence.template for _, sentence in found.manuscript.sentences()]
    assert label == "改成2023年"
    assert any("{{year}}年，全县主动公开" in each for each in templates)


def test_what_a_template_left_can_be_taken_out(work: Work) -> None:
    label, found = mended(spoilt(work, "公开工作扎实推进【单位名称】。"), "T02")
    assert (label, found.after) == ("删去这几个字", "")


def test_a_telephone_number_of_a_person_is_taken_out(work: Work) -> None:
    label, found = mended(spoilt(work, "请与工作人员联系，电话：13000000000。"), "I02")
    assert (label, "13000000000" in found.standing.realisation.narrative.text) == ("删去这几个字", False)


def test_the_sentence_of_any_remark_can_be_taken_out(work: Work) -> None:
    label, found = mended(spoilt(work, "公开工作扎实推进【单位名称】。"), "T02", 1)
    assert (label, "扎实推进。" in found.standing.realisation.narrative.text) == ("删去这句", False)


def test_what_is_missing_is_for_somebody_to_write(work: Work) -> None:
    missing = Remark(0, 0, "M01", False, "“总体情况”没有写平台建设", "补写")
    assert corrections(work, missing) == ()


def test_where_the_name_stands_again_that_is_another_remark_and_is_left(work: Work, tmp_path: Path) -> None:
    twice = spoilt(work, f"{STRANGER}人民政府积极推进公开。{STRANGER}人民政府加强培训。")
    _, found = mended(twice, "O01")
    assert found.standing.realisation.narrative.text.count(STRANGER) == 1
