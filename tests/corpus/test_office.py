"""Older documents by way of LibreOffice: read like the Word file that they were saved from, or refused in one sentence."""

import http.server
import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.workflow import SAMPLES, export_report, first_draft, judged, open_sample
from agent.workflow.material import prose_in
from agent.workflow.reviewing import check_review
from corpus import libreoffice
from corpus.compound import outermost
from corpus.readers import ReadReport, office, read

NAMED = "NIANBAO_SOFFICE"
posix = pytest.mark.skipif(os.name != "posix", reason="a script and process groups are used here")


@pytest.fixture(scope="module")
def word() -> bytes:
    """A whole report as our own exporter writes it."""
    return export_report(judged(first_draft(*open_sample(SAMPLES[0]))), "docx")


@pytest.fixture(scope="module")
def saved(soffice: str, word: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same report saved by LibreOffice in each older format; .wps is what WPS calls its .doc."""
    folder = tmp_path_factory.mktemp("saved")
    (folder / "a.docx").write_bytes(word)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in ("doc", "rtf", "odt"):
        command = [soffice, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=120)
    files = {suffix: (folder / f"a.{suffix}").read_bytes() for suffix in ("doc", "rtf", "odt")}
    return {**files, "wps": files["doc"], "docx": word}


@pytest.fixture
def quarters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that conversions may put theirs into."""
    folder = tmp_path / "quarters"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def refusal(content: bytes, file: str) -> str:
    with pytest.raises(BadInput) as caught:
        read(content, file)
    return str(caught.value)


def content_of(report: ReadReport) -> tuple[object, ...]:
    return (
        dict(report.figures.cells),
        report.figures.unit,
        report.figures.year,
        report.sections,
        report.text,
    )


@pytest.mark.parametrize("suffix", ["doc", "wps", "rtf", "odt"])
def test_an_older_document_reads_like_the_word_file_that_it_was_saved_from(
    saved: dict[str, bytes], quarters: Path, suffix: str
) -> None:
    report = read(saved[suffix], f"年报.{suffix}")
    assert len(report.figures.cells) > 100
    assert content_of(report) == content_of(read(saved["docx"], "年报.docx"))
    assert "由 LibreOffice 转换后读取" in report.notes[0]
    assert list(quarters.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("doc", "年报.docx", "扩展名是 .docx，内容其实是旧版 Word 文档（.doc），已按内容读取"),
        ("rtf", "年报.doc", "扩展名是 .doc，内容其实是RTF 文档，已按内容读取"),
        ("docx", "年报.doc", "扩展名是 .doc，内容其实是Word 文档（.docx），已按内容读取"),
        ("docx", "年报.wps", "扩展名是 .wps，内容其实是Word 文档（.docx），已按内容读取"),
    ],
)
def test_among_what_word_writes_the_contents_decide_and_it_is_said(
    saved: dict[str, bytes], kind: str, name: str, said: str
) -> None:
    report = read(saved[kind], name)
    assert content_of(report) == content_of(read(saved["docx"], "年报.docx"))
    assert report.notes[0] == said


def test_a_document_with_macros_is_read_without_them_and_takes_no_comments(word: bytes) -> None:
    stream = io.BytesIO(word)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    report = read(stream.getvalue(), "年报.docm")
    assert content_of(report) == content_of(read(word, "年报.docx"))
    assert report.notes[0] == "文件带有宏，宏没有运行，只读了文字和表格"
    assert prose_in(stream.getvalue(), "年报.docm").word is None


def test_an_older_document_under_another_kinds_name_is_told_what_it_is(saved: dict[str, bytes]) -> None:
    assert "内容是旧版 Word 文档（.doc），与扩展名不符；请把扩展名改成 .doc" in refusal(
        saved["doc"], "年报.txt"
    )


def test_conversions_at_the_same_time_do_not_disturb_each_other(saved: dict[str, bytes]) -> None:
    with ThreadPoolExecutor(4) as threads:
        reports = list(threads.map(lambda _: read(saved["doc"], "年报.doc"), range(4)))
    assert all(content_of(report) == content_of(reports[0]) for report in reports)


def test_the_prose_of_an_older_document_is_verified_and_goes_back_as_a_page_only(
    saved: dict[str, bytes],
) -> None:
    prose = prose_in(saved["doc"], "报告稿.doc")
    assert prose.text == prose_in(saved["docx"], "报告稿.docx").text
    assert prose.notes[0].startswith("报告稿.doc：旧版 Word 文档（.doc）由 LibreOffice 转换后读取")
    check_review(prose, "html")
    with pytest.raises(BadInput, match=r"正文不是 \.docx，没有可以加批注的原件；请把输出文件改为 \.html"):
        check_review(prose, "docx")


@pytest.mark.parametrize("left", [0.1, 0.4, 0.7, 0.95])
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_an_older_document_that_broke_off_is_refused(
    saved: dict[str, bytes], quarters: Path, suffix: str, left: float
) -> None:
    content = saved[suffix]
    said = refusal(content[: int(len(content) * left)], f"年报.{suffix}")
    assert "损坏" in said
    assert list(quarters.iterdir()) == []


