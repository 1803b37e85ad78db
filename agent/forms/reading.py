"""A form's data file to a :class:`Form`.

Refused with its line: an unknown or missing entry, two cells with one key, an unknown key in a rule or a word's meaning, a
rule that adds unlike units, a unit that does not fit (money without decimals is fine, a count with decimals is not), a
section that names no table, a word that the same subject gives two meanings.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from agent.errors import ExpressionError, FormError
from agent.figures import Unit
from agent.forms.expressions import CellRef, Expression, references
from agent.forms.form import (
    Axis,
    Block,
    Cell,
    Form,
    Group,
    Overlap,
    Reserved,
    RuleText,
    Section,
    Table,
    Topic,
    join,
)
from agent.forms.marked import Marked, read_marked
from agent.forms.words import FLOW, Subject, Term, Vocabulary

_FORM = {
    "form",
    "report",
    "title",
    "authority",
    "authority_title",
    "issued",
    "years",
    "sections",
    "tables",
    "rules",
}
_COUNTED = set("件项个份条次人期篇起宗")


def read_form(text: str, file: str, included: Callable[[str], str]) -> Form:
    """The form that a data file describes. ``included`` gives the text of a words file by its name."""
    top = read_marked(text, file).mapping(known=_FORM | {"reserved", "overlaps", "vocabulary"}, needed=_FORM)
    sections = tuple(_section(node) for node in top["sections"].items())
    tables = tuple(_table(node, sections) for node in top["tables"].items())
    cells = _cells(tables, top["tables"])
    years = top["years"].mapping(known={"from", "to"}, needed={"from"})
    blank = Form(
        edition=top["form"].text(),
        report=top["report"].text(),
        title_pattern=top["title"].text(),
        authority=top["authority"].text(),
        authority_title=top["authority_title"].text(),
        issued=top["issued"].text(),
        first_year=years["from"].whole(),
        last_year=years["to"].whole() if "to" in years else None,
        sections=sections,
        tables=tables,
        cells=cells,
        groups=_sums(tables),
    )
    _check_sections(blank, top["sections"])
    rules = tuple(_unique(_rules(blank, top["rules"])))
    reserved = tuple(_reserved(blank, node) for node in top["reserved"].items()) if "reserved" in top else ()
    overlaps = tuple(_overlap(blank, node) for node in top["overlaps"].items()) if "overlaps" in top else ()
    words = _vocabulary(blank, top["vocabulary"], included) if "vocabulary" in top else Vocabulary()
    return replace(blank, rules=rules, reserved=reserved, overlaps=overlaps, vocabulary=words)


# --- sections -----------------------------------------------------------------------------------------------------


def _section(node: Marked) -> Section:
    entry = node.mapping(known={"id", "number", "title", "topics", "table"}, needed={"id", "number", "title"})
    topics = tuple(_topic(topic) for topic in entry["topics"].items()) if "topics" in entry else ()
    table = entry["table"].text() if "table" in entry else None
    return Section(entry["id"].text(), entry["number"].text(), entry["title"].text(), topics, table)


def _topic(node: Marked) -> Topic:
    entry = node.mapping(known={"id", "title", "figures", "facts"}, needed={"id", "title"})
    figures = entry["figures"].texts() if "figures" in entry else ()
    facts = entry["facts"].texts() if "facts" in entry else ()
    return Topic(entry["id"].text(), entry["title"].text(), figures, facts)


def _check_sections(form: Form, node: Marked) -> None:
    tables = {table.id for table in form.tables}
    seen: set[str] = set()
    for section, place in zip(form.sections, node.items(), strict=True):
        if section.id in seen:
            raise place.wrong(f"章节“{section.id}”重复")
        seen.add(section.id)
        if section.table is not None and section.table not in tables:
            raise place.wrong(f"没有表“{section.table}”")
        for key in _quoted(place):
            if form.expand(key.text()) is None:
                raise key.wrong(f"没有单元格“{key.text()}”")


def _quoted(section: Marked) -> Iterator[Marked]:
    """The keys that a section's topics must quote, each with its place."""
    topics = section.entries().get("topics")
    for topic in topics.items() if topics else ():
        figures = topic.entries().get("figures")
        yield from figures.items() if figures else ()


