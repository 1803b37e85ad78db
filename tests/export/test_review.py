"""Somebody's own Word file, given back with comments and otherwise as it was."""

import io
import re
import struct
import subprocess
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.workflow import Prose, judge_text, prose_in, review_document
from tests.export.reviews import (
    AUTHOR,
    RIGHT,
    TITLE,
    WRONG,
    comments,
    paragraph,
    parts,
    reviewed,
    root,
    run,
    saved,
    seen,
    summary,
    word,
)
from tests.samples import changed, sample

BOLD, RED, BIG = "<w:b/>", '<w:color w:val="FF0000"/>', '<w:sz w:val="44"/>'
BEFORE, AFTER = "2024年，全县共收到政府信息公开申请", "，其中自然人申请41件。"


# --- where a comment is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(paragraph(f"{BEFORE}220件{AFTER}"), id="in one run"),
        pytest.param(
            paragraph(BEFORE, run("2", BOLD), run("2", RED), run(f"0件{AFTER}")), id="over three runs"
        ),
        pytest.param(paragraph(BEFORE, run("220", BIG), "件", AFTER), id="at a run's edges"),
        pytest.param(
            paragraph(BEFORE, run("2"), '<w:proofErr w:type="spellStart"/>', run("20"), run("件"), AFTER),
            id="over a proofing mark",
        ),
        pytest.param(
            paragraph(
                BEFORE,
                run("2"),
                '<w:bookmarkStart w:id="7" w:name="数"/>',
                run("20"),
                '<w:bookmarkEnd w:id="7"/>',
                run("件"),
                AFTER,
            ),
            id="over a bookmark",
        ),
        pytest.param(
            paragraph(BEFORE, f'<w:hyperlink w:anchor="数">{run("220")}{run("件详见")}</w:hyperlink>', AFTER),
            id="in a hyperlink",
        ),
        pytest.param(
            paragraph(f"{BEFORE}2", f'<w:hyperlink w:anchor="数">{run("20件")}</w:hyperlink>', AFTER),
            id="half in a hyperlink",
        ),
        pytest.param(
            paragraph(
                f"{BEFORE}2",
                '<w:del w:id="8" w:author="甲"><w:r><w:delText>0</w:delText></w:r></w:del>',
                f'<w:ins w:id="9" w:author="甲">{run("20")}</w:ins>',
                f"件{AFTER}",
            ),
            id="half in a tracked insertion, over a deletion",
        ),
        pytest.param(
            paragraph(BEFORE, f'<w:smartTag w:element="数">{run("220")}</w:smartTag>', f"件{AFTER}"),
            id="in a smart tag",
        ),
        pytest.param(
            paragraph(BEFORE, f"<w:sdt><w:sdtContent>{run('220件')}</w:sdtContent></w:sdt>", AFTER),
            id="in a content control",
        ),
        pytest.param(
            paragraph(
                BEFORE, f'<w:fldSimple w:instr=" DOCPROPERTY 数 ">{run("220")}</w:fldSimple>', f"件{AFTER}"
            ),
            id="in a field",
        ),
        pytest.param(
            paragraph(
                '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>',
                f"{BEFORE}220件{AFTER}",
            ),
            id="in a list",
        ),
        pytest.param(
            paragraph(f"<w:r><w:t>{BEFORE}</w:t><w:t>2</w:t><w:t>20件</w:t><w:tab/><w:t>{AFTER}</w:t></w:r>"),
            id="in several texts of one run",
        ),
    ],
)
def test_a_comment_is_on_exactly_the_figure_and_nothing_else_changes(sentence: str) -> None:
    before = word(sentence)
    after = reviewed(before)
    assert ([words for words, _ in comments(after)], seen(after)) == (["220件"], seen(before))


def test_a_comment_says_the_verdict_the_reason_and_what_to_do() -> None:
    ((_, said),) = comments(reviewed(word(WRONG)))
    lines = said.splitlines()
    assert (lines[0].startswith("不符：文中为220件，而表三"), lines[-1]) == (
        True,
        "请核对正文和报表，改正其中写错的一处",
    )


def test_what_nothing_supports_is_called_otherwise() -> None:
    ((words, said),) = comments(reviewed(word("全年编印公报35期。")))
    assert (words, said.partition("：")[0]) == ("35期", "无依据")


def test_a_claim_has_a_comment_too() -> None:
    found = comments(reviewed(word("2024年，全县共收到政府信息公开申请48件，均为自然人申请。")))
    assert [(words, said[:2]) for words, said in found] == [("均为自然人申请", "不符")]


def test_the_comment_on_the_title_sums_up() -> None:
    words, said = summary(reviewed(word(WRONG)))
    assert (words, said.splitlines()) == (
        TITLE,
        [
            "年报核验：对照云岭县人民政府2024年度数据，共核对正文数字 1 处：已核实 0，自洽 0，不符 1，无依据 0",
            "日期、文号等非统计数字 2 处不作核对，表格不在核对之列",
            "需要核对 1 处，见各处批注",
            "没有提供上年数据，同比未作核对",
        ],
    )


