"""The conversation with the agent, beside the report: what was said, what is going on, what can be asked."""

import threading
from collections.abc import Sequence

import streamlit as st

from agent import wiring
from agent.drafting.brief import Part
from agent.drafting.conversation import Means
from agent.drafting.past import Past
from agent.errors import Unavailable
from agent.ui import doing, session
from agent.ui.desk.lines import lines_markup
from agent.ui.desk.proposals import proposal_cards
from agent.ui.guarding import guarded
from agent.ui.markup import notice, text
from agent.workflow.talking import Proposal, Talking, Thread, Turns, Underway
from agent.workflow.talking.entries import Closed, Entry, Spoken
from agent.workflow.talking.sayable import MANNERS, WHOLE, parts_to_write, sayable
from agent.workflow.talking.thread import Line
from agent.workflow.talking.underway import as_read
from agent.workflow.work import Work

# What is over within this moment is not shown as going on; while one goes on the page looks this often; for others' this often.
_QUICK, _LOOK, _OTHERS = 0.5, 0.3, 3.0
# So many turns are shown at first, and so many more at a time.
_SHOWN = 12
_LONGEST = 2_000
_PLACEHOLDER = "说要怎么写、怎么改，或问一个数"


@st.cache_resource(show_spinner=False)
def turns() -> Turns:
    """The turns of this process, for all sessions."""
    return Turns()


@st.cache_resource(show_spinner=False)
def _warmed() -> None:
    """What speaks to models takes seconds to load; they are not to be waited for in a turn, nor when one is stopped."""
    threading.Thread(target=wiring.warm_up, daemon=True, name="warming").start()


def conversation(work: Work) -> None:
    """Draw it; what is asked for in it goes on in a thread, and the page follows."""
    report = work.report.id
    thread = thread_of(report)
    turn = turns().of(report)
    if session.has_model():
        _warmed()
    with st.container(height=360, key="talk_history", autoscroll=True):
        _history(work, thread, turn)
        if turn is not None:
            _live(work, turn)
        elif not thread.waiting():
            _examples(work, thread)
    _parts(work, busy=turn is not None)
    st.chat_input(
        _PLACEHOLDER,
        key="talk_input",
        max_chars=_LONGEST,
        on_submit=_typed,
        args=(work,),
        disabled=turn is not None,
    )
    if turn is None:
        _news(report, thread.last)


def thread_of(report: str) -> Thread:
    """The conversation as the store has it; only what is new is asked for."""
    key = f"thread_{report}"
    thread = Thread.of(session.projects(), report, st.session_state.get(key))
    st.session_state[key] = thread
    return thread


# --- saying something ---------------------------------------------------------------------------------------------


def ask(work: Work, words: str) -> None:
    """Say something to the agent."""
    report, model, who = work.report.id, session.own_model(), session.who()
    projects = session.projects()

    def prepare() -> Talking:
        means, past = _means(model)
        return Talking(projects, report, means, who=who, past=past)

    if not turns().begin(projects, report, prepare, words, who=who):
        doing.tell(notice("上一句还没有答完；等它答完，或先停止。", "warning"))
        return
    turns().begun(report, _QUICK)


def _means(model: wiring.OwnModel | None) -> tuple[Means, Past | None]:
    """The model and the past reports, as far as they can be reached."""
    try:
        return wiring.conversation_means(session=model), wiring.past()
    except Unavailable:
        return wiring.conversation_means(with_past=False, session=model), None


def _typed(work: Work) -> None:
    words = str(st.session_state.get("talk_input") or "").strip()
    if words:
        ask(work, words)


def _examples(work: Work, thread: Thread) -> None:
    """What can be asked, to press; in an empty conversation with what this is for."""
    if not thread.lines:
        st.html(
            '<p class="nb-quiet">在下面说一句话，助手会起草、改写、答数。'
            "写出来的先给您看改了哪里，按“采用”才写进报告。</p>"
        )
    past = work.last is not None
    with st.container(horizontal=True, key="talk_examples", gap="small"):
        for number, words in enumerate(sayable(work, past=past)):
            st.button(words, key=f"example_{number}", on_click=ask, args=(work, words))


