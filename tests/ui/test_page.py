"""The quick check's logic, without a browser."""

import json
import logging
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from agent.figures.interchange import write_figures
from agent.ui import quick
from agent.workflow import SAMPLES, make_workbook, render_tables, waivers_file
from tests.export.reviews import WRONG, word
from tests.samples import changed, record, sample

SCRIPT = "from agent.ui import quick\nfrom agent.ui.frame import guarded\nguarded(quick.show)()"
THIS_YEAR, LAST_YEAR, PROSE = "this_year", "last_year", "prose_file"


def opened(source: str = "") -> AppTest:
    page = AppTest.from_string(SCRIPT, default_timeout=60)
    if source:
        page.session_state["source"] = source
    return page.run()


def shown(page: AppTest) -> str:
    """Everything that is HTML on the page but the style sheet, top to bottom."""
    bodies = [element.proto.body for element in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def uploaded(page: AppTest, key: str, name: str, content: bytes) -> AppTest:
    page.file_uploader(key=key).upload(name, content)
    return page.run()


def json_of(figures: Any) -> bytes:
    return write_figures(figures).encode()


def broken_bytes() -> bytes:
    top = record(sample())
    top["unit"], top["year"] = "", "二零二四"
    return json.dumps(top).encode()


def test_the_page_opens_with_the_steps_and_no_results() -> None:
    page = opened()
    assert ("nb-steps" in shown(page), "nb-unit" in shown(page)) == (True, False)


def test_a_sample_shows_its_unit_and_a_draft() -> None:
    assert "云岭县人民政府<span>2023年度" in shown(opened("看示例"))


def test_every_figure_of_the_first_samples_draft_is_verified() -> None:
    text = shown(opened("看示例"))
    assert ('data-verdict="verified"' in text, 'data-verdict="contradicted"' in text) == (True, False)


def test_the_second_sample_shows_its_broken_rules() -> None:
    page = opened("看示例")
    page.radio(key="sample").set_value(SAMPLES[1])
    assert "有 3 条勾稽关系不符" in shown(page.run())


def test_figures_json_is_taken() -> None:
    page = uploaded(opened(), THIS_YEAR, "figures.json", json_of(sample()))
    assert "云岭县人民政府<span>2024年度" in shown(page)


def test_a_filled_workbook_is_taken() -> None:
    page = uploaded(opened(), THIS_YEAR, "数据.xlsx", make_workbook("2021", sample()))
    assert "云岭县人民政府<span>2024年度" in shown(page)


def test_a_broken_rule_of_an_upload_marks_its_cells() -> None:
    content = json_of(changed(sample(), requests__new__natural_person=14))
    text = shown(uploaded(opened(), THIS_YEAR, "figures.json", content))
    assert 'data-key="requests.new.natural_person" class="odd"' in text


def test_every_problem_of_a_bad_upload_is_listed_and_nothing_is_drafted() -> None:
    text = shown(uploaded(opened(), THIS_YEAR, "figures.json", broken_bytes()))
    assert ("请按下面 2 处改好" in text, text.count("<li><span"), "nb-unit" in text) == (True, 2, False)


def test_a_file_of_another_kind_is_refused_in_chinese() -> None:
    assert "nb-problems" in shown(uploaded(opened(), THIS_YEAR, "照片.jpg", b"\xff\xd8\xff\xe0" * 64))


def test_a_hostile_file_name_is_only_text() -> None:
    text = shown(uploaded(opened(), THIS_YEAR, "<img src=x>.json", broken_bytes()))
    assert ("<img" in text, "&lt;img src=x&gt;" in text) == (False, True)


def test_last_years_figures_are_compared_with() -> None:
    page = uploaded(opened(), THIS_YEAR, "2024.json", json_of(sample(2024)))
    assert "已用于同比" in shown(uploaded(page, LAST_YEAR, "2023.json", json_of(sample(2023))))


def test_last_years_report_serves_as_last_years_figures() -> None:
    page = uploaded(opened(), THIS_YEAR, "2024.json", json_of(sample(2024)))
    report = render_tables(sample(2023), "html")
    assert "已用于同比" in shown(uploaded(page, LAST_YEAR, "2023年报告.html", report))


def test_without_usable_figures_of_last_year_this_years_are_still_shown() -> None:
    page = uploaded(opened(), THIS_YEAR, "2024.json", json_of(sample(2024)))
    text = shown(uploaded(page, LAST_YEAR, "2021.json", broken_bytes()))
    assert ("没有用上" in text, "nb-unit" in text) == (True, True)


def test_last_years_figures_alone_wait_for_this_years() -> None:
    assert "再选一份本年数据" in shown(uploaded(opened(), LAST_YEAR, "2023.json", json_of(sample(2023))))


def test_an_upload_survives_a_look_at_the_samples() -> None:
    page = uploaded(opened(), THIS_YEAR, "figures.json", json_of(sample()))
    page.session_state["source"] = "看示例"
    page.run()
    page.session_state["source"] = "上传数据"
    assert "云岭县人民政府<span>2024年度" in shown(page.run())


def test_a_pasted_text_is_verified_against_the_figures() -> None:
    page = opened("看示例")
    page.text_area(key="prose").input("全年新收政府信息公开申请220件。")
    assert "1 处需要核对" in shown(page.run())


def test_the_sample_passage_fills_the_box() -> None:
    page = opened("看示例")
    page.button(key="sample_text").click()
    assert "4 处需要核对" in shown(page.run())


def test_a_text_of_another_year_is_said_to_be_before_its_figures() -> None:
    page = uploaded(opened(), THIS_YEAR, "figures.json", json_of(sample()))
    page.text_area(key="prose").input("云岭县2023年政府信息公开工作年度报告\n全年新收政府信息公开申请220件。")
    text = shown(page.run())
    assert text.index("正文写的是2023年度的报告") < text.index("处需要核对", text.index("正文写的是"))


def test_a_file_of_prose_in_another_encoding_is_read_and_said_to_be() -> None:
    page = uploaded(opened("看示例"), PROSE, "正文.txt", "全年新收政府信息公开申请220件。".encode("gb18030"))
    assert page.text_area(key="prose").value == "全年新收政府信息公开申请220件。"
    assert "已按 GB18030" in shown(page)


def test_a_file_of_prose_goes_into_the_box() -> None:
    page = uploaded(opened("看示例"), PROSE, "正文.txt", "全年新收申请202件。".encode())
    assert page.text_area(key="prose").value == "全年新收申请202件。"


def test_a_file_that_is_no_prose_leaves_the_box_as_it_was() -> None:
    page = opened("看示例")
    page.text_area(key="prose").input("全年新收申请202件。")
    page = uploaded(page.run(), PROSE, "空.txt", b" ")
    assert (page.text_area(key="prose").value, "文件里没有文字" in shown(page)) == (
        "全年新收申请202件。",
        True,
    )


def offers_review(page: AppTest) -> bool:
    return any(button.proto.id.endswith("-reviewed") for button in page.get("download_button"))


def test_an_uploaded_word_file_can_be_had_back_with_comments() -> None:
    assert offers_review(uploaded(opened("看示例"), PROSE, "稿.docx", word(WRONG)))


def test_a_text_that_was_changed_in_the_box_is_no_longer_the_files() -> None:
    page = uploaded(opened("看示例"), PROSE, "稿.docx", word(WRONG))
    page.text_area(key="prose").input("全年新收申请202件。")
    assert not offers_review(page.run())


def test_a_text_file_has_no_word_file_to_give_back() -> None:
    assert not offers_review(uploaded(opened("看示例"), PROSE, "稿.txt", WRONG.encode()))


def test_a_pasted_text_survives_a_bad_upload() -> None:
    page = uploaded(opened(), THIS_YEAR, "figures.json", json_of(sample()))
    page.text_area(key="prose").input("全年新收申请48件。")
    page = uploaded(page.run(), THIS_YEAR, "坏.json", broken_bytes())
    page = uploaded(page, THIS_YEAR, "figures.json", json_of(sample()))
    assert page.text_area(key="prose").value == "全年新收申请48件。"


# --- what a person keeps

KEPT = "全年新收政府信息公开申请220件。组织业务培训6次。"


def with_text(words: str = KEPT) -> AppTest:
    page = opened("看示例")
    page.text_area(key="prose").input(words)
    return page.run()


def keep(page: AppTest, number: int, by: str, reason: str) -> AppTest:
    """Fill in the form of an objection, counted from 0, and send it off."""
    names = [field for field in page.text_input if field.label == "姓名"]
    reasons = [field for field in page.text_area if field.label == "理由"]
    names[number].input(by)
    reasons[number].input(reason)
    [button for button in page.button if button.label == "保留"][number].click()
    return page.run()


def test_an_objection_that_is_kept_stands_apart() -> None:
    text = shown(keep(with_text(), 0, "李明", "口径不同"))
    assert ("1 处需要核对" in text, "人工确认 1 处" in text, "：口径不同</p>" in text) == (True, True, True)


def test_when_everything_is_kept_nothing_is_left_to_look_at() -> None:
    page = keep(keep(with_text(), 0, "李明", "口径不同"), 0, "李明", "见台账")
    assert ("没有需要核对之处。" in shown(page), "人工确认 2 处" in shown(page)) == (True, True)


@pytest.mark.parametrize(
    ("by", "reason", "told"), [("", "见台账", "没有写姓名"), ("李明", " ", "没有写理由")]
)
def test_without_a_name_or_a_reason_nothing_is_kept(by: str, reason: str, told: str) -> None:
    text = shown(keep(with_text(), 0, by, reason))
    assert (told in text, "人工确认 1 处" in text, "2 处需要核对" in text) == (True, False, True)


def test_the_name_is_asked_for_once() -> None:
    page = keep(with_text(), 0, "李明", "口径不同")
    assert [field.value for field in page.text_input if field.label == "姓名"] == ["李明"]


def test_what_is_kept_can_be_taken_back() -> None:
    page = keep(with_text(), 0, "李明", "口径不同")
    next(button for button in page.button if button.label == "撤回").click()
    text = shown(page.run())
    assert ("2 处需要核对" in text, "人工确认 1 处" in text) == (True, False)


def test_a_mended_sentence_is_objected_to_again_and_its_waiver_can_be_cleared() -> None:
    page = keep(with_text(), 1, "李明", "见台账")
    page.text_area(key="prose").input(KEPT.replace("6次", "7次"))
    text = shown(page.run())
    assert ("2 处需要核对" in text, "失效的人工确认 1 条" in text) == (True, True)
    page.button(key="prune").click()
    assert "失效的人工确认" not in shown(page.run())


def test_waivers_are_downloaded_and_handed_in_again() -> None:
    page = keep(with_text(), 0, "李明", "口径不同")
    content = waivers_file(page.session_state["waivers"])
    text = shown(uploaded(with_text(), "waiver_file", "正文.txt.人工确认.json", content))
    assert ("1 处需要核对" in text, "人工确认 1 处" in text) == (True, True)


def test_a_bad_file_of_waivers_is_told_and_takes_nothing_away() -> None:
    page = keep(with_text(), 0, "李明", "口径不同")
    text = shown(uploaded(page, "waiver_file", "确认.json", b'{"schema": "x"}'))
    assert ("不是人工确认文件（x）" in text, "人工确认 1 处" in text) == (True, True)


def test_a_text_with_very_many_objections_still_opens() -> None:
    page = with_text("\n".join(f"组织第二批业务培训{n}次。" for n in range(100, 180)))
    assert "80 处需要核对" in shown(page)
    assert len([button for button in page.button if button.label == "保留"]) == 30


def test_the_blank_workbook_is_of_the_form_that_serves_the_year() -> None:
    page = opened("下载空白工作簿")
    page.selectbox(key="blank_year").set_value(2020)
    assert "用2019年格式" in shown(page.run())


def test_what_goes_wrong_in_the_program_is_said_in_chinese(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(quick, "choose", fail)
    with caplog.at_level(logging.ERROR, logger="agent.ui.frame"):
        text = shown(opened())
    assert ("程序出错" in text, "secret" in text, "secret" in caplog.text) == (True, False, True)
