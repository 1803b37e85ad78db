import io

import pytest

from agent.cli.checked import check_page
from agent.cli.style import Style
from agent.cli.verified import verify_page
from agent.verify.answer import Answer, Judged, Verdict
from agent.workflow import check_figures
from tests.samples import changed, sample

TEXT = "云岭县年度报告\n一、总体情况\n收到申请49件。\n五、存在的主要问题及改进情况\n网站访问量3万次。\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def judged(part: str, verdict: Verdict, hint: str = "") -> Judged:
    start = TEXT.index(part)
    return Judged(start, start + len(part), part, verdict, f"{part}的理由", hint=hint)


ANSWER = Answer(
    (judged("49件", Verdict.CONTRADICTED, "相近的是48"), judged("3万次", Verdict.UNSUPPORTED)), ()
)


@pytest.fixture(autouse=True)
def _colours_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_terminal_is_coloured() -> None:
    assert Style.of(Terminal()).colour


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Style.of(Terminal()).colour


def test_a_file_is_not_coloured() -> None:
    assert not Style.of(io.StringIO()).colour


def test_colour_changes_nothing_but_colour() -> None:
    page = check_page(check_figures(changed(sample(), review__total=9)), Style(colour=True))
    plain = check_page(check_figures(changed(sample(), review__total=9)), Style())
    assert page != plain
    assert (
        "".join(part.partition("m")[2] if n else part for n, part in enumerate(page.split("\033["))) == plain
    )


def test_objections_stand_under_the_heading_of_their_section() -> None:
    lines = verify_page(ANSWER, TEXT, sample(), Style()).splitlines()
    order = [line for line in lines if "、" in line or "【" in line]
    assert order == [
        "一、总体情况　1 处",
        "  ✗ 不符 1 第3行 收到申请【49件】。",
        "五、存在的主要问题及改进情况　1 处",
        "  ？ 无依据 2 第5行 网站访问量【3万次】。",
    ]


def test_an_objection_gives_its_reason_and_its_hint() -> None:
    page = verify_page(ANSWER, TEXT, sample(), Style())
    assert "      49件的理由\n      线索：相近的是48\n" in page


def several(*verdicts: Verdict) -> tuple[Answer, str]:
    """A sentence with a figure for each verdict, all with one reason."""
    text = "".join(
        f"第三方评估机构于年内全面开展项目{number}的数量{number}件，" for number in range(len(verdicts))
    )
    starts = [text.index(f"{number}件") for number in range(len(verdicts))]
    items = [
        Judged(at, at + 2, text[at : at + 2], verdict, "理由")
        for at, verdict in zip(starts, verdicts, strict=True)
    ]
    return Answer(tuple(items), ()), text


def test_neighbours_with_one_reason_share_it() -> None:
    page = verify_page(*several(Verdict.UNSUPPORTED, Verdict.UNSUPPORTED), sample(), Style())
    assert (page.count("【"), page.count("理由")) == (2, 1)


def test_what_is_contradicted_comes_before_what_nothing_supports() -> None:
    page = verify_page(*several(Verdict.UNSUPPORTED, Verdict.CONTRADICTED), sample(), Style())
    assert page.index("【1件】") < page.index("【0件】")


def test_words_that_are_cut_off_say_so() -> None:
    assert "…估机构于年内全面开展项目0的数量【0件】，" in verify_page(
        *several(Verdict.UNSUPPORTED), sample(), Style()
    )


def test_the_last_line_counts_what_is_to_do() -> None:
    assert verify_page(ANSWER, TEXT, sample(), Style()).splitlines()[-1] == "结论：2 处需要核对"


def test_control_characters_of_a_text_do_not_reach_the_terminal() -> None:
    text = "收到\033[31m申请49件。"
    item = Judged(text.index("49件"), text.index("49件") + 3, "49件", Verdict.CONTRADICTED, "理由")
    assert "\033" not in verify_page(Answer((item,), ()), text, sample(), Style())


def test_an_empty_set_is_not_called_right() -> None:
    empty = check_figures(
        changed(sample(), **dict.fromkeys(key.replace(".", "__") for key in sample().cells))
    )
    assert check_page(empty, Style()).endswith("结论：没有一条勾稽关系可以核对，请先填写数据")
