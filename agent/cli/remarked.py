"""What there is to remark on in a draft besides its figures: what must not be published first, alike ones together."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from agent.cli.style import Style, flat

if TYPE_CHECKING:
    from agent.drafting.scrutiny import Remark

# Of one kind so many are shown; who has more knows what to look for.
_SHOWN = 3


def remarks_page(remarks: Sequence["Remark"], text: str, style: Style) -> str:
    """Lines by kind of remark; "" where there are none."""
    if not remarks:
        return ""
    grave = sum(remark.grave for remark in remarks)
    said = f"（其中 {grave} 处不改不能发布）" if grave else ""
    ordered = sorted(remarks, key=lambda remark: (not remark.grave, remark.code))
    lines = [style.strong(f"数字以外，可以看看 {len(remarks)} 处{said}")]
    for _, alike in groupby(ordered, key=lambda remark: (remark.grave, remark.code)):
        lines += _lines(list(alike), text, style)
    return "\n".join(lines)


def _lines(alike: Sequence["Remark"], text: str, style: Style) -> Iterator[str]:
    for remark in alike[:_SHOWN]:
        mark = style.bad("✗") if remark.grave else style.doubtful("·")
        yield f"  {mark} {_place(remark, text, style)}{flat(remark.what)}；{flat(remark.mend)}"
    if len(alike) > _SHOWN:
        yield style.faint(f"    同样的还有 {len(alike) - _SHOWN} 处")


def _place(remark: "Remark", text: str, style: Style) -> str:
    """The line where it stands; nothing where something is missing."""
    if remark.start == remark.end:
        return ""
    return style.faint(f"第{text.count(chr(10), 0, remark.start) + 1}行") + " "


def remarks_record(remarks: Sequence["Remark"]) -> list[dict[str, Any]]:
    """The remarks as a program reads them."""
    return [
        {
            "start": remark.start,
            "end": remark.end,
            "code": remark.code,
            "grave": remark.grave,
            "what": remark.what,
            "mend": remark.mend,
        }
        for remark in remarks
    ]
