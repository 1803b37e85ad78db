"""``audit``: the rows of it as lines for people or JSON for programs, and whether it is whole."""

import json
import re
import sys
from argparse import Namespace
from collections.abc import Sequence

from agent import wiring
from agent.cli.style import Style, flat
from agent.errors import BadInput, Problem
from agent.store import Chain
from agent.workflow.auditing import Row, report_called, rows

_BROKEN = 1
_LONGEST, _DIGITS = 120, 12


def audit(arguments: Namespace) -> int:
    """Print what was asked for; 1 where the record is not whole."""
    projects, style = wiring.projects(), Style.of(sys.stdout)
    report = report_called(projects, arguments.report).id if arguments.report else None
    if arguments.verify or arguments.head:
        chain = projects.verify_chain(_heads(arguments.head))
        if arguments.json:
            found = {"whole": chain.whole, "rows": chain.rows, "head": chain.head, "faults": chain.faults}
            print(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            print(verified(chain, style))
        return 0 if chain.whole else _BROKEN
    if arguments.json:
        for row in rows(projects, report):
            print(json.dumps(row.record(), ensure_ascii=False))
        return 0
    listed = False
    for row in rows(projects, report):
        print(row_lines(row, style))
        listed = True
    if not listed:
        print("还没有记录", file=sys.stderr)
    return 0


def _heads(given: Sequence[str]) -> list[str]:
    """The heads as they are kept: what a proof sheet breaks over two lines is one again."""
    heads = ["".join(each.split()).lower() for each in given]
    wrong = [each for each in heads if not re.fullmatch("[0-9a-f]{64}", each)]
    if wrong:
        mend = "照核验单“审计链末端”抄全，是 64 位的 0-9、a-f"
        raise BadInput([Problem(f"“{flat(each[:80])}”不是校验值", "--head", mend) for each in wrong])
    return heads


def verified(chain: Chain, style: Style) -> str:
    """Whether the record is whole, with its head to compare."""
    head = f"共 {chain.rows} 条，末端校验值 {chain.head}"
    if chain.whole:
        return style.good(f"修改记录完整，各个版本与记录相符；{head}")
    faults = "\n".join(f"  · {flat(fault)}" for fault in chain.faults)
    return f"{style.bad(f'修改记录有 {len(chain.faults)} 处问题')}；{head}\n{faults}"


def row_lines(row: Row, style: Style) -> str:
    """One row: when, who and what, then from what to what."""
    said = [f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}", row.who, row.action, row.report, row.place]
    head = f"{row.number}　" + "　".join(flat(each) for each in said if each)
    lines = [f"{head}　{style.faint(row.digest[:_DIGITS])}"]
    before, after = row.difference
    if before or after:
        lines.append(f"    {_short(before) or '（没有）'} → {_short(after) or '（没有）'}")
    if row.why:
        lines.append(f"    {style.faint(_short(row.why))}")
    return "\n".join(lines)


def _short(text: str) -> str:
    line = flat(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
