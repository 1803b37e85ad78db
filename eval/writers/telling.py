"""The tables of a run: the writers side by side, as HTML, Markdown, CSV and JSON lines."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from eval.drafts.grading import GRADE
from eval.scoring.evaluator import Trait
from eval.scoring.own import Own
from eval.scoring.tables import escaped, guarded
from eval.writers.contestant import OFFLINE
from eval.writers.picture import pictures
from eval.writers.scoring import COST, DROPPED, OWN, REPAIRED, REPLACED, TOKENS, traits
from eval.writers.standing import Measured, Standing

_NONE = "不适用"
_MINUS = "−"
EXPLAINED = (
    "各种写法写同一批数据，用稿子评分的全部评法评。只在同一套数据上比：写了几遍的先取平均，差值是每套数据上的差的平均。",
    "括号里是 95% 区间（对各套数据自助抽样 2000 次，种子固定）；只有一套数据时没有区间。",
    "区间不含 0 的差才算有差别，用颜色标出；没有标出的，这些数据看不出差别。",
    "有一个部分因为对方没有答、答不成或停在半路而没有写成，或者写的没有一个部分用得上，这份稿子就算没有写成。",
    "没有写成的稿子里是内置文句，不算它的分，只计数并说明原因。",
    "改好、换掉、删去的句子都是核对时发现的；留在稿子里的已经核对过，评分时还要再核对一遍。",
    "词元和费用按对方报的数计算；对方没有报，或者没有给出单价，就是不适用，不是零。用时因机器和网络而异，不参加比较。",
    "每遍的种子随请求发给模型；不接受种子的服务照样写，只是再写一次未必相同。",
)


def own(standings: Sequence[Standing]) -> Own:
    """What is shown in place of means over all drafts: writers are unlike, and have none in common."""
    html = [*pictures(standings), _html(_overview(standings)), "<h2>逐项比较</h2>", _html(_each(standings))]
    markdown = [*_markdown(_overview(standings)), "", "### 逐项比较", "", *_markdown(_each(standings))]
    rows = [(f"{each.label}·总评", _grade(each)) for each in standings]
    return Own(
        "\n".join(html), tuple(markdown), tuple(rows), {"writers": [_record(each) for each in standings]}
    )


def printed(standings: Sequence[Standing]) -> Iterator[str]:
    """The overview for a terminal, a line for each writer."""
    head, *rows = _overview(standings)
    for row in rows:
        told = "，".join(f"{name.text} {cell.text}" for name, cell in zip(head[1:], row[1:], strict=True))
        yield f"{row[0].text}：{told}".replace("\n", " ")


def as_lines(standings: Sequence[Standing]) -> bytes:
    """JSON lines, one for each writer."""
    return b"".join(json.dumps(_record(each), ensure_ascii=False).encode() + b"\n" for each in standings)


def as_csv(standings: Sequence[Standing]) -> bytes:
    """One line for each writer and evaluator; UTF-8 with a mark at its head, for Excel."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    head = ["写法", "份数", "没有写成", "平均用时（秒）", "评什么", "名称"]
    writer.writerow(
        [*head, "数据套数", "平均", "下限", "上限", f"与{OFFLINE.label}的差", "差的下限", "差的上限"]
    )
    for each in standings:
        for trait in traits():
            found, other = each.means[trait.name], each.differences[trait.name]
            about = [each.label, len(each.results), len(each.failed), _seconds(each), trait.name, trait.title]
            writer.writerow(
                map(guarded, [*about, found.sets if found else 0, *_three(found), *_three(other)])
            )
    return ("\ufeff" + text.getvalue()).encode()


def _three(found: Measured | None) -> list[float | None]:
    numbers = (found.mean, found.low, found.high) if found else (None, None, None)
    return [None if number is None else round(number, 6) for number in numbers]


def _record(each: Standing) -> dict[str, Any]:
    measured = {
        trait.name: {
            "title": trait.title,
            "mean": found.as_json() if (found := each.means[trait.name]) else None,
            "difference": other.as_json() if (other := each.differences[trait.name]) else None,
        }
        for trait in traits()
    }
    seconds = None if each.took is None else round(each.took, 3)
    known = {"writer": each.label, "drafts": len(each.results), "failed": len(each.failed)}
    return {**known, "seconds": seconds, "evaluators": measured}


# --- tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, its lines apart; ``kind`` is how it looks."""

    text: str
    kind: str = ""