# --- tables -------------------------------------------------------------------------------------------------------


def _table(node: Marked, sections: tuple[Section, ...]) -> Table:
    entry = node.mapping(known={"id", "caption", "prefix", "blocks"}, needed={"id", "caption", "blocks"})
    table_id = entry["id"].text()
    prefix = entry["prefix"].text() if "prefix" in entry else ""
    heading = next((section.heading for section in sections if section.table == table_id), "")
    if not heading:
        raise node.wrong(f"没有哪一章印表“{table_id}”")
    blocks = tuple(_block(block, prefix) for block in entry["blocks"].items())
    return Table(table_id, entry["caption"].text(), heading, blocks)


def _block(node: Marked, prefix: str) -> Block:
    entry = node.mapping(known={"article", "corner", "unit", "columns", "rows"}, needed={"columns"})
    unit = entry["unit"].text() if "unit" in entry else None
    columns = tuple(_axis(child, "", unit, "columns") for child in entry["columns"].items())
    rows = tuple(_axis(child, "", None, "rows") for child in entry["rows"].items()) if "rows" in entry else ()
    for column in (leaf for axis in columns for leaf in axis.leaves):
        _check_unit(column, node)
    article = entry["article"].text() if "article" in entry else ""
    corner = entry["corner"].text() if "corner" in entry else ""
    return Block(prefix, columns, rows, article, corner)


def _axis(node: Marked, above: str, unit: str | None, under: str) -> Axis:
    known = {"id", "label", "unit", "decimal", "signed", "total", "apart", under}
    entry = node.mapping(known=known, needed={"label"})
    own = join(above, entry["id"].text()) if "id" in entry else above
    apart = "apart" in entry and entry["apart"].flag()
    unit = entry["unit"].text() if "unit" in entry else unit
    inside = above if apart else own
    children = (
        tuple(_axis(child, inside, unit, under) for child in entry[under].items()) if under in entry else ()
    )
    if not children and "id" not in entry:
        raise node.wrong("没有下级的行或列要有 id")
    flags = {name: name in entry and entry[name].flag() for name in ("decimal", "signed", "total")}
    return Axis(own, entry["label"].text(), children, unit, line=node.line, **flags)


def _check_unit(column: Axis, node: Marked) -> None:
    if column.unit is None:
        raise FormError(node.file, column.line, f"列“{column.label}”没有计量单位")
    if Unit.of(column.unit).is_money != column.decimal:
        fault = (
            "金额要允许小数（decimal: true）"
            if not column.decimal
            else f"“{column.unit}”是计数单位，不能有小数"
        )
        raise FormError(node.file, column.line, f"列“{column.label}”的单位不合：{fault}")
    if not Unit.of(column.unit).is_money and column.unit not in _COUNTED:
        raise FormError(node.file, column.line, f"不认识的计量单位“{column.unit}”")


def _cells(tables: tuple[Table, ...], node: Marked) -> tuple[Cell, ...]:
    found: dict[str, Cell] = {}
    for table, place in zip(tables, node.items(), strict=True):
        for cell in _cells_of(table):
            if cell.key in found:
                raise place.wrong(f"单元格“{cell.key}”重复")
            found[cell.key] = cell
    return tuple(found.values())


def _cells_of(table: Table) -> Iterator[Cell]:
    for block in table.blocks:
        labels = dict(_column_labels(block))
        for row in block.row_leaves or (None,):
            for column in block.column_leaves:
                row_label, column_label = (row.label, column.label) if row else labels[column.path]
                yield Cell(
                    key=block.key(row, column),
                    table=table.id,
                    row=row_label,
                    column=column_label,
                    unit=column.unit or "",
                    integer=not column.decimal,
                    signed=column.signed,
                    article=block.article,
                    row_path=row.path if row else "",
                    column_path=column.path,
                )


