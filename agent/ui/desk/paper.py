"""The report on the page: figures that lead to their cells, and parts that are edited in place while verdicts follow.

The component is needed because no native widget marks words inside a text that is being typed. What is typed is kept by the
browser until it has been saved; every letter from it says after which change of the report it was begun, so that whoever saves
has seen nothing later, and of two who edit one part nobody's text is lost.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from agent.drafting.brief import Part
from agent.errors import BadInput, NianbaoError
from agent.store import Conflict
from agent.ui import doing, leading, memory, session
from agent.ui.desk.printed import printed
from agent.ui.guarding import guarded
from agent.ui.markup import notice
from agent.ui.prose import reason_of
from agent.verify.answer import Judged
from agent.workflow.editing import JudgedPart, editable, edited, frame, instead, judged_part
from agent.workflow.saving import save_part
from agent.workflow.work import Work

_FOLDER = Path(__file__).parent / "report"
_SCRIPTS = ("nodes.js", "kept.js", "figures.js", "editor.js", "paper.js")
_KEY, _REPLY, _AT, _SAVED, _SHOWN = "report_paper", "paper_reply", "paper_at", "paper_saved", "paper_shown"
# Verdicts first, then what would stand instead, which takes longer. Any other letter asks for the whole report.
TYPED, MENDS, SAVE = "typed", "mends", "save"

_mounted = st.components.v2.component(
    "nianbao.report_paper",
    css=(_FOLDER / "paper.css").read_text(encoding="utf-8"),
    js="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS),
    isolate_styles=False,
)


def paper(work: Work) -> None:
    """Draw the report. What is typed in it only draws the paper again; what is saved, the page."""
    if (at := leading.wanted("at")).isdigit():
        st.session_state[_AT] = {"offset": int(at), "number": str(time.time_ns())}
        leading.arrived("at")
    _paper(work.report.id)


@st.fragment
@guarded
def _paper(report: str) -> None:
    if st.session_state.pop(_SAVED, False):
        st.rerun()
    try:
        data = _picture(memory.work(report))
    except session.NotInside:
        raise
    except NianbaoError as error:
        st.html(notice(str(error), "bad"))
        return
    if st.session_state.pop(_SHOWN, None) == data["change"]:
        data = {name: value for name, value in data.items() if name != "groups"}  # it has them already
    reply = st.session_state.get(_REPLY)
    at = st.session_state.get(_AT)
    told = {"reply": reply if reply and reply["report"] == report else None, "at": at}
    result = _mounted(key=_KEY, data={**data, **told}, on_letter_change=_letter, on_lead_change=_nothing)
    lead = result.get("lead")
    if isinstance(lead, Mapping):
        key = str(lead.get("cell", ""))
        leading.go(leading.FIGURES, **({"cell": key} if key else {}))


def _picture(work: Work) -> dict[str, Any]:
    return _pictured(work.report.id, work.contents.change, work)


@st.cache_resource(max_entries=24, show_spinner=False)
def _pictured(report: str, change: int, _work: Work) -> dict[str, Any]:  # noqa: ARG001 - what it is known by
    return printed(_work)


def _nothing() -> None:
    """Waits for the paper to be drawn."""


# --- letters ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Letter:
    """What the paper sends: a part as typed, to be judged or saved. ``change``: the report's, when the editing was begun.

    ``shown``: the report's change that the paper shows, -1 for none.
    """

    client: str
    number: int
    kind: str
    report: str
    part: str
    text: str
    change: int
    shown: int

    @classmethod
    def of(cls, record: object) -> "Letter | None":
        """None for what has not the shape of a letter."""
        if not isinstance(record, Mapping):
            return None
        words = [record.get(name) for name in ("client", "kind", "report", "part", "text")]
        number, change = record.get("number"), record.get("change")
        if not all(isinstance(each, str) for each in words) or words[1] not in (TYPED, MENDS, SAVE):
            return None
        shown = record.get("shown", -1)
        if not isinstance(number, int) or not isinstance(change, int) or not isinstance(shown, int):
            return None
        client, kind, report, part, text = map(str, words)
        return cls(client, number, kind, report, part, text, change, shown)


def _letter() -> None:
    state = st.session_state.get(_KEY)
    letter = Letter.of(state.get("letter") if state is not None else None)
    if letter is None:
        return
    if letter.kind != SAVE:
        st.session_state[_SHOWN] = letter.shown
    last = st.session_state.get(_REPLY) or {}
    if last.get("client") == letter.client and last.get("number", 0) >= letter.number:
        return  # sent once more because the answer was long in coming
    st.session_state[_REPLY] = {
        "client": letter.client,
        "number": letter.number,
        "kind": letter.kind,
        "report": letter.report,
        "part": letter.part,
    } | answered(letter)


def answered(letter: Letter) -> dict[str, Any]:
    """What comes of a letter; what cannot be done is said with its mend, and nothing is changed then."""
    try:
        work = memory.work_at(letter.report, letter.change)
        part = next((each for each in editable(work) if each.id == letter.part), None)
        if part is None:
            return _refused("没有这一部分", "", "请刷新页面")
        return _ANSWERS[letter.kind](work, part, letter.text)
    except BadInput as error:
        return {"refused": [{"what": e.what, "where": e.where, "mend": e.mend} for e in error.problems]}
    except NianbaoError as error:
        return _refused(str(error))


def _refused(what: str, where: str = "", mend: str = "") -> dict[str, Any]:
    return {"refused": [{"what": what, "where": where, "mend": mend}]}


def _typed(work: Work, part: Part, text: str) -> dict[str, Any]:
    judged = judged_part(work, part, text)
    marks = [_mark(judged, each, claim=False) for each in judged.answer.figures]
    marks += [_mark(judged, each, claim=True) for each in judged.answer.claims]
    objections = [
        _mark(judged, each, claim=each in judged.answer.claims) for each in judged.answer.objections
    ]
    return {"text": text, "marks": marks, "objections": objections}


def _mends(work: Work, part: Part, text: str) -> dict[str, Any]:
    framed = frame(work, part)
    found = instead(work, part, judged_part(work, part, text, framed), framed)
    return {"text": text, "instead": {str(_units(text[:start])): words for start, words in found.items()}}


def _mark(judged: JudgedPart, item: Judged, *, claim: bool) -> dict[str, Any]:
    """A judged figure or claim; offsets as the browser counts, in UTF-16 units."""
    return {
        "start": _units(judged.text[: item.start]),
        "end": _units(judged.text[: item.end]),
        "words": item.text,
        "verdict": item.verdict.value,
        "label": item.verdict.label,
        "reason": item.reason,
        "said": reason_of(item),
        "claim": claim,
        "kept": item.waiver is not None,
        "expected": item.expected is not None,
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _save(work: Work, part: Part, text: str) -> dict[str, Any]:
    outcome = save_part(
        session.projects(),
        work,
        part,
        edited(work, part, text),
        who=session.who(),
        why=f"手工修改“{part.title}”",
    )
    if isinstance(outcome, Conflict):
        return {"conflict": _theirs(work, part, outcome)}
    doing.tell(notice(f"已保存“{part.title}”", "good"))
    st.session_state[_SAVED] = True
    return {"saved": True}


def _theirs(work: Work, part: Part, conflict: Conflict) -> dict[str, Any]:
    """What somebody else has put there meanwhile, as it reads now."""
    now = memory.work(work.report.id)
    clash = conflict.clashes[0]
    return {
        "who": clash.who,
        "when": f"{clash.when.astimezone():%H:%M}",
        "text": frame(now, part).text,
        "change": now.contents.change,
    }


_ANSWERS = {TYPED: _typed, MENDS: _mends, SAVE: _save}