_Table = list[list[_Cell]]


def _overview(standings: Sequence[Standing]) -> _Table:
    head = [
        "写法",
        "份数",
        "没有写成",
        "总评",
        f"比{OFFLINE.label}",
        "自己写成的",
        "改好",
        "换掉",
        "删去",
        "词元",
        "费用（元）",
        "用时（秒）",
    ]
    table = [[_Cell(name) for name in head]]
    for each in standings:
        failed = _Cell(str(len(each.failed)), "bad" if each.failed else "")
        counts = [_mean(each, trait) for trait in (OWN, REPAIRED, REPLACED, DROPPED, TOKENS, COST)]
        row = [
            _Cell(each.label),
            _Cell(str(len(each.results))),
            failed,
            _Cell(_grade(each)),
            _difference(each, GRADE),
        ]
        table.append([*row, *counts, _Cell(_seconds(each) or _NONE, "" if each.seconds else "none")])
    return table


def _each(standings: Sequence[Standing]) -> _Table:
    """An evaluator a line, a writer a column: the mean, and what it is more or less than the built-in phrases' mean."""
    head = [_Cell("评什么"), *(_Cell(each.label) for each in standings)]
    rows = [
        [_Cell(trait.title), *(_both(each, trait) for each in standings)]
        for trait in traits()
        if any(each.means[trait.name] is not None for each in standings)
    ]
    return [head, *rows]


def _both(each: Standing, trait: Trait) -> _Cell:
    mean, other = _mean(each, trait), _difference(each, trait)
    compared = other.kind != "none" and each.label != OFFLINE.label
    return _Cell(f"{mean.text}\n{other.text}", other.kind) if compared else mean


def _grade(each: Standing) -> str:
    found = each.means[GRADE.name]
    if found is None:
        return _NONE
    interval = (
        "" if found.low is None or found.high is None else f"（{100 * found.low:.1f}—{100 * found.high:.1f}）"
    )
    return f"{100 * found.mean:.1f}{interval}"


def _mean(each: Standing, trait: Trait) -> _Cell:
    found = each.means[trait.name]
    return _Cell(_NONE, "none") if found is None else _Cell(_number(found.mean, trait))


def _difference(each: Standing, trait: Trait) -> _Cell:
    """With its interval where there is one; coloured where it is none of chance."""
    found = each.differences[trait.name]
    if each.label == OFFLINE.label:
        return _Cell("—", "none")
    if found is None:
        return _Cell(_NONE, "none")
    if (found.mean, found.low or 0, found.high or 0) == (0, 0, 0):
        return _Cell("相同")
    better = each.better(trait)
    numbers = [found.mean] if found.low is None or found.high is None else [found.mean, found.low, found.high]
    told = [_signed(number, trait) for number in numbers]
    text = told[0] if len(told) == 1 else f"{told[0]}（{told[1]} 至 {told[2]}）"
    return _Cell(text, "" if better is None else "good" if better else "bad")


def _signed(number: float, trait: Trait) -> str:
    """Points of a hundred, or what is counted."""
    plus = "+" if number > 0 else ""
    text = f"{plus}{_number(number, trait)}" if trait.counts else f"{100 * number:+.1f}"
    text = "0" if float(text) == 0 else text
    return text.replace("-", _MINUS)


def _number(number: float, trait: Trait) -> str:
    if not trait.counts:
        return f"{number:.1%}"
    if trait is TOKENS:
        return f"{number:.0f}"
    return f"{number:.4f}" if trait is COST else f"{number:.2f}"


def _seconds(each: Standing) -> str:
    return "" if each.took is None else f"{each.took:.1f}"


def _html(table: _Table) -> str:
    head, *rows = table
    lines = ["<tr>" + "".join(f"<th>{escape(name.text)}</th>" for name in head) + "</tr>"]
    for name, *cells in rows:
        numbers = "".join(
            f'<td class="n {cell.kind}">{escape(cell.text).replace(chr(10), "<br>")}</td>' for cell in cells
        )
        lines.append(f"<tr><td>{escape(name.text)}</td>{numbers}</tr>")
    return f"<div class=wide><table>{''.join(lines)}</table></div>"


def _markdown(table: _Table) -> list[str]:
    head, *rows = (["<br>".join(map(escaped, cell.text.split("\n"))) for cell in row] for row in table)
    return [
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