def _column_labels(block: Block) -> Iterator[tuple[str, tuple[str, str]]]:
    """For a table of columns only: the headings above a column joined with ``·``, and its own."""

    def below(axis: Axis, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, str]]]:
        if not axis.children:
            yield axis.path, ("·".join(above), axis.label)
        for child in axis.children:
            yield from below(child, (*above, axis.label))

    for column in block.columns:
        yield from below(column, ())


def _sums(tables: tuple[Table, ...]) -> dict[str, Group]:
    """Groups by their keys: where a group of rows or of columns crosses a column or a row, or another group."""
    groups: dict[str, Group] = {}
    for block in (block for table in tables for block in table.blocks):
        rows = [*_alone(block.row_leaves), *_groups(block.rows)] or [_Members("", "", ("",))]
        columns = [*_alone(block.column_leaves), *_groups(block.columns)]
        for row, column in ((row, column) for row in rows for column in columns):
            members = tuple(join(block.prefix, r, c) for r in row.paths for c in column.paths)
            if len(members) > 1:
                label = f"{row.label}·{column.label}" if row.label else column.label
                groups[join(block.prefix, row.path, column.path)] = Group(label, members)
    return groups


class _Members(NamedTuple):
    """A heading's part of the key, its label, and the same parts of its members' keys."""

    path: str
    label: str
    paths: tuple[str, ...]


def _alone(leaves: tuple[Axis, ...]) -> Iterator[_Members]:
    return (_Members(leaf.path, leaf.label, (leaf.path,)) for leaf in leaves)


def _groups(axes: tuple[Axis, ...]) -> Iterator[_Members]:
    for axis in (node for top in axes for node in top.walk() if node.children and node.path):
        plain = [child for child in axis.children if not child.children]
        if len(plain) == len(axis.children):
            if not any(child.total for child in plain):
                yield _Members(axis.path, axis.label, tuple(child.path for child in plain))
        elif not plain:
            yield from _alike(axis)


def _alike(axis: Axis) -> Iterator[_Members]:
    """Groups side by side with the same members (行政诉讼: two procedures, the same results) add member by member."""
    suffixes = [[leaf.path.removeprefix(group.path) for leaf in group.children] for group in axis.children]
    if all(suffix == suffixes[0] for suffix in suffixes) and suffixes[0][0].startswith("."):
        for suffix, leaf in zip(suffixes[0], axis.children[0].children, strict=True):
            paths = tuple(group.path + suffix for group in axis.children)
            yield _Members(axis.path + suffix, f"{axis.label}·{leaf.label}", paths)


# --- rules --------------------------------------------------------------------------------------------------------


def _rules(form: Form, node: Marked) -> Iterator[tuple[RuleText, Marked]]:
    known = {"id", "each", "per_column", "severity", "label", "left", "right"}
    for place in node.items():
        entry = place.mapping(known=known, needed={"id", "label", "left", "right"})
        warning = "severity" in entry
        if warning and entry["severity"].text() != "warning":
            raise entry["severity"].wrong("severity 只能是 warning")
        for path, label in _each(form, entry, place):
            sides = [_side(form, entry[side], path) for side in ("left", "right")]
            _check_dimension(form, sides, place)
            name = _fill(entry["id"].text(), path)
            yield RuleText(name, _fill(entry["label"].text(), label), sides[0], sides[1], warning), place
            if "per_column" in entry and entry["per_column"].flag():
                yield from ((rule, place) for rule in _per_column(form, name, entry, warning))


