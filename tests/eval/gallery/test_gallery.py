"""The gallery: what is on the page, in a browser too; what cannot be shown is told of."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.figures import FigureSet
from agent.forms import form_of
from agent.forms.narrative import Narrative, Paragraph
from agent.workflow.samples import sample_reports
from eval.__main__ import main
from eval.samples.handmade import document
from tests.eval.drafts.written import NAME, good


def marked_up() -> bytes:
    """A document without tables to judge by, in whose words there is markup."""
    narrative = Narrative("", (Paragraph("<script>alert(1)</script>全年受理来信9件。"),), ())
    form = replace(form_of("2021"), sections=())
    return document(form, FigureSet("", 2023, "2021", {}), narrative)


def cards(page: Path) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/json" id="cards">(.*)</script>', page.read_text("utf-8"))
    assert found
    parsed: list[dict[str, Any]] = json.loads(found[1])
    return parsed


def details(page: Path, number: int) -> str:
    found = re.search(rf'id="details-{number}">(.*)</script>', page.read_text("utf-8"))
    assert found
    return str(json.loads(found[1]))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two writers' drafts of one figure set, a draft without figures, a broken file."""
    folder = tmp_path_factory.mktemp("drafts")
    year = NAME[-4:]
    for name in (NAME, NAME.replace(year, str(int(year) - 1))):
        figures = sample_reports() / f"{name}.figures.json"
        if figures.exists():
            shutil.copy(figures, folder)
    (folder / f"{NAME}.甲.txt").write_text(good(), "utf-8")
    (folder / f"{NAME}.乙.txt").write_text(good().replace("办结", "办结1"), "utf-8")
    (folder / "没有数据.txt").write_text("一、总体情况\n全年受理来信9件。\n", "utf-8")
    (folder / "标签.docx").write_bytes(marked_up())
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04 nothing")
    page = folder.parent / f"{folder.name}.html"
    assert main(["gallery", str(folder), "-o", str(page), "--processes", "2"]) == 1
    return page


def test_every_draft_has_its_card_with_the_grade_in_parts(shown: Path) -> None:
    by_file = {card["file"]: card for card in cards(shown)}
    right, wrong = by_file[f"{NAME}.甲.txt"], by_file[f"{NAME}.乙.txt"]
    assert right["grade"] in ("优", "良")
    assert wrong["grade"] == "差"
    assert "数字不符" in wrong["why"]
    assert right["parts"][0] == ["数字", 40.0, 40]
    assert (right["writer"], wrong["writer"]) == ("甲", "乙")
    assert right["set"] == wrong["set"]
    assert by_file["没有数据.txt"]["grade"] == "不评"
    assert by_file["坏的.docx"]["grade"] == "没有评成"
    assert "坏的.docx" in by_file["坏的.docx"]["why"]


def test_figures_carry_their_verdict_and_reason_and_nothing_of_a_draft_is_markup(shown: Path) -> None:
    number = next(n for n, card in enumerate(cards(shown)) if card["file"] == f"{NAME}.乙.txt")
    assert 'data-verdict="contradicted"' in details(shown, number)
    assert 'data-reason="不符：' in details(shown, number)
    number = next(n for n, card in enumerate(cards(shown)) if card["file"] == "标签.docx")
    assert "&lt;script&gt;alert" in details(shown, number)
    number = next(n for n, card in enumerate(cards(shown)) if card["file"] == "没有数据.txt")
    assert 'data-verdict="unsupported"' not in details(shown, number)


def test_the_page_names_no_folder_of_the_machine_and_fetches_nothing(shown: Path) -> None:
    text = shown.read_text("utf-8")
    assert str(shown.parent) not in text
    assert not re.search(r'(?:src|href)="(?!#)', text)


def test_the_page_is_the_same_on_one_process(shown: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.html"
    main(["gallery", str(shown.with_suffix("")), "-o", str(again), "--processes", "1"])
    assert again.read_bytes() == shown.read_bytes()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (["nowhere.docx"], "没有可以看的稿子"),
        (["--part", "1-2"], "--set"),
        (["--processes", "0"], "至少是 1"),
        (["-o", "nowhere/page.html"], "输出文件夹不存在"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_mend(
    ask: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["gallery", "-o", str(tmp_path / "page.html"), *ask]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_set_is_shown_with_its_known_errors_and_each_report_by_itself(tmp_path: Path) -> None:
    main(["generate", str(tmp_path / "set"), "--reports", "6", "--errors", "差一=2"])
    page = tmp_path / "page.html"
    assert main(["gallery", "--set", str(tmp_path / "set"), "--part", "1-5", "-o", str(page)]) == 0
    found = cards(page)
    assert len(found) == 5
    assert len({card["set"] for card in found}) == 5
    for card in found:
        assert (card["grade"] == "差") is (card["about"]["已知差错"] == "差一")


def test_a_person_can_go_through_it_by_keyboard_in_a_browser(chromium: str, shown: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        asked: list[str] = []
        faults: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(shown.as_uri())
        assert page.locator("#place").text_content() == "第 1 份，共 5 份"
        page.keyboard.press("j")
        assert page.locator("#place").text_content() == "第 2 份，共 5 份"
        page.keyboard.press("k")
        page.click(".grades button:has-text('差')")
        assert page.locator("#list li").count() == 2
        page.keyboard.press("n")
        assert page.locator("#reason").is_visible()
        assert (page.locator("#reason").text_content() or "").startswith("不符：")
        page.keyboard.press("b")
        assert page.locator(".panel").count() == 2
        assert page.locator(".panel .title").all_text_contents()[1].endswith("甲")
        page.click(".grades button:has-text('全部')")
        page.select_option("#order", "low")
        assert "差" in (page.locator("#list li .grade").first.text_content() or "")
        page.fill("#search", "坏的")
        assert page.locator("#list li").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert not faults
        assert all(url.startswith("file:") for url in asked)
        browser.close()
