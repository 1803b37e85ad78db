"""How readers reach the office, as reports print it; and what only looks like it."""

import pytest

from agent.figures import Contact
from corpus.contact import read_contact
from corpus.readers import ReadReport, read


def of(text: str, file: str = "report.txt") -> ReadReport:
    return read(text.encode(), file)


def contact(*lines: str) -> Contact:
    return read_contact(lines)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("联系地址：青溪县文昌路6号，邮政编码：350099", "address", "青溪县文昌路6号"),
        ("联系地址：青溪县文昌路6号，邮政编码：350099", "postcode", "350099"),
        ("（地址：文昌路6号，联系电话：０５９９－２２００１２３）", "telephone", "0599-2200123"),
        ("地址：文昌路6号，电子邮箱：xxgk@qingxi.example.cn。", "email", "xxgk@qingxi.example.cn"),
        ("请与青溪县民政局办公室联系（地址：文昌路6号；电话：0599-2200123）", "office", "青溪县民政局办公室"),
    ],
)
def test_the_contact_gives(line: str, field: str, value: str) -> None:
    report = of(f"青溪县民政局2023年政府信息公开工作年度报告\n{line}\n一、总体情况\n无。")
    assert getattr(report.figures.contact, field) == value


WHOLE = ("青溪县民政局办公室", "青溪县文昌路6号", "350099", "0599-2200123")


@pytest.mark.parametrize(
    "lines",
    [
        "联系单位：青溪县民政局办公室\n联系地址：青溪县文昌路6号\n邮政编码：350099\n联系电话：0599-2200123",
        "联系单位：青溪县民政局办公室\n地 址：青溪县文昌路6号\n邮 编：350099\n电 话：0599 2200123",
        "青溪县民政局办公室（地址：青溪县文昌路6号，邮编：350099，电话：0599-2200123）",
        "如有疑问，请联系青溪县民政局办公室（地址：青溪县文昌路6号，邮编：350099，电话：0599-2200123）。",
        "如有疑问，请与青溪县民政局办公室（地址：青溪县文昌路6号，邮编：350099，电话：0599-2200123）联系。",
        "如有疑问，请联系：青溪县民政局办公室，地址：青溪县文昌路6号，邮编：350099，电话：0599-2200123。",
        "联系单位：青溪县民政局办公室\n单位地址 青溪县文昌路6号 联系电话 0599-2200123 邮政编码 350099",
        "联系单位\t青溪县民政局办公室\n地址\t青溪县文昌路6号\n邮编\t350099\n电话\t0599-2200123",
        "联系单位\t地址\t邮编\t电话\n青溪县民政局办公室\t青溪县文昌路6号\t350099\t0599-2200123",
    ],
)
def test_the_whole_contact_is_read_from(lines: str) -> None:
    contact = of(f"青溪县民政局2023年政府信息公开工作年度报告\n{lines}\n一、总体情况\n无。").figures.contact
    assert (contact.office, contact.address, contact.postcode, contact.telephone) == WHOLE


def test_an_address_keeps_its_brackets() -> None:
    contact = of(
        "地址：青溪县文昌路6号1号楼（东门）305室，电话：0599-2200123\n一、总体情况\n无。"
    ).figures.contact
    assert contact.address == "青溪县文昌路6号1号楼(东门)305室"


def test_a_telephone_alone_is_read_where_readers_are_told_to_ask() -> None:
    contact = of("如有疑问，请拨打联系电话：0599-2200123。\n一、总体情况\n无。").figures.contact
    assert contact.telephone == "0599-2200123"


@pytest.mark.parametrize("line", ["开通咨询电话12部，网站地址www.example.cn", "12345热线电话受理2200123件"])
def test_what_only_sounds_like_a_contact_is_none(line: str) -> None:
    contact = of(f"一、总体情况\n{line}。").figures.contact
    assert (contact.telephone, contact.address, contact.office) == ("", "", "")


OFFICE = "青溪县民政局办公室"


@pytest.mark.parametrize(
    "line",
    [
        f"联系部门：{OFFICE}；电话：0599-2200123",
        f"联系单位：{OFFICE}，电话：0599-2200123",
        f"联系方式：{OFFICE}，电话0599-2200123",
        f"如有疑问，请联系{OFFICE}（电话：0599-2200123）。",
        f"查阅报告或者提出建议，可与{OFFICE}联系：青溪县文昌路6号，电话0599-2200123。",
        f"意见和建议可向{OFFICE}反映，电话0599-2200123。",
        f"对报告有意见的，可向{OFFICE}（青溪县文昌路6号，电话0599-2200123）提出。",
        f"咨询单位 {OFFICE} 联系电话 0599-2200123",
    ],
)
def test_an_office_with_its_telephone_is_read_from(line: str) -> None:
    found = contact(line)
    assert (found.office, found.telephone) == (OFFICE, "0599-2200123")


@pytest.mark.parametrize(
    "line",
    [
        "可与青溪县民政局办公室联系：青溪县文昌路6号，邮编350099。",
        "可向青溪县民政局（青溪县文昌路6号，邮编350099）提出。",
        "办公地址：青溪县文昌路6号 邮政编码：350099",
        "单位地址青溪县文昌路6号 邮编350099",
    ],
)
def test_an_address_is_read_from(line: str) -> None:
    found = contact(line)
    assert (found.address, found.postcode) == ("青溪县文昌路6号", "350099")


@pytest.mark.parametrize("line", ["咨询电话：0599-2200123", "联系电话 0599 2200123"])
def test_a_telephone_on_a_line_of_its_own_is_read_from(line: str) -> None:
    assert contact(line) == Contact(telephone="0599-2200123")


def test_one_number_for_telephone_and_fax_is_both() -> None:
    assert contact("电话/传真：0599-2200123") == Contact(telephone="0599-2200123", fax="0599-2200123")


def test_a_reading_room_s_telephone_is_not_the_office_s() -> None:
    line = (
        "查阅点地址：青溪县文昌路9号，电话：0599-1111111；如有疑问，请联系青溪县民政局（电话：0599-2200123）"
    )
    assert contact(line) == Contact(office="青溪县民政局", telephone="0599-2200123")


def test_what_stands_far_below_a_contact_is_no_part_of_it() -> None:
    lines = ["地址：青溪县文昌路6号，电话：0599-2200123", *["全年工作有序。"] * 20, "邮箱：other@x.example"]
    assert contact(*lines).email == ""


@pytest.mark.parametrize(
    "line",
    [
        "设立举报邮箱jb@x.example，举报电话：0599-2200123",
        "在网站公布办公地址和工作时间以及监督电话12345678，邮箱",
        "全年接听电话2200123次，地址查询12次",
        "网站地址：www.example.cn，公开邮箱",
        "请与我局联系。",
        "联系方式见网站首页。",
        "加强与社会公众联系，征求意见建议。",
    ],
)
def test_nothing_is_read_from(line: str) -> None:
    assert contact(line) == Contact()