def _each(form: Form, entry: dict[str, Marked], place: Marked) -> list[tuple[str, str]]:
    """What ``*`` stands for: pairs of path and label; one empty pair where the rule has no ``each``."""
    if "each" not in entry:
        return [("", "")]
    words = entry["each"].text().split(" of ")
    tables = {table.id: table for table in form.tables}
    if len(words) != 2 or words[0] not in ("rows", "columns") or words[1] not in tables:
        raise entry["each"].wrong("each 应当写成“rows of 表”或“columns of 表”")
    blocks = tables[words[1]].blocks
    leaves = [
        leaf for block in blocks for leaf in (block.row_leaves if words[0] == "rows" else block.column_leaves)
    ]
    if not leaves:
        raise place.wrong(f"表“{words[1]}”没有可以逐个检查的{'行' if words[0] == 'rows' else '列'}")
    return [(leaf.path, leaf.label) for leaf in leaves]


def _per_column(form: Form, name: str, entry: dict[str, Marked], warning: bool) -> Iterator[RuleText]:
    """The same rule for each other column of the table that its left side is in."""
    left, right = (entry[side].text() for side in ("left", "right"))
    cell = form.by_key[next(ref.key for ref in references(form.parse(left)) if isinstance(ref, CellRef))]
    own = cell.column_path
    block = next(b for table in form.tables if table.id == cell.table for b in table.blocks)
    for column in block.column_leaves:
        if column.path != own:
            left_side, right_side = (
                form.parse(side.replace(f".{own}", f".{column.path}")) for side in (left, right)
            )
            label = f"{entry['label'].text()}（{column.label}）"
            yield RuleText(f"{name}.{column.path}", label, left_side, right_side, warning)


def _fill(text: str, value: str) -> str:
    return text.replace("*", value) if value else text


def _side(form: Form, node: Marked, path: str) -> Expression:
    try:
        return form.parse(_fill(node.text(), path))
    except ExpressionError as error:
        raise node.wrong(str(error)) from error


def _check_dimension(form: Form, sides: list[Expression], place: Marked) -> None:
    keys = [ref.key for side in sides for ref in references(side) if isinstance(ref, CellRef)]
    units = {Unit.of(form.by_key[key].unit).dimension for key in keys}
    if len(units) > 1:
        raise place.wrong(f"规则里的计量单位不一致：{'、'.join(sorted(units))}")


def _unique(rules: Iterator[tuple[RuleText, Marked]]) -> Iterator[RuleText]:
    seen: set[str] = set()
    for rule, place in rules:
        if rule.id in seen:
            raise place.wrong(f"规则“{rule.id}”重复")
        seen.add(rule.id)
        yield rule


def _reserved(form: Form, node: Marked) -> Reserved:
    entry = node.mapping(
        known={"cells", "unless_unit", "but_not", "why"}, needed={"cells", "unless_unit", "why"}
    )
    but_not = entry["but_not"].texts() if "but_not" in entry else ()
    return Reserved(
        _known_cells(form, entry["cells"]), entry["unless_unit"].texts(), but_not, entry["why"].text()
    )


def _overlap(form: Form, node: Marked) -> Overlap:
    entry = node.mapping(known={"cells", "apart", "why"}, needed={"cells", "why"})
    apart = entry["apart"].flag() if "apart" in entry else False
    return Overlap(_known_cells(form, entry["cells"]), entry["why"].text(), apart)


def _known_cells(form: Form, node: Marked) -> tuple[str, ...]:
    for item in node.items():
        if item.text() not in form.by_key:
            raise item.wrong(f"没有单元格“{item.text()}”")
    return node.texts()


# --- words --------------------------------------------------------------------------------------------------------


def _vocabulary(form: Form, node: Marked, included: Callable[[str], str]) -> Vocabulary:
    entry = node.mapping(known={"from", "topics"})
    subjects: dict[str, Subject] = {}
    for item in entry["from"].items() if "from" in entry else ():
        file = f"words/{item.text()}.yaml"
        top = read_marked(included(item.text()), file).mapping(known={"topics"}, needed={"topics"})
        _add_subjects(form, top["topics"], subjects)
    if "topics" in entry:
        _add_subjects(form, entry["topics"], subjects)
    return Vocabulary(tuple(subjects.values()))


