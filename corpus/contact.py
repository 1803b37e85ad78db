"""How readers reach the office: from sentences, lists of lines and small tables. What is not found stays empty."""

import re
from collections.abc import Iterable, Iterator

from agent.figures import Contact
from corpus.blocks import Block, Grid

# An introduction is shorter; what comes after gives no address.
_LONGEST = 5_000
_STOP = r"；;，,。）)（(\s"
_NUMBER = r"(?:号码)?(?:为|是)?[：:]?((?:\([0-9]{3,4}\))?[0-9][0-9\-转]{5,24}[0-9])"
# What an address ends at where nothing else ends it, as in a row of labels and values.
_NEXT = r"(?:联系|办公|咨询|监督)?电话|邮(?:政)?编码?|传真|(?:电子)?(?:邮箱|邮件)|网址|联系人"
_FIELDS = {
    "address": re.compile(
        rf"(?:联系|办公|通讯|通信|单位)?地址(?:为|是|位于|在)?[：:]?"
        rf"((?:(?!{_NEXT})(?:[^；;，,。）)（(：:]|\([^()]{{1,20}}\))){{4,60}})"
    ),
    "postcode": re.compile(r"邮(?:政)?编(?:码)?(?:为|是)?[：:]?([0-9]{6})(?![0-9])"),
    "telephone": re.compile(rf"电话{_NUMBER}"),
    "fax": re.compile(rf"传真(?:电话)?{_NUMBER}"),
    "email": re.compile(
        r"((?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})"
    ),
}
_NAME = rf"([^{_STOP}：:与]{{2,40}}?)"
# How an office is named, the plainest way first.
_OFFICES = (
    re.compile(rf"(?:请)?(?:与|向|同|和|致电){_NAME}(?:进行)?(?:联系|反映|咨询)"),
    re.compile(rf"联系(?:单位|部门|科室|机构|处室)(?:为|是)?[：:]?{_NAME}(?=[{_STOP}]|$)"),
    re.compile(
        rf"(?:请)?(?:与|向|同|和|联系|咨询)[：:]?{_NAME}(?=[（(，,](?:联系|办公|通讯|通信|单位)?(?:地址|电话))"
    ),
    re.compile(rf"^{_NAME}(?=\((?:联系|办公|通讯|通信|单位)?(?:地址|电话|邮编))"),
)
_ASKED = re.compile(r"疑问|疑惑|意见|建议|反映|咨询请|垂询|拨打")
_NARROW = str.maketrans("０１２３４５６７８９（）＠．—–－―‐", "0123456789()@.-----")
# 0599 2200123: the space stands for the dash that is missing.
_SPACED = re.compile(r"(?<![0-9])(0[0-9]{2,3})\s+(?=[0-9]{7,8}(?![0-9]))")
_LABEL = re.compile(
    rf"(?:联系|办公|通讯|通信|单位)?地址|{_NEXT}|E-?mail|联系(?:单位|部门|科室|机构|处室)", re.IGNORECASE
)


def read_contact(lines: Iterable[str]) -> Contact:
    """The contact of the first lines that give one; white space is dropped, dashes of telephone numbers are ``-``."""
    found: dict[str, str] = {}
    for line in lines:
        compact = _compact(line)
        values = {name: match[1] for name, pattern in _FIELDS.items() if (match := pattern.search(compact))}
        alone = len(values) + len(found) < 2 and "email" not in values
        if alone and not ("telephone" in values and _ASKED.search(compact)):
            # One such word alone is as likely to be about something else: 咨询电话, 网站地址.
            values = {name: value for name, value in values.items() if re.match(r"[^：:]{0,6}[：:]", compact)}
        office = _office(compact)
        if office and (values or compact.startswith("联系")):
            values["office"] = office
        found = {**values, **found}
    return Contact(**found)


def _compact(line: str) -> str:
    narrow = _SPACED.sub(r"\1-", line[:_LONGEST].translate(_NARROW))
    return re.sub(r"-+", "-", "".join(narrow.split()))


def _office(compact: str) -> str:
    """The office that a line names; "" where it names none."""
    matches = (pattern.search(compact) for pattern in _OFFICES)
    return next((match[1] for match in matches if match), "")


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
