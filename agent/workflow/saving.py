"""What people do to a report, each saved as it is made: figures, cells, facts, prose, waivers, undo and redo.

Everything is made from the :class:`~agent.workflow.work.Work` that the person had before them. Where somebody else was there
first, the store's ``Conflict`` comes back, nothing is saved in its place, and :func:`sides` says it in words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from agent import journal
from agent.drafting import Draft
from agent.drafting.brief import Part
from agent.drafting.composing import ORDINALS
from agent.drafting.lasting import sentence_record
from agent.drafting.manuscript import Lines, Manuscript, Sentence
from agent.drafting.parts import parts
from agent.drafting.partwise import TITLE, lines_records, manuscript_of, part_records
from agent.drafting.realising import Realised, realise_in
from agent.drafting.scrutiny import Remark
from agent.drafting.setting import Setting
from agent.errors import BadInput, Problem
from agent.figures import Absent, Fact, FigureSet
from agent.figures.quantity import plain
from agent.forms.conformity import conform
from agent.forms.form import Form
from agent.store import Clash, Conflict, Edit, Kind, Place, Projects, Saved, edits_of
from agent.store.place import Content
from agent.verify.waiver import Waiver
from agent.workflow.notices import same_unit
from agent.workflow.publishing import KeptRemark, keep_remark
from agent.workflow.usecases import first_draft
from agent.workflow.work import Work

TYPED = "手工填写"

# --- figures ------------------------------------------------------------------------------------------------------


def save_figures(
    projects: Projects, work: Work, figures: FigureSet, *, who: str, why: str = ""
) -> Saved | Conflict:
    """A whole year of figures in place of what is there. ``BadInput`` for another year's, form's or unit's."""
    fitting = fit_for(figures, work)
    reason = why or f"读入本年数据：{figures.file}"
    return projects.save(work.report.id, edits_of(fitting, work.contents), who=who, why=reason)


def fit_for(figures: FigureSet, work: Work) -> FigureSet:
    """The figures as this report's own; ``BadInput`` names everything by which they are another report's."""
    report, problems = work.report, []
    if figures.year != report.year:
        what = f"数据是{figures.year}年度的，这份报告是{report.year}年度的"
        problems.append(Problem(what, figures.file, "请选择本年度的数据，上年的放到“上年年报”"))
    elif figures.form != report.form:
        what = f"数据是{figures.form}年格式的，这份报告用{report.form}年格式"
        problems.append(Problem(what, figures.file, "请用本报告的空白工作簿填写"))
    if not same_unit(figures.unit, report.unit):
        what = f"数据是{figures.unit}的，这份报告是{report.unit}的"
        problems.append(Problem(what, figures.file, "请核对文件，或为那个单位另建一份报告"))
    if problems:
        raise BadInput(problems)
    return replace(figures, unit=report.unit)


def save_cells(
    projects: Projects,
    work: Work,
    cells: Mapping[str, Decimal | Absent],
    *,
    who: str,
    previous: bool = False,
    source: str = TYPED,
    why: str = "",
    made_from: Callable[[Place], int] | None = None,
) -> Saved | Conflict:
    """Single cells, the others as they are; ``ABSENT`` empties one. ``BadInput`` names every value that cannot stand there.

    ``made_from`` is the number of the version that the person had before them, where that is not ``work``'s.
    """
    set_ = (work.previous or work.figures) if previous else work.figures
    given = {key: value for key, value in cells.items() if not isinstance(value, Absent)}
    unknown = [key for key in cells if key not in work.form.by_key and isinstance(cells[key], Absent)]
    if unknown and not previous:
        raise BadInput([Problem(f"没有“{key}”这一格", "", "请刷新页面") for key in unknown])
    conform(FigureSet(set_.unit, set_.year, set_.form, given))
    number = made_from or work.contents.number
    edits = [
        Edit.of(place, value, number(place), "" if isinstance(value, Absent) else source)
        for place, value in ((Place.cell(key, previous=previous), value) for key, value in cells.items())
    ]
    return projects.save(work.report.id, edits, who=who, why=why)


