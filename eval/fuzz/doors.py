"""What is read from outside, each with the real files that are spoilt, the way to spoil them, and the function that reads."""

import atexit
import contextlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from agent.drafting.conversation import Conversation, Ground, Means
from agent.drafting.conversation.keeping import conversation_json, read_conversation
from agent.errors import BadInput, Problem
from agent.export.xlsx import write_workbook
from agent.figures.interchange import read_figures
from agent.forms import form_of
from agent.store import Projects, edits_of
from agent.workflow.archive import Packing, unpacked
from agent.workflow.batch import verify_line
from agent.workflow.bundling import KIND, LABEL, packed_into, unbundle
from agent.workflow.material import figures_in, prose_in, report_in
from agent.workflow.notices import bare_figures
from agent.workflow.reviewing import review_document
from agent.workflow.usecases import judge_text
from agent.workflow.waivers import waivers_in
from corpus import libreoffice
from eval.fuzz.spoiling import spoilt_bytes, spoilt_text
from eval.fuzz.structures import spoilt_archive, spoilt_json, spoilt_markup, spoilt_pdf

_ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = (_ROOT / "corpus" / "reports", _ROOT.parent / "shared" / "reports")
_OLDER = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "odt": "odt:writer8"}
_ABOUT = "云岭县人民政府", 2024
_WAIVER = {
    "sentence": "组织业务培训6次。", "text": "6次", "verdict": "unsupported", "by": "李明", "reason": "见培训签到表",
    "date": "2024-01-12", "occurrence": 1, "copy": 1, "copies": 2,
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """``read`` raises what a user would be told; ``seconds`` is what one input may take, of an ordinary machine's.

    ``ready`` is called before the first one, and what it opens stays open.
    """

    name: str
    suffix: str
    samples: Callable[[], tuple[bytes, ...]]
    spoil: Callable[[Random, bytes], bytes]
    read: Callable[[bytes], object]
    seconds: float = 20.0
    ready: Callable[[], object] = tuple


# --- real files ---------------------------------------------------------------------------------------------------


def _reports(*suffixes: str) -> tuple[bytes, ...]:
    """The sample reports of a kind, in the order of their names."""
    paths = [path for folder in _FOLDERS if folder.is_dir() for path in sorted(folder.iterdir())]
    return tuple(path.read_bytes() for path in paths if path.name.endswith(suffixes))


def _figures() -> tuple[bytes, ...]:
    return _reports(".figures.json")


def _workbooks() -> tuple[bytes, ...]:
    made = []
    for content in _figures()[:6]:
        figures = read_figures(content.decode())
        made.append(write_workbook(form_of(figures.form), figures))
    return (*made, write_workbook(form_of("2021"), None))


def _older(kind: str) -> tuple[bytes, ...]:
    """Word files as LibreOffice saves them in an older format; none where it is not installed."""
    program = libreoffice.installed().program
    if program is None:
        raise BadInput([Problem(f"做 .{kind} 要有 LibreOffice", "", "请先安装")])
    words = _reports(".docx")[:3]
    return tuple(
        libreoffice.converted(program, each, ".docx", "MS Word 2007 XML", _OLDER[kind], 90.0)[0]
        for each in words
    )


def _markdown() -> tuple[bytes, ...]:
    return (*_reports(".txt"), *_reports(".html"))


def _waivers() -> tuple[bytes, ...]:
    """A file of waivers, as somebody has downloaded it."""
    return (
        json.dumps(
            {"schema": "nianbao/waivers/1", "waivers": [{**_WAIVER, "copy": each} for each in (1, 2)]}
        ).encode(),
    )


def _lines() -> tuple[bytes, ...]:
    text = _reports(".txt")[0].decode("utf-8", "replace")[:3000]
    figures = [json.loads(each) for each in _figures()[:4]]
    line = {"id": 1, "text": text, "figures": figures[0], "previous": None, "waivers": [_WAIVER]}
    return tuple(json.dumps({**line, "figures": each}, ensure_ascii=False).encode() for each in figures)


def _conversations() -> tuple[bytes, ...]:
    figures = read_figures(_figures()[0].decode())
    conversation = Conversation.begun(Ground(figures, None, form_of(figures.form)), Means())
    for text in ("起草依申请公开", "加一项：举办法治讲座3期，来源是签到表", "监督保障换个说法", "撤销"):
        for _ in conversation.turn(text):
            pass
    return (conversation_json(conversation.state, *_ABOUT).encode(),)


def _bundles() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        projects = Projects.open(None, Path(folder))
        figures = read_figures(_figures()[0].decode())
        report = projects.create("云岭县人民政府", figures.year, figures.form, who="李明").id
        contents = projects.contents(report)
        projects.save(report, list(edits_of(figures, contents)), who="李明")
        projects.bring_file(report, "上年.txt", _reports(".txt")[0], who="王芳")
        stream = io.BytesIO()
        packed_into(stream, projects, report, "李明")
        projects.close()
        return (stream.getvalue(),)


def _spoilt_bundle(chance: Random, content: bytes) -> bytes:
    """As any archive is, or with spoilt rows whose digests are right."""
    if chance.random() < 0.4:
        return spoilt_archive(chance, content)
    with tempfile.NamedTemporaryFile(suffix=".nianbao") as file:
        Path(file.name).write_bytes(content)
        with unpacked(Path(file.name), KIND, LABEL) as packed:
            members = {name: packed.whole(name) for name in packed.names}
            told = {name: packed.told[name] for name in ("unit", "year", "head")}
    chosen = chance.choice(sorted(members))
    lines = members[chosen].split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = spoilt_json(chance, lines[at])
    members[chosen] = b"\n".join(lines)
    stream = io.BytesIO()
    packing = Packing(stream, KIND)
    for name, each in members.items():
        packing.put(name, [each])
    packing.finish(told)
    return stream.getvalue()


# --- what reads them ----------------------------------------------------------------------------------------------


def _report(suffix: str) -> Callable[[bytes], object]:
    return lambda content: report_in(content, f"年报.{suffix}")


def _reviewed(content: bytes) -> object:
    """A Word file as it is verified: its text judged by itself, and the comments put into it."""
    prose = prose_in(content, "年报.docx")
    return review_document(prose, judge_text(prose.text, bare_figures(prose.text)), "docx")


@cache
def _store() -> Projects:
    """One of each process's own, taken away at its end."""
    folder = tempfile.mkdtemp(prefix="store-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Projects.open(None, Path(folder))


def _bundle(content: bytes) -> object:
    """Taken in whole or not at all."""
    projects = _store()
    before = len(projects.reports(removed=True))
    with tempfile.NamedTemporaryFile(suffix=".nianbao") as file:
        Path(file.name).write_bytes(content)
        try:
            return unbundle(projects, Path(file.name), "李明")
        except BadInput:
            assert len(projects.reports(removed=True)) == before, "half of it was taken in"
            raise


def _line(content: bytes) -> object:
    """A line of a batch; its answer tells what is wrong, and must not tell of a fault of ours."""
    answer, answered = verify_line(content.replace(b"\n", b" "))
    told = json.loads(answer)
    if answered:
        return told
    assert "程序内部错误" not in told["error"], told["error"]
    raise BadInput([Problem(told["error"])])


def _conversation(content: bytes) -> object:
    """As it is gone on with; what is no text is told of before it is looked into."""
    with contextlib.suppress(UnicodeDecodeError):
        return read_conversation(content.decode(), "对话.json", *_ABOUT)
    raise BadInput([Problem("不是文本", "对话.json")])


def doors() -> tuple[Door, ...]:
    """Every one. What LibreOffice converts takes a second or two each, so that fewer of them can be tried."""
    return (
        Door("docx", "docx", lambda: _reports(".docx"), spoilt_archive, _report("docx")),
        Door("html", "html", lambda: _reports(".html"), spoilt_markup, _report("html")),
        Door("pdf", "pdf", lambda: _reports(".pdf"), spoilt_pdf, _report("pdf")),
        Door("txt", "txt", lambda: _reports(".txt"), spoilt_text, _report("txt")),
        Door("md", "md", _markdown, spoilt_text, _report("md")),
        Door("xlsx", "xlsx", _workbooks, spoilt_archive, lambda content: figures_in(content, "数据.xlsx")),
        Door("figures", "json", _figures, spoilt_json, lambda content: figures_in(content, "figures.json")),
        Door("waivers", "json", _waivers, spoilt_json, lambda content: waivers_in(content, "确认.json")),
        Door("conversation", "json", _conversations, spoilt_json, _conversation),
        Door("batch", "jsonl", _lines, spoilt_json, _line),
        Door("bundle", "nianbao", _bundles, _spoilt_bundle, _bundle, ready=_store),
        Door("review", "docx", lambda: _reports(".docx"), spoilt_archive, _reviewed, 40.0),
        *(
            Door(kind, kind, lambda kind=kind: _older(kind), spoil, _report(kind), 100.0)  # type: ignore[misc]
            for kind, spoil in (("doc", spoilt_bytes), ("rtf", spoilt_text), ("odt", spoilt_archive))
        ),
    )


def door(name: str) -> Door:
    """The one of that name; ``KeyError`` where there is none."""
    return {each.name: each for each in doors()}[name]