def _parts(work: Work, *, busy: bool) -> None:
    """One part, and what can be done with it; the whole."""
    known = parts_to_write(work)
    with st.container(key="talk_parts", gap="small"):
        if not known:
            st.button(
                "整篇起草",
                key="write_whole",
                on_click=ask,
                args=(work, WHOLE),
                disabled=busy or not work.figures.cells,
            )
            return
        choose, whole = st.columns([7, 4], vertical_alignment="bottom", gap="small")
        with choose:
            chosen_part(known)
        with whole:
            st.button(
                "整篇起草",
                key="write_whole",
                on_click=ask,
                args=(work, WHOLE),
                disabled=busy,
                width="stretch",
            )
        with st.container(horizontal=True, gap="small", key="talk_manners"):
            for label, words in MANNERS:
                st.button(
                    label, key=f"manner_{label}", on_click=_manner, args=(work, known, words), disabled=busy
                )


def _manner(work: Work, known: tuple[Part, ...], words: str) -> None:
    """Ask for the part that is chosen when the button is pressed: it may have been drawn before the choice was made."""
    by_id = {part.id: part for part in known}
    ask(work, words.format(by_id.get(st.session_state.get("desk_part", ""), known[0]).title))


def chosen_part(known: tuple[Part, ...]) -> Part:
    """The part that somebody works on."""
    by_id = {part.id: part for part in known}
    found = st.selectbox(
        "改哪一部分",
        list(by_id),
        format_func=lambda each: by_id[each].title,
        key="desk_part",
        label_visibility="collapsed",
    )
    return by_id.get(found or "", known[0])


# --- what was said ------------------------------------------------------------------------------------------------


def _history(work: Work, thread: Thread, turn: Underway | None) -> None:
    # What goes on is drawn as it comes.
    groups = _by_turn([line for line in thread.lines if turn is None or line.number <= turn.since])
    count = st.session_state.get("talk_shown", _SHOWN)
    if len(groups) > count:
        st.button("看更早的", key="talk_earlier", on_click=_earlier, type="tertiary")
    for group in groups[-count:]:
        _turn(work, thread, group)


def _earlier() -> None:
    st.session_state["talk_shown"] = st.session_state.get("talk_shown", _SHOWN) + _SHOWN


def _by_turn(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if isinstance(line.entry, Spoken) or not groups:
            groups.append([])
        groups[-1].append(line)
    return groups


def _turn(work: Work, thread: Thread, lines: list[Line]) -> None:
    first, *rest = lines
    if isinstance(first.entry, Spoken):
        _spoken(first.who, first.entry)
    else:
        rest = lines
    if not any(not isinstance(each.entry, Closed) for each in rest):
        return
    with st.chat_message("assistant", avatar=":material/edit_note:"):
        said: list[Entry] = []
        for line in rest:
            if isinstance(line.entry, Proposal):
                st.html(lines_markup(said) or "<i></i>")
                said = []
                proposal_cards(work, thread, line.number, line.entry, ask)
            else:
                said.append(line.entry)
        if body := lines_markup(said):
            st.html(body)


def _spoken(who: str, entry: Spoken) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        other = "" if who == session.who() else f'<small class="nb-who">{text(who)}</small>'
        st.html(f"{other}{lines_markup([entry])}")


# --- what goes on -------------------------------------------------------------------------------------------------


@st.fragment(run_every=_LOOK)
@guarded
def _live(work: Work, turn: Underway) -> None:
    """The turn that goes on: the sentence, what came of it, what is being done, the text that is coming, and stopping."""
    if turn.done.is_set():
        st.rerun()
    lines = thread_of(work.report.id).lines
    said = [line.entry for line in lines if line.number > turn.since and not isinstance(line.entry, Spoken)]
    coming = as_read(turn.wrote, work.setting)
    stopping = "，正在停下" if turn.stopping else ""
    _spoken(turn.who, Spoken(turn.asked))
    with st.chat_message("assistant", avatar=":material/edit_note:"):
        st.html(
            f'{lines_markup(said)}<p class="nb-working" role="status"><i></i>'
            f"{text(turn.doing)}…已用 {turn.seconds} 秒{stopping}</p>"
            f"{f'<p class=nb-coming>{text(coming)}</p>' if coming else ''}"
        )
        st.button(
            "停止",
            key="talk_stop",
            on_click=turn.stop,
            disabled=turn.stopping,
            icon=":material/stop_circle:",
        )


@st.fragment(run_every=_OTHERS)
@guarded
def _news(report: str, drawn: int) -> None:
    """Follow what is said in other windows."""
    if turns().of(report) is not None or thread_of(report).last > drawn:
        st.rerun()
