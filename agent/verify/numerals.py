"""Find: every numeric expression of a paragraph, and whether it is a statistic at all.

One pass with one pattern, anchored on the characters with which a number can begin, so that it is linear in the text. What is
no statistic comes out as an :class:`Exemption` with its kind. Works on a paragraph's compact text (white space within it
already dropped), so ``2 3件`` broken by a line of a PDF is one number.
"""

import re
from collections import deque
from collections.abc import Iterator
from decimal import Decimal

from agent.verify.mention import Comparator, Exemption, Mention
from agent.verify.patterns import PATTERN

_SCALE = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_BEFORE = (
    *((word, Comparator.AT_LEAST) for word in ("不少于", "不低于", "至少")),
    *((word, Comparator.ABOUT) for word in ("大约", "约为", "约")),
    *((word, Comparator.UNDER) for word in ("将近", "接近", "近")),
    *((word, Comparator.ABOVE) for word in ("超过", "超出", "超", "逾", "突破", "高于")),
    *((word, Comparator.BELOW) for word in ("不足", "不到", "低于")),
)
_NOT_BEFORE = ("节约", "附近", "最近", "预约", "集约", "邻近", "签约", "制约", "契约", "贴近", "就近", "相近")
_AFTER = (
    *((word, Comparator.ABOUT) for word in ("左右", "上下")),
    ("以上", Comparator.AT_LEAST),
    *((word, Comparator.AT_MOST) for word in ("以下", "以内")),
)
# Most numbers stand beside none of these words, and one character tells.
_LAST_BEFORE = frozenset(word[-1] for word, _ in _BEFORE)
_FIRST_AFTER = frozenset(word[0] for word, _ in _AFTER)
_CONTACT_BEFORE = re.compile(
    r"(?:邮政?编码?|电话|传真|手机|联系方式|咨询热线|邮箱|网址|索引号|备案号|备案序号|QQ|微信号|标识码|信用代码|编码|代码|编号)"
    r"[^，。；;、件条]{0,14}$"
)
_NUMBERED = ("附件", "附表", "附图", "表", "图", "序号", "编号", "附录")
_AT_MOST = ("不超过", "不得超过", "最长", "至多", "法定", "延长", "缩短至", "压缩至")
_DURATION = re.compile("工作日$|[日天年月]$|小时$|分钟$")
_NOUN_AFTER = re.compile(
    r"[”\"’]|工程|行动|计划|专项|模式|机制|体系|平台|系统|热线|政务|便民|民声|专线|网站|举措|新政"
)


# What stands between quotation marks or book-title marks is a name: “15分钟便民服务圈”, 《三年行动计划》.
_QUOTED = re.compile(r"“[^“”]{1,30}”|《[^《》]{1,60}》|「[^「」]{1,30}」")


def find(text: str) -> Iterator[Mention | Exemption]:
    """The numeric expressions of a paragraph, in order, without overlap."""
    quoted = deque(match.span() for match in _QUOTED.finditer(text))
    contact = -1
    for item in _all(text):
        while quoted and quoted[0][1] <= item.start:
            quoted.popleft()
        inside = bool(quoted) and quoted[0][0] < item.start and item.end < quoted[0][1]
        if inside and isinstance(item, Mention):
            yield Exemption(item.start, item.end, item.text, "fixed_phrase")
            continue
        if isinstance(item, Mention) and contact >= 0 and _ANOTHER_NUMBER.fullmatch(text, contact, item.end):
            item = Exemption(item.start, item.end, item.text, "contact")
        if isinstance(item, Exemption) and item.kind == "contact":
            contact = item.end
        yield item


# A second telephone number after a first: 0598-2322653，2322654.
_ANOTHER_NUMBER = re.compile("[，,、/／或及和 ]{1,2}[0-9０-９]{7,8}")


def _all(text: str) -> Iterator[Mention | Exemption]:
    for match in PATTERN.finditer(text):
        # The outermost group closes last, so its name says what was found.
        kind = match.lastgroup or ""
        if kind == "arabic":
            yield _arabic(match, text)
        elif kind == "chinese":
            found = _chinese(match, text)
            if found is not None:
                yield found
        else:
            yield Exemption(match.start(), match.end(), match[0], kind)


def _arabic(match: "re.Match[str]", text: str) -> Mention | Exemption:
    start, end = match.span()
    unit = _unit(match["unit"] or "")
    reason = _no_statistic(text, start, end, bool(match["unit"] or match["scale"]))
    if match["unit"] == "成" and not _is_share(text, start, end):
        reason = reason or "fixed_phrase"
    if reason:
        return Exemption(start, end, match[0], reason)
    digits = match["int"].replace(",", "").replace("，", "") + (match["frac"] or "").replace("．", ".")
    scale = Decimal(_SCALE.get(match["scale"] or "", 1))
    over = match["over1"] or match["over2"] or match["over3"]
    return _mention(text, start, end, Decimal(digits), scale, unit, bool(over))


def _mention(
    text: str,
    start: int,
    end: int,
    number: Decimal,
    scale: Decimal,
    unit: str,
    over: bool,
    *,
    chinese: bool = False,
) -> Mention:
    if unit == "成":
        scale, unit = Decimal(10), "%"
    exponent = int(number.as_tuple().exponent)
    grain = Decimal(1).scaleb(exponent) * scale
    coarse = (
        Decimal(1).scaleb(number.adjusted() if number == 0 else int(number.normalize().as_tuple().exponent))
        * scale
    )
    if number == 0:
        coarse = grain
    coarse = max(coarse, grain) if not over else coarse
    comparator = Comparator.OVER if over else _comparator(text, start, end)
    return Mention(start, end, text[start:end], number * scale, unit, comparator, grain, coarse, chinese)


