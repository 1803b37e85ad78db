"""A manuscript: one published report with references in place of its figures.

::

    发布：html 门户                       format and look; then an encoding, UTF-8 where none is named
    # {{title}}                          the title, once
    本报告依据……                           every other line is a paragraph; before the first section, the introduction
    ## 总体情况                            a section of the form, by its title without its number
    ### （一）主动公开                       a sub-heading on a line of its own
    全年新收申请{{requests.new.total|件}}……   references: see agent/drafting/references.py

Blank lines say nothing. The sections that are tables are not written down: the form has them. No digit of a figure stands in a
manuscript, so every figure of the report is its ``figures.json``'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.drafting.manuscript import Chapter, Lines, Manuscript, Sentence
from agent.errors import BadInput, Problem
from agent.forms.form import Form

LOOKS = {
    "docx": ("公文", "手工"),
    "pdf": ("公文", "手工"),
    "html": ("门户", "粘贴", "栏目"),
    "txt": ("平铺",),
}
ENCODINGS = {"UTF-8": "utf-8", "GB18030": "gb18030"}
_HEAD = "发布："


@dataclass(frozen=True, slots=True)
class Publication:
    """How a report is published: ``extension`` without its dot, ``look`` of :data:`LOOKS`, ``encoding`` in Python's name."""

    extension: str
    look: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Source:
    """A manuscript file: how its report is published, and its prose."""

    publication: Publication
    manuscript: Manuscript


def read_source(text: str, form: Form, file: str) -> Source:
    """The manuscript of a text for that form; ``BadInput`` with every line that is none."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    problems: list[Problem] = []
    publication = _publication(lines[0][1] if lines else "", file, problems)
    title, introduction, chapters = "", list[Lines](), list[Chapter]()
    for part in _parts(lines[1:]):
        number, head = part[0]
        if head.startswith("## "):
            chapters += _chapter(form, head[3:].strip(), f"{file} 第{number}行", part[1:], problems)
        elif head.startswith("# "):
            title, introduction = head[2:].strip(), [_lines(line) for _, line in part[1:]]
    if not title:
        problems.append(Problem("没有题目", file, "第二行写“# {{title}}”"))
    if problems:
        raise BadInput(problems)
    return Source(publication, Manuscript(Sentence(title), tuple(introduction), tuple(chapters)))


def _publication(line: str, file: str, problems: list[Problem]) -> Publication:
    words = line.removeprefix(_HEAD).split() if line.startswith(_HEAD) else []
    extension, look, encoding = (*words, *["", "", "UTF-8"][len(words) :])[:3]
    if look not in LOOKS.get(extension, ()) or encoding not in ENCODINGS:
        known = "；".join(f"{name} {'、'.join(looks)}" for name, looks in LOOKS.items())
        problems.append(
            Problem(f"“{line}”没有写明怎样发布", f"{file} 第1行", f"{_HEAD}格式 版式 [编码]：{known}")
        )
        return Publication("txt", "平铺")
    return Publication(extension, look, ENCODINGS[encoding])


def _parts(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The title with what follows it, then each section."""
    part: list[tuple[int, str]] = []
    for number, line in lines:
        if line.startswith(("# ", "## ")) and part:
            yield part
            part = []
        part.append((number, line))
    if part:
        yield part


def _chapter(
    form: Form, title: str, place: str, lines: list[tuple[int, str]], problems: list[Problem]
) -> Iterator[Chapter]:
    section = next((s for s in form.sections if s.title == title and s.table is None), None)
    if section is None:
        known = "、".join(s.title for s in form.sections if s.table is None)
        problems.append(Problem(f"格式里没有“{title}”这一节正文", place, f"写这几节：{known}"))
        return
    yield Chapter(section.id, section.heading, tuple(_lines(line) for _, line in lines))


def _lines(line: str) -> Lines:
    """One paragraph, or a sub-heading."""
    heading = line.startswith("### ")
    text = line[4:].strip() if heading else line
    return Lines((Sentence(text),), heading)
