"""How readers reach the office: from sentences, lists of lines and small tables. What is not found stays empty.

A wrong address is worse than none: each field has to be named by a word of its own and look like what it is, and what is said to
be for complaints or supervision is somebody else's.
"""

import re
from collections.abc import Iterable, Iterator

from agent.figures import Contact
from corpus.blocks import Block, Grid

# An introduction is shorter; what comes after gives no address.
_LONGEST = 5_000
# Fields of one contact stand together; further down are other offices'.
_TOGETHER = 8
_STOP = r"；;，,。）)（(\s"
_NUMBER = r"(?:号码)?(?:为|是)?[：:]?((?:\([0-9]{3,4}\)-?)?[0-9][0-9\-转]{5,24}[0-9])(?![0-9件次个人条余万])"
_BESIDE = r"(?:\([^()0-9]{1,8}\))?"
_BOTH = r"(?:[/、及和兼]|\(兼?)传真\)?"
# What an address ends at where nothing else ends it, as in a row of labels and values.
_NEXT = r"(?:联系|办公|咨询|监督)?电话|邮(?:政)?编码?|传真|(?:电子)?(?:邮箱|邮件)|网址|联系人"
_ADDRESS_LABEL = r"(?:(?:联系|办公|通讯|通信|单位|邮寄)地址|(?:(?<![一-鿿])|(?<=[室局处科委股心府]))地址)"
_PLACE = rf"(?:(?!{_NEXT})(?:[^；;，,。）)（(：:@、]|\([^()]{{1,20}}\)))"
_STREET = rf"{_PLACE}{{1,30}}?[路街道巷镇乡村区城园]{_PLACE}{{1,30}}?(?:[号室楼层院座栋幢]|大厦|中心)"
_FIELDS = {
    "address": re.compile(
        rf"{_ADDRESS_LABEL}(?:为|是|位于|在)?(?:[：:]({_PLACE}{{4,60}})|({_STREET}{_PLACE}{{0,20}}))"
        rf"|(?:联系[：:]|(?<=[室局处科委股心府])\()({_STREET}{_PLACE}{{0,20}})(?=[，,；;。()]|$)"
    ),
    "postcode": re.compile(r"邮(?:政)?编(?:码)?(?:为|是)?[：:]?([0-9]{6})(?![0-9])"),
    "telephone": re.compile(rf"电话(?:{_BOTH}|{_BESIDE}){_NUMBER}"),
    "fax": re.compile(rf"(?:传真(?:电话)?{_BESIDE}|电话{_BOTH}){_NUMBER}"),
    "email": re.compile(
        r"((?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})"
    ),
}
_IN_A_PLACE = re.compile(r"[省市县区州盟旗镇乡村街路道巷号楼室院]")
_FOR_OTHERS = re.compile(r"监督|举报|投诉|信访|纪检|热线|查阅|领取|受理点")
_OURS = re.compile(r"疑问|疑惑|意见|建议|请.{0,4}联系|联系(?:方式|单位|部门)")
_SENTENCE = re.compile(r"[^。；;]{0,150}$")
_OFFICE_ENDS = r"(?:[厅局委办处科股室部院站所队会社府署]|中心|公司|大学|学校|街道|窗口|领导小组|机关)"
_NAME = rf"((?:(?![请与向][^阳])[^{_STOP}：:、“”]){{1,38}}?{_OFFICE_ENDS})"
_ONLY_SELF = re.compile(
    r"(?:我|本|该|各|有关|相关|其他|上级|所属|主管)+(?:[厅局委办处科室院府]|单位|机关|部门)"
)
_LABELLED = rf"(?:(?:联系|办公|通讯|通信|单位|邮寄)?地址|{_NEXT})"
# How an office is named, the plainest way first.
_OFFICES = (
    re.compile(
        rf"(?:与|向|致电|(?<=[请可接以，,。；;])(?:同|和)){_NAME}(?:\([^()]{{1,150}}\))?(?:直接|进行|取得)?"
        r"(?:联系|反映|咨询|提出)"
    ),
    re.compile(
        rf"(?:联系|咨询)(?:单位|部门|科室|机构|处室|方式)(?:为|是)?[：:]?{_NAME}(?=[{_STOP}]|$|{_LABELLED})"
    ),
    re.compile(rf"(?:与|向|联系|咨询)[：:]?{_NAME}(?=[（(，,。；;]?{_LABELLED})"),
    re.compile(rf"请(?:直接|及时|径)?(?:联系|咨询|致电)[：:]?{_NAME}(?=[{_STOP}：:]|$)"),
    re.compile(rf"^{_NAME}(?=\({_LABELLED})"),
)
# Something of every label and of every way to name an office; most lines have none.
_WORTH_READING = re.compile(r"[话話址邮郵真@＠联聯询映提]")
_ASKED = re.compile(r"疑问|疑惑|意见|建议|反映|咨询请|垂询|拨打")
_NARROW = str.maketrans("０１２３４５６７８９（）＠．—–－―‐", "0123456789()@.-----")
# 0599 2200123: the space stands for the dash that is missing.
_SPACED = re.compile(r"(?<![0-9])(0[0-9]{2,3})\s+(?=[0-9]{7,8}(?![0-9]))")
_LABEL = re.compile(
    rf"(?:联系|办公|通讯|通信|单位)?地址|{_NEXT}|E-?mail|(?:联系|咨询)(?:单位|部门|科室|机构|处室)",
    re.IGNORECASE,
)
_BEGINS_WITH_LABEL = re.compile(
    rf"[\[【(]?(?:[0-9一二三四五][、.])?(?:联系方式|{_LABEL.pattern})", re.IGNORECASE
)