def _comparator(text: str, start: int, end: int) -> Comparator:
    if start and text[start - 1] in _LAST_BEFORE:
        before = text[max(0, start - 3) : start]
        if not before.endswith(_NOT_BEFORE) or before.endswith(("征集约", "收集约", "采集约")):
            for word, comparator in _BEFORE:
                if before.endswith(word):
                    return comparator
    if text[end : end + 1] in _FIRST_AFTER:
        for word, comparator in _AFTER:
            if text.startswith(word, end):
                return comparator
    return Comparator.EXACT


def _unit(word: str) -> str:
    if word in ("％", "%"):
        return "%"
    word = word.partition("（")[0]
    return word.removeprefix("个") if word in ("个百分点", "个方面", "个部分") else word


def _no_statistic(text: str, start: int, end: int, has_unit: bool) -> str | None:
    """Why a bare run of digits is no statistic after all; None where it is one."""
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    if (before.isascii() and (before.isalpha() or before in "@/_&=-") and before != "") or (
        after.isascii() and after.isalpha()
    ):
        return "code"
    if (after and after in "@/_") or before == "@":
        return "contact"
    if not has_unit and _CONTACT_BEFORE.search(text, max(0, start - 20), start):
        return "contact"
    if not has_unit and text[:start].endswith(_NUMBERED):
        return "ordinal"
    if has_unit and text[:start].endswith(_AT_MOST) and _DURATION.search(text, start, end):
        return "time_limit"
    if not has_unit and _NOUN_AFTER.match(text, end):
        return "fixed_phrase"
    return None


def _chinese(match: "re.Match[str]", text: str) -> Mention | Exemption | None:
    start, end = match.span()
    if match["cpct"]:
        value = _chinese_decimal(match["cpct"])
        if value is None or _VERVE.match(text, end):
            return None if value is None else Exemption(start, end, match[0], "fixed_phrase")
        return _mention(text, start, end, value, Decimal(1), "%", False, chinese=True)
    if match["cden"]:
        return _fraction(match, text)
    word, unit = match["cint"], _unit(match["cunit"])
    over = bool(match["cover"])
    if word[0] in "数几":
        return None
    if word[0] in "上近" or not word.strip("百千万亿"):
        return _round(match, text, unit)
    value = chinese_number(word)
    if value is None:
        return None
    if unit in ("名", "次", "部", "类", "种") and value < 2 and not over:
        return Exemption(start, end, match[0], "fixed_phrase")
    if unit == "成" and not _is_share(text, start, end):
        return None
    return _mention(text, start, end, value, Decimal(1), unit, over, chinese=True)


# 百分之百用心 is a manner of working.
_VERVE = re.compile("的?(?:努力|用心|负责|热情|投入|真心|热忱|诚意|态度|决心|责任|信心|服务)")
_SHARE_BEFORE = re.compile("(?:占|达|超|过|近|约|逾|有|到)$")
_SHARE_AFTER = re.compile("以上|左右|以下|[，。；、）]|的?(?:申请|信息|件|来自|是|为)")


def _is_share(text: str, start: int, end: int) -> bool:
    """Whether N成 or a fraction is a share of something: 占八成, 九成以上; not 一成不变."""
    return bool(_SHARE_BEFORE.search(text, max(0, start - 2), start) and _SHARE_AFTER.match(text, end)) or (
        text.startswith("以上", end)
    )


def _fraction(match: "re.Match[str]", text: str) -> Mention | None:
    """三分之一 as a percentage, written to the nearest ten."""
    start, end = match.span()
    below, above = chinese_number(match["cden"]), chinese_number(match["cnum"])
    if not below or not above or above > below or not _is_share(text, start, end):
        return None
    ten = Decimal(10)
    comparator = _comparator(text, start, end)
    return Mention(start, end, match[0], 100 * above / below, "%", comparator, ten, ten, chinese=True)


def _round(match: "re.Match[str]", text: str, unit: str) -> Mention | None:
    """近千条, 上百个, 万余人: one of a scale, and only as an approximation; 万户 and 亿元企业 are no numbers."""
    start, end = match.span()
    prefix, word = match["cint"][:1], match["cint"].lstrip("上近")
    if word not in _SCALE:
        return None
    value, over = Decimal(_SCALE[word]), bool(match["cover"])
    known = {"上": Comparator.AT_LEAST, "近": Comparator.UNDER}
    comparator = Comparator.OVER if over else known.get(prefix) or _comparator(text, start, start)
    if comparator is Comparator.EXACT:
        return None
    return Mention(start, end, match[0], value, unit, comparator, value, value, chinese=True)


def chinese_number(word: str) -> Decimal | None:
    """The value of a whole Chinese numeral: 二十五 is 25, 一千零二 is 1002, 两 is 2; None where it is none."""
    total, section, digit = 0, 0, 0
    if word == "半":
        return None
    for char in word:
        if char in _DIGIT:
            digit = _DIGIT[char]
        elif char in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        elif char in "万亿":
            scale = 10**4 if char == "万" else 10**8
            total = (
                (total + (section + digit or 1)) * scale
                if char == "亿"
                else total + (section + digit or 1) * scale
            )
            section, digit = 0, 0
        else:
            return None
    return Decimal(total + section + digit)


def _chinese_decimal(word: str) -> Decimal | None:
    whole, point, fraction = word.partition("点")
    value = chinese_number(whole)
    if value is None or not point:
        return value
    if any(char not in _DIGIT for char in fraction) or not fraction:
        return None
    return value + Decimal("0." + "".join(str(_DIGIT[char]) for char in fraction))
