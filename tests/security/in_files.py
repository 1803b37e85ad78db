"""Files: what is uploaded, and what is written."""

import io
import time
import zipfile
from contextlib import suppress
from decimal import Decimal

import openpyxl
import pytest

from agent.errors import BadInput
from agent.figures.fact import Breakdown, Fact, Part
from agent.workflow import figures_in, make_workbook
from agent.workflow.apart import read_apart
from agent.workflow.outcome import file_stem
from agent.workflow.past_reports import _kept
from corpus.readers import read
from tests.corpus.words import document, package
from tests.samples import sample
from tests.security.attacks import Ground, attack

_IN, _OUT = "上传的文件", "写出的文件"


def _refused(content: bytes, name: str, words: str = "") -> None:
    began = time.monotonic()
    with pytest.raises(BadInput) as refused:
        read_apart(content, name)
    assert words in str(refused.value)
    assert time.monotonic() - began < 60


@attack(_IN, "压缩炸弹", "几 KB 的 .docx 解开有 1 GB", "拒绝：解压后太大")
def _(ground: Ground) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(64):
            part.write(bytes(16 * 1024 * 1024))
    _refused(stream.getvalue(), "年报.docx", "解压后太大")


@attack(_IN, "XML 实体炸弹", "十层互相引用的实体，展开有十亿个", "拒绝")
def _(ground: Ground) -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE w [<!ENTITY a0 "ha">{lines}]><w:document xmlns:w="w"><w:body><w:p>&a9;</w:p></w:body></w:document>'
    _refused(package({"word/document.xml": bomb}), "年报.docx")


@attack(_IN, "外部实体读本机文件", "DOCTYPE 引用 file:///…", "什么也没有读进来")
def _(ground: Ground) -> None:
    secret = ground.folder / "secret.txt"
    secret.write_text("不公开的内容", "utf-8")
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {names}><w:body><w:p><w:r><w:t>以前&x;以后</w:t></w:r></w:p></w:body></w:document>"
    evil = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{body}'
    try:
        said = read(package({"word/document.xml": evil}), "年报.docx").text
    except BadInput as error:
        said = str(error)
    assert "不公开的内容" not in said


@attack(_IN, "无底的嵌套", "五千层 w:sdt、十万层 div", "拒绝，一句话，不崩溃")
def _(ground: Ground) -> None:
    deep = document("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000)
    _refused(deep, "年报.docx", "已损坏")
    _refused(b"<div>" * 100_000 + "一、总体情况".encode(), "年报.html", "嵌套太深")


@attack(_IN, "巨大的表", "网页里 20000 个 1000×1000 的合并格；工作簿写到第 1048576 行", "在限时内读完或拒绝")
def _(ground: Ground) -> None:
    began = time.monotonic()
    with suppress(BadInput):
        read(b"<table>" + b"<tr><td rowspan=1000 colspan=1000>1" * 20_000, "年报.html")
    book = openpyxl.load_workbook(io.BytesIO(make_workbook("2021", sample())))
    sheet = book.worksheets[1]
    sheet.protection.disable()
    sheet["XFD1048576"] = 1
    stream = io.BytesIO()
    book.save(stream)
    with suppress(BadInput):
        figures_in(stream.getvalue(), "数据.xlsx")
    assert time.monotonic() - began < 60


@attack(_IN, "假装成别的格式", "程序、图片、脚本改名为 .docx、.xlsx、.pdf", "按内容认，拒绝")
def _(ground: Ground) -> None:
    for name in ("年报.docx", "年报.pdf", "年报.doc"):
        for content in (
            b"MZ\x90\0" + bytes(2000),
            b"\x7fELF" + bytes(2000),
            b"\x89PNG\r\n\x1a\n" + bytes(2000),
        ):
            _refused(content, name)
    with pytest.raises(BadInput):
        figures_in(b"MZ\x90\0" + bytes(2000), "数据.xlsx")


@attack(
    _IN,
    "工作簿里有外部链接和宏函数",
    "单元格里写 ='[http://…/x.xlsx]S'!A1、=WEBSERVICE(…)",
    "不连网，不取值：拒绝这一格，说明位置",
)
def _(ground: Ground) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_workbook("2021", sample())))
    changed = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "n" and cell.value == 48 and not changed:
                    cell.value = "='[http://192.0.2.7/x.xlsx]S'!A1+WEBSERVICE(\"http://192.0.2.7\")"
                    changed += 1
    assert changed
    stream = io.BytesIO()
    book.save(stream)
    began = time.monotonic()
    with pytest.raises(BadInput):
        figures_in(stream.getvalue(), "数据.xlsx")
    assert time.monotonic() - began < 30