_SUBJECT = (
    *("id", "name", "words", "units", "unless", "inert", "doubtful", "done"),
    *("rest", "rates_of", "flow", "default", "columns", "terms"),
)


def _add_subjects(form: Form, node: Marked, subjects: dict[str, Subject]) -> None:
    for place in node.items():
        known = set(_SUBJECT)
        entry = place.mapping(known=known, needed={"id", "terms"})
        terms = tuple(_term(form, term, entry, subjects) for term in entry["terms"].items())
        subject = _subject(form, place, entry, terms, subjects)
        subjects[subject.id] = subject


def _subject(
    form: Form, place: Marked, entry: dict[str, Marked], terms: tuple[Term, ...], subjects: dict[str, Subject]
) -> Subject:
    name = entry["id"].text()
    old = subjects.get(name)
    if old is None and not {"name", "words", "units"} <= entry.keys():
        raise place.wrong(f"主题“{name}”缺少 name、words 或 units")
    columns = (
        {column: words.texts() for column, words in entry["columns"].entries().items()}
        if "columns" in entry
        else {}
    )
    return Subject(
        id=name,
        name=entry["name"].text() if "name" in entry or old is None else old.name,
        words=(old.words if old else ()) + (entry["words"].texts() if "words" in entry else ()),
        units=(old.units if old else ()) + (entry["units"].texts() if "units" in entry else ()),
        terms=(old.terms if old else ()) + terms,
        columns={**(old.columns if old else {}), **columns},
        unless=(old.unless if old else ()) + (entry["unless"].texts() if "unless" in entry else ()),
        inert=(old.inert if old else ()) + (entry["inert"].texts() if "inert" in entry else ()),
        doubtful=(old.doubtful if old else ()) + (entry["doubtful"].texts() if "doubtful" in entry else ()),
        done=next(iter(_expressions(form, entry, "done")), old.done if old else None),
        rest=_expressions(form, entry, "rest") or (old.rest if old else ()),
        rates_of=_expressions(form, entry, "rates_of") or (old.rates_of if old else ()),
        flow=_flow(form, entry, list(columns)) or (old.flow if old else {}),
        default=entry["default"].text() if "default" in entry else (old.default if old else None),
    )


def _expressions(form: Form, entry: dict[str, Marked], name: str) -> tuple[str, ...]:
    """The expressions of an entry, each over cells that the form has."""
    for item in entry[name].items() if name in entry else ():
        try:
            form.parse(item.text())
        except ExpressionError as error:
            raise item.wrong(str(error)) from error
    return entry[name].texts() if name in entry else ()


def _term(form: Form, node: Marked, topic: dict[str, Marked], subjects: dict[str, Subject]) -> Term:
    entry = node.mapping(known={"words", "means", "verb", "ending"}, needed={"words", "means"})
    old = subjects.get(topic["id"].text())
    columns = list(topic["columns"].entries()) if "columns" in topic else list(old.columns if old else ())
    means = _meanings(form, entry["means"], columns)
    ending = entry["ending"].texts() if "ending" in entry else ()
    return Term(entry["words"].texts(), means, "verb" in entry and entry["verb"].flag(), ending)


def _flow(form: Form, entry: dict[str, Marked], columns: list[str]) -> dict[str, str]:
    """The side of every meaning that is on one."""
    if "flow" not in entry:
        return {}
    sides = entry["flow"].mapping(known=set(FLOW), needed=set(FLOW))
    return {text: side for side, node in sides.items() for text in _meanings(form, node, columns)}


def _meanings(form: Form, node: Marked, columns: list[str]) -> tuple[str, ...]:
    """Expressions in which ``*`` is the column, each over cells that the form has in every column."""
    for item in node.items():
        for column in columns or [""]:
            try:
                form.parse(item.text().replace("*", column))
            except ExpressionError as error:
                raise item.wrong(str(error)) from error
    return node.texts()