def test_an_encrypted_document_is_told_as_encrypted(saved: dict[str, bytes]) -> None:
    content = bytearray(saved["doc"])
    at = (outermost(saved["doc"])["WordDocument"] + 1) * 512
    content[at + 11] |= 1
    assert refusal(bytes(content), "年报.doc").startswith("年报.doc：是加了密码的 Word 或 Excel 文件；")


def test_an_encrypted_opendocument_is_told_as_encrypted() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", '<m xmlns:m="m"><m:encryption-data/></m>')
    assert "文件加了密码" in refusal(stream.getvalue(), "年报.odt")


def _with(content: bytes, added: str) -> bytes:
    """An OpenDocument text with something added at its end."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "content.xml":
                part = part.replace(b"</office:text>", added.encode() + b"</office:text>")
            target.writestr(entry, part)
    return stream.getvalue()


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """The port of a server on this machine, and what it was asked for."""
    paths: list[str] = []

    class Asked(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the base class calls them so

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, paths
    server.shutdown()
    server.server_close()


def test_nothing_that_a_document_points_to_is_fetched(
    saved: dict[str, bytes], asked: tuple[int, list[str]], tmp_path: Path
) -> None:
    port, paths = asked
    (tmp_path / "other.txt").write_text("别处的文字")
    added = (
        '<text:section text:name="S"><text:section-source xlink:href="{}" text:filter-name="Text"/><text:p>原文</text:p>'
        '</text:section><text:p><draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char"><draw:image '
        'xlink:href="http://127.0.0.1:{}/a.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
    )
    report = read(_with(saved["odt"], added.format((tmp_path / "other.txt").as_uri(), port)), "年报.odt")
    assert "原文" in report.text
    assert "别处的文字" not in report.text
    assert paths == []


# --- without LibreOffice, and with one that does not end ----------------------------------------------------------


def test_without_libreoffice_the_refusal_says_so_and_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(NAMED, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(libreoffice, "_PLACES", (f"{tmp_path}/*/soffice", "{NO_SUCH_NAME}/soffice"))
    assert refusal(b"{\\rtf1 a}", "年报.rtf") == (
        "年报.rtf：读RTF 文档需要 LibreOffice，这台电脑上没有找到；请用 Word 或 WPS 另存为 .docx，或安装 LibreOffice 再试"
    )


def test_a_setting_that_names_no_program_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAMED, str(tmp_path / "soffice"))
    assert "NIANBAO_SOFFICE 所指的" in refusal(b"{\\rtf1 a}", "年报.rtf")


Fake = Callable[[str], None]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Puts a script in the place of LibreOffice."""

    def put(script: str) -> None:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv(NAMED, str(path))

    return put


def _endless(mark: Path) -> str:
    return f"sleep 300 & echo $! $$ > {mark}.new; mv {mark}.new {mark}; sleep 300"


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # What nobody has asked about yet is listed though it has ended.
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return state.stdout.strip()[:1] not in ("", "Z")


def _until(fact: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not fact() and time.monotonic() < until:
        time.sleep(0.05)
    return fact()


@posix
def test_a_conversion_that_never_ends_is_ended_with_its_children(
    fake: Fake, quarters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "mark"
    fake(_endless(mark))
    monkeypatch.setattr(office, "LONGEST", 0.5)
    started = time.monotonic()
    assert "LibreOffice 转换超过 0.5 秒，已放弃；请用 Word 或 WPS 另存为 .docx" in refusal(
        b"{\\rtf1 a}", "年报.rtf"
    )
    assert time.monotonic() - started < 10
    assert _until(lambda: not any(map(_is_alive, map(int, mark.read_text().split()))))
    assert list(quarters.iterdir()) == []


@posix
def test_a_reader_that_is_killed_takes_its_conversion_along(
    fake: Fake, quarters: Path, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    fake(_endless(mark))
    code = "from corpus.readers import read; read(b'{\\\\rtf1 a}', 'a.rtf')"
    reader = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    assert _until(mark.exists)
    reader.send_signal(signal.SIGKILL)
    reader.wait()
    assert _until(lambda: not any(map(_is_alive, map(int, mark.read_text().split()))))
    assert _until(lambda: list(quarters.iterdir()) == [])


@posix
@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "exit 0"])
def test_a_conversion_that_gives_nothing_is_a_sentence(fake: Fake, quarters: Path, script: str) -> None:
    fake(script)
    assert "LibreOffice 打不开" in refusal(b"{\\rtf1 a}", "年报.rtf")
    assert list(quarters.iterdir()) == []


@posix
def test_a_conversion_that_writes_without_end_is_stopped(fake: Fake, quarters: Path) -> None:
    fake("mkdir out; head -c 80000000 /dev/zero > out/report.docx")
    assert "转换后太大" in refusal(b"{\\rtf1 a}", "年报.rtf")
    assert list(quarters.iterdir()) == []