def read_contact(lines: Iterable[str]) -> Contact:
    """The contact of the first lines that give one; white space is dropped, dashes of telephone numbers are ``-``."""
    found: dict[str, str] = {}
    last = 0
    for number, line in enumerate(lines):
        if len(found) > 1 and number - last > _TOGETHER:
            break
        if not _WORTH_READING.search(line):
            continue
        compact = _compact(line)
        values = _values(compact)
        alone = len(values) + len(found) < 2 and "email" not in values
        if alone and not ("telephone" in values and _ASKED.search(compact)):
            # One such word alone is as likely to be about something else: 开通咨询电话, 公开地址.
            values = values if _BEGINS_WITH_LABEL.match(compact) else {}
        office = _office(compact)
        if office and (values or compact.startswith("联系") or _ASKED.search(compact)):
            values["office"] = office
        if values.keys() - found.keys():
            last = number
        found = {**values, **found}
    return Contact(**found)


def _compact(line: str) -> str:
    narrow = _SPACED.sub(r"\1-", line[:_LONGEST].translate(_NARROW))
    return re.sub(r"-+", "-", "".join(narrow.split()))


def _values(compact: str) -> dict[str, str]:
    found = ((name, _value(name, pattern, compact)) for name, pattern in _FIELDS.items())
    return {name: value for name, value in found if value}


def _value(name: str, pattern: re.Pattern[str], compact: str) -> str:
    """The first value of a field that is the office's own; "" where there is none."""
    for match in pattern.finditer(compact):
        value = next(group for group in match.groups() if group)
        own = _is_own(compact[max(0, match.start() - 150) : match.start()])
        if own and (name != "address" or _IN_A_PLACE.search(value)):
            return value
    return ""


def _is_own(before: str) -> bool:
    """Whether what stands ``before`` a field leaves it the office's, and no hotline's or reading room's."""
    sentence = _SENTENCE.search(before)
    said = sentence[0] if sentence else before
    *_, last = (0, *(match.end() for match in _FOR_OTHERS.finditer(said)))
    return not last or _OURS.search(said, last) is not None


def _office(compact: str) -> str:
    """The office that a line names; "" where it names none."""
    matches = (match[1] for pattern in _OFFICES for match in pattern.finditer(compact))
    return next((name for name in matches if not _ONLY_SELF.fullmatch(name)), "")


def contact_rows(blocks: Iterable[Block]) -> Iterator[str]:
    """The tables' labels of a contact, each with what stands beside it, or where that is a label too, below it, as a line."""
    for block in blocks:
        for index, row in enumerate(block.rows if isinstance(block, Grid) else ()):
            below = block.rows[index + 1] if isinstance(block, Grid) and index + 1 < len(block.rows) else ()
            for column, box in enumerate(row):
                if _is_label(box.text):
                    beside = [row[column + 1].text] if column + 1 < len(row) else []
                    under = [below[column].text] if below else []
                    value = next(
                        (text for text in (*beside, *under) if text.strip() and not _is_label(text)), ""
                    )
                    yield f"{box.text.strip('：: ')}：{value}"


def _is_label(text: str) -> bool:
    return len(text) < 20 and _LABEL.fullmatch("".join(text.split()).strip("：:")) is not None