def test_a_document_without_objections_says_that_it_was_verified() -> None:
    after = reviewed(word(RIGHT))
    assert (comments(after), "没有需要核对之处" in summary(after)[1]) == ([], True)


def test_a_comment_in_a_text_box_is_on_the_box_and_quotes_the_figure() -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
        f"{paragraph(WRONG)}</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    before = word(paragraph("见右。", box, "完。"))
    after = reviewed(before)
    ((words, said),) = comments(after)
    inside = [
        one for box in root(after).iter(qn("w:txbxContent")) for one in box.iter(qn("w:commentReference"))
    ]
    assert (words, said.splitlines()[0], inside) == (WRONG, "不符：文本框里的“220件”", [])


def test_a_sentence_in_a_merged_row_of_a_table_is_found_in_its_cell() -> None:
    document = docx.Document()
    document.add_paragraph("三、收到和处理政府信息公开申请情况")
    table = document.add_table(2, 3)
    table.cell(0, 0).text = "项目"
    table.cell(1, 0).merge(table.cell(1, 2)).text = WRONG
    after = reviewed(saved(document))
    assert [words for words, _ in comments(after)] == ["220件"]


def test_a_table_between_two_paragraphs_stays_and_is_not_judged() -> None:
    document = docx.Document()
    document.add_paragraph(RIGHT)
    table = document.add_table(2, 2)
    for at, text in enumerate(("规章", "99", "行政处罚", "77")):
        table.cell(at // 2, at % 2).text = text
    document.add_paragraph("全年编印公报35期。")
    before = saved(document)
    after = reviewed(before)
    assert ([words for words, _ in comments(after)], seen(after)) == (["35期"], seen(before))


def test_blanks_that_word_does_not_print_are_still_not_printed() -> None:
    before = word(f"<w:p><w:r><w:t>  {BEFORE} 220件 ，其中。  </w:t></w:r></w:p>")
    texts = [
        (one.text, one.get("{http://www.w3.org/XML/1998/namespace}space"))
        for one in list(root(reviewed(before)).iter(qn("w:t")))[1:]
    ]
    assert texts == [
        (f"  {BEFORE}", None),
        (" ", "preserve"),
        ("220件", None),
        (" ", "preserve"),
        ("，其中。  ", None),
    ]


# --- what stays as it was -----------------------------------------------------------------------------------------


def rich() -> bytes:
    """A document with what documents have: header, footer, image, styles, properties, somebody's comment."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    marked = document.add_paragraph("请领导审阅。")
    document.add_comment(marked.runs, text="已阅", author="王主任", initials="王")
    document.add_paragraph(WRONG, style="List Number")
    document.sections[0].header.paragraphs[0].text = "内部稿"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.core_properties.author = "李科员"
    document.add_picture(io.BytesIO(_PNG))
    return saved(document)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


_PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress((b"\0" + bytes(48)) * 16))
    + _chunk(b"IEND", b"")
)


def test_every_part_but_the_text_and_the_comments_is_the_same() -> None:
    document = rich()
    before, after = parts(document), parts(reviewed(document))
    assert {name for name in after if after[name] != before.get(name)} == {
        "word/document.xml",
        "word/comments.xml",
    }
    assert list(before) == list(after)


def test_a_document_without_comments_gains_one_part_and_what_declares_it() -> None:
    document = word(WRONG)
    before, after = parts(document), parts(reviewed(document))
    assert {name for name in after if after[name] != before.get(name)} == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
        "word/document.xml",
    }


def test_somebody_elses_comment_stays_where_it_was() -> None:
    assert comments(reviewed(rich()), "王主任") == [("请领导审阅。", "已阅")]


def test_the_same_file_gives_the_same_bytes() -> None:
    content = rich()
    assert reviewed(content) == reviewed(content)


def test_reviewing_a_reviewed_file_changes_nothing() -> None:
    once = reviewed(rich())
    assert reviewed(once) == once


def test_comments_of_an_earlier_review_are_gone_once_the_figure_is_right() -> None:
    once = reviewed(rich())
    again = reviewed(once, changed(sample(), requests__new__total=220))
    said = [one.text for one in docx.Document(io.BytesIO(again)).comments]
    assert (len(said), any("文中为220件" in one for one in said)) == (2, False)


def threaded(reviewed_once: bytes) -> bytes:
    """As Word saves it after 王主任 has answered one of ours: paragraphs with ids, and the thread in a part of its own."""
    w14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
    kept = parts(reviewed_once)
    theirs, author, ours = kept["word/comments.xml"].decode().partition(f'w:author="{AUTHOR}"')
    text = theirs + author + ours.replace("<w:p>", f'<w:p xmlns:w14="{w14}" w14:paraId="0000AAAA">', 1)
    answer = f'<w:comment w:id="90" w:author="王主任"><w:p xmlns:w14="{w14}" w14:paraId="0000BBBB"><w:r><w:t>改</w:t></w:r></w:p></w:comment>'
    kept["word/comments.xml"] = text.replace("</w:comments>", f"{answer}</w:comments>").encode()
    kept["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{w15}"><w15:commentEx w15:paraId="0000AAAA" w15:done="0"/>'
        '<w15:commentEx w15:paraId="0000BBBB" w15:paraIdParent="0000AAAA" w15:done="0"/></w15:commentsEx>'
    ).encode()
    relation = (
        '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
        'Target="commentsExtended.xml"/></Relationships>'
    )
    rels = "word/_rels/document.xml.rels"
    kept[rels] = kept[rels].replace(b"</Relationships>", relation.encode())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_an_answer_to_one_of_our_comments_stays_as_a_comment_by_itself() -> None:
    again = reviewed(threaded(reviewed(rich())))
    threads = parts(again)["word/commentsExtended.xml"].decode()
    texts = [one.text for one in docx.Document(io.BytesIO(again)).comments if one.author == "王主任"]
    assert (texts, "AAAA" in threads, 'paraId="0000BBBB"' in threads) == (["已阅", "改"], False, True)


def test_a_document_of_the_strict_variant_gets_strict_comments() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    kept = parts(word(WRONG))
    kept["word/document.xml"] = kept["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict.encode()
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    after = parts(reviewed(stream.getvalue()))
    assert (strict in after["word/comments.xml"].decode(), b"ns0" in after["word/document.xml"]) == (
        True,
        False,
    )


@st.composite
def cut_sentences(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A sentence in runs cut anywhere, of any looks, some in hyperlinks or insertions; its objected figures."""
    sentence = f"{BEFORE}220件，其中自然人申请14件，商业企业申请6件，编印公报35期。"
    places = draw(st.lists(st.integers(1, len(sentence) - 1), unique=True, max_size=14))
    edges = [0, *sorted(places), len(sentence)]
    looks = st.sampled_from(["", BOLD, RED, BIG, f"{BOLD}{RED}"])
    runs = []
    for start, end in pairwise(edges):
        made = run(sentence[start:end], draw(looks))
        around = draw(
            st.sampled_from(
                ["{}", "{}", '<w:hyperlink w:anchor="a">{}</w:hyperlink>', '<w:ins w:id="5">{}</w:ins>']
            )
        )
        runs.append(around.format(made))
    return paragraph(*runs), ["220件", "14件", "35期"]


@settings(max_examples=60)
@given(cut_sentences())
def test_however_the_text_is_cut_into_runs_words_and_looks_stay(case: tuple[str, list[str]]) -> None:
    sentence, expected = case
    before = word(sentence)
    after = reviewed(before)
    assert ([words for words, _ in comments(after)], seen(after)) == (expected, seen(before))
    assert reviewed(after) == after


# --- refusals -----------------------------------------------------------------------------------------------------


def test_what_is_no_word_file_is_refused_with_the_mend() -> None:
    prose = prose_in(WRONG.encode(), "稿.txt")
    with pytest.raises(BadInput, match=r"稿\.txt：正文不是 \.docx.*\.html"):
        review_document(prose, judge_text(prose.text, sample()), "docx")


def test_an_answer_over_another_text_is_refused() -> None:
    prose = prose_in(word(WRONG), "稿.docx")
    with pytest.raises(ValueError, match="another text"):
        review_document(prose, judge_text(RIGHT, sample()), "docx")


def test_a_part_that_cannot_be_copied_is_refused() -> None:
    prose = prose_in(rich(), "稿.docx")
    content = bytearray(rich())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        image = archive.getinfo("word/media/image1.png")
    content[image.header_offset + 60] ^= 0xFF
    spoilt = Prose(prose.text, True, "稿.docx", bytes(content))
    with pytest.raises(BadInput, match="文件已损坏"):
        review_document(spoilt, judge_text(prose.text, sample()), "docx")


# --- other programs -----------------------------------------------------------------------------------------------


def converted(soffice: str, folder: Path, source: Path, kind: str) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{kind}"


def test_a_document_that_libreoffice_wrote_is_commented(soffice: str, tmp_path: Path) -> None:
    page = f"<h1>{TITLE}</h1><p>{BEFORE}<b>2</b><i>20</i>件{AFTER}</p><ol><li>全年编印公报<u>35</u>期。</li></ol>"
    source = tmp_path / "稿.html"
    source.write_text(f'<meta charset="utf-8">{page}', encoding="utf-8")
    odt = converted(soffice, tmp_path, source, "odt")
    before = converted(soffice, tmp_path, odt, "docx").read_bytes()
    after = reviewed(before)
    assert ([words for words, _ in comments(after)], seen(after)) == (["220件", "35期"], seen(before))


def test_libreoffice_opens_what_was_reviewed_and_shows_the_comments(soffice: str, tmp_path: Path) -> None:
    source = tmp_path / "稿.docx"
    source.write_bytes(reviewed(rich()))
    with zipfile.ZipFile(converted(soffice, tmp_path, source, "odt")) as archive:
        content = archive.read("content.xml").decode()
    words = re.sub(r"<[^>]*>", "", content)
    assert (content.count(f"<dc:creator>{AUTHOR}</dc:creator>"), "文中为220件" in words) == (2, True)