def save_facts(
    projects: Projects, work: Work, facts: Sequence[Fact], *, who: str, why: str = ""
) -> Saved | Conflict:
    """All supplementary facts in place of those that are there; one that stays as it was clashes with nobody's.

    ``BadInput`` for two of one name, and for one without.
    """
    problems = []
    names = [fact.name.strip() for fact in facts]
    for name in dict.fromkeys(names):
        if not name:
            problems.append(Problem("有一条补充事实没有名称", "", "请写明它是什么，如 培训场次"))
        elif names.count(name) > 1:
            problems.append(
                Problem(f"补充事实“{name}”有{names.count(name)}条", "", "请合并，或改成不同的名称")
            )
    if problems:
        raise BadInput(problems)
    wanted: dict[Place, Fact | None] = {
        place: None for place in work.contents.stamps if place.kind is Kind.FACT
    }
    wanted |= {Place.fact(fact.name): fact for fact in facts}
    standing = {Place.fact(fact.name): fact for fact in work.figures.facts}
    edits = [
        Edit.of(place, fact, work.contents.number(place))
        for place, fact in wanted.items()
        if fact is None or fact != standing.get(place)
    ]
    return projects.save(work.report.id, edits, who=who, why=why)


# --- prose --------------------------------------------------------------------------------------------------------


def save_manuscript(
    projects: Projects, work: Work, manuscript: Manuscript, *, who: str, why: str = ""
) -> Saved | Conflict:
    """The whole prose; only the parts that are different are touched."""
    records = part_records(manuscript)
    standing = work.contents.sections
    edits = [
        Edit.of(place, records.get(place.name), work.contents.number(place))
        for place in map(Place.section, dict.fromkeys((*standing, *records)))
        if records.get(place.name) != standing.get(place.name)
    ]
    return projects.save(work.report.id, edits, who=who, why=why)


def save_part(
    projects: Projects, work: Work, part: Part, lines: Sequence[Lines], *, who: str, why: str = ""
) -> Saved | Conflict:
    """One part's paragraphs, its heading as it was. Nothing else is touched, so that others may write beside."""
    place = Place.section(part.id)
    edit = Edit.of(place, part_record(work, part, lines), work.contents.number(place))
    return projects.save(work.report.id, [edit], who=who, why=why or f"改“{part.title}”")


def part_record(work: Work, part: Part, lines: Sequence[Lines]) -> dict[str, Any] | None:
    """What is kept of one part: the title as one sentence, a topic's paragraphs under its heading; None where nothing is left."""
    if part.section == TITLE:
        template = "".join(each.template for each in lines)
        whole = [sentence for each in lines for sentence in each.sentences]
        return sentence_record(whole[0] if len(whole) == 1 else Sentence(template)) if template else None
    given = [replace(each, topic=part.topic) for each in lines if not (each.heading and part.topic)]
    return lines_records([*_heading(work, part), *given]) if given else None


def _heading(work: Work, part: Part) -> list[Lines]:
    """The numbered heading of a topic: the one that stands there, else its number in the section, or the next where taken."""
    if not part.topic or work.manuscript is None:
        return []
    chapter = next((each for each in work.manuscript.chapters if each.section == part.section), None)
    headings = [each for each in chapter.paragraphs if each.heading and each.topic] if chapter else []
    own = [each for each in headings if each.topic == part.topic]
    if own:
        return own[:1]
    order = [each.topic for each in work.parts if each.section == part.section]
    before = set(order[: order.index(part.topic)]) if part.topic in order else set(order)
    marks = [
        f"（{ORDINALS[number]}）" for number in (sum(h.topic in before for h in headings), len(headings))
    ]
    taken = tuple(each.template for each in headings)
    mark = marks[0] if not any(each.startswith(marks[0]) for each in taken) else marks[1]
    return [Lines((Sentence(f"{mark}{part.title}"),), heading=True, topic=part.topic)]


def draft_first(projects: Projects, work: Work, *, who: str) -> Saved | Conflict:
    """The first draft, which needs no model, in place of what prose there is; last year's report is its pattern."""
    draft = begun(work)
    return save_manuscript(projects, work, draft.template, who=who, why="生成初稿")


def begun(work: Work) -> Draft:
    """The draft that needs no model, over the report's figures."""
    with journal.timed("draft"):
        return first_draft(work.figures, work.previous, work.past())


# --- waivers ------------------------------------------------------------------------------------------------------


