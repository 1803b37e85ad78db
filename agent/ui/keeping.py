"""Settings of what is kept: the embedding with a test, the database, and the store of past paragraphs with reports brought in."""

from typing import TYPE_CHECKING

import streamlit as st

from agent import wiring
from agent.errors import NianbaoError
from agent.ui import session, working
from agent.ui.markup import given_rows, notice, problem_list
from agent.workflow.past_reports import Shelf, Shelved, shelf_of, shelve
from agent.workflow.trying import PATIENCE, TriedEmbedding, try_embedding

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_TEST, _LOOK, _BRING = "embedding_test", "past_look", "past_bring"
_FILES, _FOLDER = "选文件", "选整个文件夹"
_NAMED = 20


# --- the embedding ------------------------------------------------------------------------------------------------


def embedding_card() -> None:
    """Which embedding is in use, and whether it answers. It isn't set here: what is kept was made with it."""
    given = wiring.settings()
    rows = [("正在使用", given.embedding or "内置向量，由本程序直接算出，不联网")]
    if given.embedding:
        rows.append(("服务地址", given.embedding_url or given.model_url or "OpenAI 的地址"))
        key = given.embedding_key or given.model_key
        rows.append(("密钥", "已设定，不显示" if key else "没有设定"))
    with st.container(border=True, key="embedding"):
        st.html('<h2 class="nb-title">向量（查找往年段落用）</h2>')
        source = "由环境变量 NIANBAO_EMBEDDING 设定，在这里不能改"
        st.html(given_rows(source if given.embedding else "没有设定 NIANBAO_EMBEDDING", rows))
        st.button(
            "测试向量",
            on_click=_try,
            key="try_embedding",
            disabled=working.running(_TEST),
            icon=":material/network_check:",
        )
        working.show(_TEST)
        tried: TriedEmbedding | None = working.result(_TEST)
        if tried is not None:
            st.html(notice(f"可以用：{tried.seconds:.1f} 秒得到 {tried.numbers} 个数的向量。", "good"))
        st.html(
            notice(
                "要换：在 .env 里设 NIANBAO_EMBEDDING，再运行 nianbao ingest --rebuild。已有的段落是用原来的向量收的，"
                "所以不能只在一个窗口里换。"
            )
        )


def _try() -> None:
    working.start(
        _TEST, "正在请向量服务回答", lambda stopped: try_embedding(wiring.embedding(PATIENCE), stopped)
    )


# --- the database -------------------------------------------------------------------------------------------------


def store_card() -> None:
    """Where reports are kept, how much room they take and when they were changed last; for whoever looks after that."""
    if not session.administers():
        return
    given = wiring.settings()
    named = "由环境变量 NIANBAO_DATABASE_URL 设定，在这里不能改"
    source = named if given.database_url else "没有设定 NIANBAO_DATABASE_URL，用本机文件"
    with st.container(border=True, key="store"):
        st.html('<h2 class="nb-title">存放</h2>')
        try:
            st.html(given_rows(source, [*_database(), ("数据文件夹（NIANBAO_DATA）", str(given.data))]))
        except NianbaoError as error:
            st.html(given_rows(source, [("数据文件夹（NIANBAO_DATA）", str(given.data))]))
            st.html(notice(str(error), "bad"))
            st.html(notice("现在存不了东西：请按上面的提示检查，快速核对仍然能用。"))


def _database() -> list[tuple[str, str]]:
    projects = session.projects()
    every = projects.reports(removed=True)
    rows = [
        ("数据库", f"{projects.kind}　{projects.place}"),
        ("大小", f"{projects.size() / 1024 / 1024:.1f} MB"),
        ("报告", f"{len(every)} 份，含已移除的"),
    ]
    if every:
        newest = max(every, key=lambda report: report.changed)
        rows.append(("最近修改", f"{newest.changed.astimezone():%Y-%m-%d %H:%M}，{newest.changed_by}"))
    return rows


# --- past paragraphs ----------------------------------------------------------------------------------------------


def past_card() -> None:
    """What the store of past paragraphs holds, and bringing more past reports.

    Everybody's drafts are written from it, whosever unit they are of: what goes into it is the administrator's to say.
    """
    given = wiring.settings()
    place = "Chroma 服务器（NIANBAO_CHROMA_URL）" if given.chroma_url else "本机"
    if session.administers() and not given.chroma_url:
        place = f"本机 {given.data / 'chroma'}"
    with st.container(border=True, key="past"):
        st.html('<h2 class="nb-title">往年段落</h2>')
        state, bringing = st.columns(2, gap="large")
        with state:
            _shelf(place)
        with bringing:
            if session.administers():
                _bringing()
            else:
                st.html(notice("往年段落各单位共用，由管理员收入已经公开的年报；没有公开的不要收进来。"))


def _shelf(place: str) -> None:
    done: Shelved | None = working.result(_BRING)
    shelf: Shelf | None = done.shelf if done else working.result(_LOOK)
    if shelf is None and wiring.past_is_kept() and not working.known(_LOOK):
        working.start(_LOOK, "正在查看往年段落", lambda _: shelf_of(wiring.exemplar_store()))
        shelf = working.result(_LOOK)
    rows = [("存放在", place)]
    if shelf is not None:
        rows += [
            ("年报", f"{shelf.reports} 份，{len(shelf.units)} 个单位"),
            ("段落", f"{shelf.paragraphs} 段"),
        ]
        if shelf.years:
            rows.append(("年度", f"{shelf.years[0]}—{shelf.years[-1]}"))
    st.html(given_rows("起草和对话时从这里找可以参照的写法", rows))
    working.show(_LOOK)
    if shelf is None and not working.known(_LOOK):
        st.html(notice("还没有收入往年年报。不收入也能起草：有内置文句，带入的上年年报也会参照。"))


def _bringing() -> None:
    way = st.segmented_control(
        "收入往年年报", [_FILES, _FOLDER], default=_FILES, key="past_way", required=True
    )
    files = st.file_uploader(
        "Word、PDF、网页、文本都行，可以一次选多份",
        accept_multiple_files=True if way == _FILES else "directory",
        key=f"past_{way}_{st.session_state.get('past_round', 0)}",
    )
    st.button(
        f"收入这 {len(files)} 份" if files else "收入",
        on_click=_bring,
        args=(files,),
        disabled=not files or working.running(_BRING),
        type="primary" if files else "secondary",
        key="bring_past",
    )
    working.show(_BRING)
    _brought()


def _bring(files: "list[UploadedFile]") -> None:
    given = [(each.name, each.getvalue()) for each in files]
    st.session_state["past_round"] = st.session_state.get("past_round", 0) + 1
    far = [f"共 {len(given)} 份"]

    def bring(stopped: working.Stopped) -> Shelved:
        data = wiring.settings().data
        return shelve(wiring.exemplar_store(), data, given, stopped, lambda words: far.append(words))

    working.forget(_LOOK)
    working.start(_BRING, "正在收入往年年报", bring, lambda: far[-1])


def _brought() -> None:
    done: Shelved | None = working.result(_BRING)
    if done is None:
        return
    known = f"，{done.known} 份已经在库里" if done.known else ""
    st.html(notice(f"收入 {done.new} 份{known}。", "good" if not done.problems else "plain"))
    if done.problems:
        more = len(done.problems) - _NAMED
        st.html(
            problem_list(
                f"有 {len(done.problems)} 份没有收入" + (f"，列出前 {_NAMED} 份" if more > 0 else ""),
                done.problems[:_NAMED],
            )
        )
