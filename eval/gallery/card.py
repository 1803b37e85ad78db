"""What the gallery knows of one draft: a small card for the list; its prose with verdicts and all its scores for who opens it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.export.annotated import text_html
from agent.export.html import escaped
from agent.forms.narrative import Narrative, Paragraph
from agent.verify.answer import Answer, Verdict
from agent.verify.report import JudgedReport
from eval.drafts.grading import GRADE, letter, portions
from eval.drafts.material import Material
from eval.drafts.scoring import scores_of, traits
from eval.scoring import Score

NO_GRADE, FAILED = "不评", "没有评成"


@dataclass(frozen=True)
class Drawn:
    """``card`` is JSON for the list; ``details`` HTML."""

    card: dict[str, Any]
    details: str


def drawn(name: str, draft: Path, figures: str, about: Mapping[str, str], material: Material) -> Drawn:
    """One draft; ``figures`` is the path of its figures, "" where they are its own tables."""
    scores = scores_of(material)
    grade = scores[GRADE.name]
    counts = _told(material).summary()
    unit = material.figures.unit or material.report.figures.unit or "不详"
    year = str(material.figures.year or "")
    card = {
        "name": _sentence(name, draft),
        "file": draft.name,
        "unit": unit,
        "year": year,
        "writer": writer_of(draft, figures, about),
        "set": hashlib.sha256((figures or f"{unit} {year}").encode()).hexdigest()[:12],
        "grade": NO_GRADE if grade.value is None else letter(round(100 * grade.value, 1)),
        "points": None if grade.value is None else round(100 * grade.value, 1),
        "parts": [[each.group, round(each.reached, 1), each.possible] for each in portions(material, scores)],
        "why": _why(grade),
        "counts": counts,
        "about": dict(about),
    }
    return Drawn(card, "\n".join(_details(material, scores)))


def failed(name: str, draft: Path, about: Mapping[str, str], problems: tuple[str, ...]) -> Drawn:
    """A draft that could not be scored, and why."""
    card: dict[str, Any] = {
        "name": _sentence(name, draft), "file": draft.name, "unit": "不详", "year": "", "writer": "", "set": "", "grade": FAILED,
        "points": None, "parts": [], "why": "；".join(problems), "counts": {}, "about": dict(about),
    }  # fmt: skip
    return Drawn(card, "")


def _sentence(name: str, draft: Path) -> str:
    """The case's name; "" where it says no more than where the draft stands, which is nobody's business on a page."""
    return "" if name.startswith(str(draft)) else name


def writer_of(draft: Path, figures: str, about: Mapping[str, str]) -> str:
    """Who wrote it: as the case says, or what its name has beyond that of its figures (``NAME.甲.txt``), or its kind of file."""
    if "写法" in about:
        return about["写法"]
    stem = draft.name.removesuffix(draft.suffix)
    base = Path(figures).name.partition(".figures.")[0]
    return (
        stem.removeprefix(base).strip(".")
        if base and stem.startswith(f"{base}.")
        else draft.suffix.lstrip(".")
    )


def _why(grade: Score) -> str:
    """What keeps it from passing, or why there is no grade; "" for most."""
    if grade.value is None:
        return grade.reason
    return grade.reason.partition("；")[2]


# --- what opens ------------------------------------------------------------------------------------------------------


def _details(material: Material, scores: Mapping[str, Score]) -> Iterator[str]:
    yield from _objections(material)
    yield '<div class="prose">'
    yield _prose(material)
    yield "</div>"
    yield "<details class=scores><summary>各项得分和理由</summary><table>"
    titles = {trait.name: trait.title for trait in traits()}
    for name, score in scores.items():
        found = "".join(f"<li>{escaped(line)}</li>" for line in score.findings[:20])
        told = f"{escaped(score.reason)}{f'<ul>{found}</ul>' if found else ''}"
        look = "" if score.applicable else ' class="none"'
        yield f"<tr{look}><th>{escaped(titles[name])}</th><td>{escaped(score.told)}</td><td>{told}</td></tr>"
    yield "</table></details>"


def _objections(material: Material) -> Iterator[str]:
    if material.bare:
        yield '<p class="note">没有数据可以对照，只核对了正文自身的算术</p>'
    objected = _told(material).objections
    if not objected:
        return
    yield '<ol class="objections">'
    for number, item in enumerate(objected, 1):
        words = f'<b data-verdict="{item.verdict.value}">{escaped(item.text)}</b>'
        yield f'<li><button type="button" data-to="{number}">{words} {item.verdict.label}</button> {escaped(item.reason)}</li>'
    yield "</ol>"


def _told(material: Material) -> Answer:
    """What the verifier says that says something."""
    answer = material.answer
    if not material.bare:
        return answer
    figures = tuple(item for item in answer.figures if item.verdict is not Verdict.UNSUPPORTED)
    return replace(answer, figures=figures)


def _prose(material: Material) -> str:
    """The text with its verdicts; where there is nothing to judge by, without what could only be called unsupported."""
    lines = tuple(Paragraph(line) for line in material.text.split("\n"))
    narrative = Narrative("", lines, ())
    report = JudgedReport(material.form, material.figures, narrative, _told(material), material.previous)
    return text_html(report)