@attack(_IN, "figures.json 里写怪值", "1e999999999、NaN、几万层括号、重复的键、几兆长的数", "拒绝，一句话")
def _(ground: Ground) -> None:
    for content in (
        b'{"cells": 1e999999999}',
        b'{"cells": NaN}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 5_000_000,
    ):
        with pytest.raises(BadInput):
            figures_in(content, "figures.json")


@attack(
    _IN, "文件名里写路径", "../../etc/passwd、C:\\、NUL、只有点、几千个字", "只用最后一段，落在数据文件夹里"
)
def _(ground: Ground) -> None:
    folder = ground.folder / "past"
    for name in (
        "../../etc/passwd",
        "C:\\Windows\\x.docx",
        "..",
        "a\0b.txt",
        "长" * 5000 + ".docx",
        "/",
        ".ssh/x",
    ):
        path = _kept(folder, name, name.encode("utf-8"))
        assert path.resolve().parent == folder.resolve()


@attack(_IN, "文件名里写 HTML", "<img onerror>.docx，读不了时名字出现在提示里", "转成文字")
def _(ground: Ground) -> None:
    from agent.ui.markup import problem_list

    name = "<img src=x onerror=alert(1)>.docx"
    with pytest.raises(BadInput) as refused:
        read(b"MZ", name)
    assert "<img" not in problem_list(name, refused.value.problems)


@attack(
    _OUT,
    "公式注入（xlsx）",
    "单位、事实、来源、联系方式写成 =cmd|…、@SUM、+1",
    "写成文字，没有一个公式提到它",
)
def _(ground: Ground) -> None:
    evil = "=cmd|' /C calc'!A0"
    fact = Fact(evil, Decimal(1), evil, evil, evil, (evil,), (Breakdown(evil, (Part(evil, Decimal(1)),)),))
    from dataclasses import replace

    book = openpyxl.load_workbook(
        io.BytesIO(make_workbook("2021", replace(sample(), unit=evil, facts=(fact,))))
    )
    cells = [cell for sheet in book.worksheets for row in sheet for cell in row if "cmd" in str(cell.value)]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


@attack(_OUT, "用单位名称指挥文件名", "单位叫 ../../x、CON、换行、反向文字", "文件名里没有路径和看不见的字符")
def _(ground: Ground) -> None:
    for unit in ("../../x", "a/b\\c", "x\r\ny", "x\u202excod.exe", ".." * 40):
        stem = file_stem(unit)
        assert stem
        assert not set(stem) & set('/\\:*?"<>|\r\n\u202e')
        assert not stem.startswith(".")


@attack(
    _OUT,
    "导出的 Word 带外链、宏、外部图片",
    "正文里写链接和图片地址，导出后看包里有没有外部关系",
    "没有外部关系，没有宏",
)
def _(ground: Ground) -> None:
    from agent.workflow.usecases import export_report

    judged = ground.work.judged
    assert judged is not None
    with zipfile.ZipFile(io.BytesIO(export_report(judged, "docx"))) as archive:
        names = archive.namelist()
        relations = b"".join(archive.read(name) for name in names if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
    assert not [name for name in names if "vba" in name.casefold() or "embeddings" in name]