def save_waivers(
    projects: Projects, work: Work, waivers: Iterable[Waiver], *, who: str, why: str = ""
) -> Saved | Conflict:
    """All that people keep, in place of what was kept."""
    wanted: dict[Place, Waiver | None] = {Place.waiver(each): None for each in work.waivers}
    wanted |= {Place.waiver(each): each for each in waivers}
    edits = [Edit.of(place, waiver, work.contents.number(place)) for place, waiver in wanted.items()]
    return projects.save(work.report.id, edits, who=who, why=why or "人工确认")


def keep(
    projects: Projects,
    work: Work,
    remark: Remark,
    reason: str,
    *,
    who: str,
    by: str | None = None,
    day: date | None = None,
) -> Saved | Conflict:
    """Leave what a grave remark is about as it is, with a reason, signed ``by`` somebody, ``who`` does it unless told.

    ``BadInput`` for no name or reason, or no prose.
    """
    if work.judged is None:
        raise BadInput([Problem("还没有正文", "", "先到“起草”生成初稿")])
    kept = keep_remark(work.judged.narrative.text, remark, who if by is None else by, reason, day)
    place = Place.kept(kept.name)
    edit = Edit.of(place, kept.record(), work.contents.number(place))
    return projects.save(work.report.id, [edit], who=who, why=f"保留“{remark.what}”")


def give_up(projects: Projects, work: Work, kept: KeptRemark, *, who: str) -> Saved | Conflict:
    """Keep it no longer: it is objected to again."""
    place = Place.kept(kept.name)
    edit = Edit.of(place, None, work.contents.number(place))
    return projects.save(work.report.id, [edit], who=who, why=f"不再保留“{kept.what}”")


# --- when two were at it ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One place that two people changed: what it is, what stood there before, and both of theirs, as text. "" is nothing."""

    place: str
    before: str
    mine: str
    theirs: str
    who: str
    when: datetime


def sides(conflict: Conflict, form: Form) -> tuple[Side, ...]:
    """Each clash in words that a clerk can choose by."""
    return tuple(side_of(clash, form) for clash in conflict.clashes)


def side_of(clash: Clash, form: Form, setting: Setting | None = None) -> Side:
    """One clash in words; prose says its figures where a setting tells them, else its references."""
    return Side(
        place_name(clash.place, form),
        content_words(clash.place, clash.base.content if clash.base else None, form, setting),
        content_words(clash.place, clash.mine, form, setting),
        content_words(clash.place, clash.theirs.content, form, setting),
        clash.who,
        clash.when,
    )


def place_name(place: Place, form: Form) -> str:
    """What people call it: a cell by its label, a part by its title."""
    if place.kind.is_cell:
        label = form.by_key[place.name].label if place.name in form.by_key else place.name
        return f"上年 {label}" if place.kind is Kind.PREVIOUS_CELL else label
    if place.kind is Kind.SECTION:
        return _titles(form).get(place.name, place.name)
    return place.name


def _titles(form: Form) -> dict[str, str]:
    return {TITLE: "标题"} | {part.id: part.title for part in parts(form)}


def content_words(place: Place, content: Content, form: Form, setting: Setting | None = None) -> str:
    """What stands there, as text; "" for nothing. Prose says its figures where a setting tells them, else its references."""
    match content:
        case None:
            return "" if not place.kind.is_cell else "未填"
        case Decimal():
            return plain(content)
        case Fact():
            return f"{plain(content.value)}{content.unit}" if content.value is not None else ""
        case Waiver():
            return f"{content.text}（{content.by}：{content.reason}）"
    if place.kind is Kind.KEPT:
        return f"{content['what']}（{KeptRemark.of(content).said}）"
    if place.kind is Kind.SECTION:
        return _prose(place.name, manuscript_of({place.name: content}, form), setting)
    return str(content)


def _prose(part: str, manuscript: Manuscript | None, setting: Setting | None) -> str:
    if manuscript is None:
        return ""
    if part == TITLE:
        return _said(manuscript.title, setting)
    chapters = (each for chapter in manuscript.chapters for each in chapter.paragraphs)
    paragraphs = (*manuscript.introduction, *chapters)
    return "\n".join("".join(_said(each, setting) for each in lines.sentences) for lines in paragraphs)


def _said(sentence: Sentence, setting: Setting | None) -> str:
    """What a sentence says; where its figures are not there (or not told), its template."""
    realised = realise_in(sentence.template, setting) if setting else None
    return realised.text if isinstance(realised, Realised) else sentence.template
