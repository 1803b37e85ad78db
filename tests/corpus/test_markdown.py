"""Reports as Markdown."""

from corpus.readers import ReadReport, read


def of(text: str) -> ReadReport:
    return read(text.encode(), "report.md")


TABLE = "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n| 规章 | 1 | | 3 |\n"


def test_a_pipe_table_is_read() -> None:
    cells = of(f"## 二、主动公开政府信息情况\n\n{TABLE}").figures.cells
    assert dict(cells) == {"documents.rules.issued": 1, "documents.rules.in_force": 3}


def test_a_table_written_as_html_is_read() -> None:
    rows = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>4</td><td>5</td><td>6</td></tr>"
    assert of(f"<table>{rows}</table>\n").figures.cells["documents.rules.repealed"] == 5


def test_a_line_break_is_a_line_break() -> None:
    assert of("一、总体情况\n全年12件。").sections[0].text == "全年12件。"


def test_an_indent_makes_no_code() -> None:
    assert of("# 一、总体情况\n\n    全年12件。").sections[0].text == "全年12件。"


def test_a_numbered_line_keeps_its_number() -> None:
    assert (
        of("# 一、总体情况\n\n1. 办理12件。\n2. 公开3件。").sections[0].text == "1. 办理12件。\n2. 公开3件。"
    )


def test_emphasis_is_no_text() -> None:
    assert of("**一、总体情况**\n\n全年**12**件。").sections[0].text == "全年12件。"


def test_marks_and_footnotes_of_a_draft_are_no_text() -> None:
    report = of("# 一、总体情况\n\n全年==12件==[^1]。\n\n[^1]: “12件”不符：应为8件\n")
    assert report.text == "一、总体情况\n全年12件。"
