"""Find: every numeric expression of a paragraph, and whether it is a statistic at all.

One pass with one pattern, anchored on the characters with which a number can begin, so that it is linear in the text. What is
no statistic comes out as an :class:`Exemption` with its kind. Works on a paragraph's compact text (white space within it
already dropped), so ``2 3件`` broken by a line of a PDF is one number.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.verify.mention import Comparator, Exemption, Mention

_D = "[0-9０-９]"
_C = "[一二三四五六七八九十]"
_CN = "[〇零一二两三四五六七八九十百千万亿半]"
_MONEY = "亿元|千万元|百万元|十万元|万元|千元|元"
_COMPOUND = (
    "人次|篇次|件次|条次|场次|家次|户次|批次|项次|台次|册次|车次|期次|人天|余次|个百分点|百分点|个工作日|工作日|个季度|季度|个月|"
    "个方面|方面|个部分|大部分|部分|个环节|大类|小类|大方面|平方米|平方公里|公里|小时|分钟|课时|个小时|万字|篇（条）|条（次）|件（次）|次（条）"
)
_SINGLE = "件条期篇次个项场起份人家种封宗例部类台批则册户名位处所套本张页字天年月周倍成块版集幅组支座站只门课讲班段首卷亩吨米级层届轮款枚盒箱辆间栋村镇"
UNITS = f"{_MONEY}|{_COMPOUND}|%|％|‰|[{_SINGLE}]"
# Chinese numerals are grammar more often than statistics (一名, 两级): only these words make a figure of them.
_CN_UNITS = f"{_MONEY}|人次|篇次|件次|条次|场次|家次|批次|个方面|大方面|方面|个部分|部分|大类|倍|成|[件条期篇次个项场起份家封宗例部类批则册户名种]"

_EXEMPT = {
    # No figure has so many digits; taking the whole run at once keeps the search linear.
    "code": [rf"{_D}{{31,}}+", rf"{_CN}{{21,}}+"],
    "date": [
        rf"20{_D}{{3,4}}月{_D}{{1,2}}日|20{_D}{{2}} ?{_D}{{1,2}} {_D}{{1,2}} ?日|20{_D}{{4}}日",
        rf"(?:19|20|１９|２０){_D}{{2}}(?:[、和及至到—–~～－-]+(?:19|20|１９|２０){_D}{{2}})+年?度?",
        rf"(?:19|20|１９|２０){_D}{{2}}[-/.．]{_D}{{1,2}}[-/.．]{_D}{{1,2}}日?",
        rf"(?:19|20|１９|２０){_D}{{2}}年(?:{_D}{{1,2}}月(?:{_D}{{1,2}}[日号]|份|底|初|末)?|上半年|下半年|[初末底]|度)?",
        rf"{_D}{{1,2}}月?[-—–~～至]+{_D}{{1,2}}月(?:{_D}{{1,2}}[日号]|份)?",
        rf"{_D}{{1,2}}月(?:{_D}{{1,2}}[日号](?:[-—–~～至]+{_D}{{1,2}}[日号])?|份|底|初|末)?",
        rf"{_D}{{1,2}}日(?!内|以内|之内)",
        r"[一二][〇零九][〇零一二三四五六七八九]{2}年(?:十?[一二三四五六七八九十]月(?:[一二三]?十?[一二三四五六七八九十]日)?|度)?",
        r"十?[一二三四五六七八九十]月(?:份|底|初|末|[一二三]?十?[一二三四五六七八九十]日)?",
        r"[一二三四]季度",
    ],
    "document_number": [
        rf"[〔\[﹝【（(「]{_D}{{4}}[〕\]﹞】）)」]?第?{_D}{{1,5}}号(?:令|文)?",
        rf"〔{_D}{{4,7}}(?:〕|号)",
        rf"第{_D}{{1,20}}号(?:令|公告|文)?",
    ],
    "article": [
        rf"第(?:{_D}{{1,20}}|{_CN}{{1,20}})(?:条|款|章|节|编|目)(?:之{_C})?(?:第?[（(]?(?:{_D}{{1,20}}|{_C}+)[）)]?[款项目])*",
        rf"第?[（(](?:{_D}{{1,20}}|{_C}+)[）)][款项]",
    ],
    "ordinal": [
        rf"第(?:{_D}{{1,20}}|{_CN}{{1,20}})(?:次|届|期|批|个|位|名|季度|轮|版|场|方|者|类|部分|阶段|步|项|中学|小学|人民医院)?"
    ],
    "list_marker": [
        rf"[（(](?:{_C}{{1,3}}|{_D}{{1,2}})[）)]",
        rf"(?:^|(?<=[。；;：:！]))(?:{_C}{{1,3}}[、．.]|{_D}{{1,2}}(?:[.．](?!{_D})|、))",
        rf"(?<![^，。；;：:、！？”）)])(?:十?{_C})(?:是|要|则)(?!件|否|个)",
        "[①-⑳㈠-㈩⑴-⒇❶-❿]",
    ],
    "contact": [
        rf"(?:\+86[- ]?)?0{_D}{{2,3}}[-—–－―]{{1,2}}[0-9０-９*＊]{{7,8}}(?:[-—转]{_D}{{1,6}})?",
        rf"(?<!{_D})1[3-9]{_D}{{9}}(?!{_D})",
        rf"{_D}{{1,20}}(?:[-—]{_D}{{1,20}})?(?:号楼|号院|号(?!召)|室|楼|弄|栋|幢|单元)",
        rf"{_D}{{6,}}/{_D}{{4}}-{_D}{{1,20}}",
        rf"{_D}{{1,2}}[:：]{_D}{{2}}(?:[-—–~～至]+{_D}{{1,2}}[:：]{_D}{{2}})?",
    ],
    "hotline": [
        rf"(?:12345|12369|12316|12315|12348|12333|12328|12320|12388|12380|12366|12355|12350|12329|110|119|120|114|96\d{{3}})(?!{_D}|[.．]{_D}|(?:{UNITS})|[余多万])"
    ],
    "time_limit": [
        rf"(?:{_D}{{1,20}}|{_CN}{{1,20}})个?(?:工作日|日|天|小时|分钟|月|年|周)(?:内|以内|之内|之前|前)",
        rf"{_D}{{1,20}}(?:[×xX*]){_D}{{1,20}}(?:小时)?|(?:24|7)小时",
        rf"每(?:年|季度?|月|周|日|半年|个?工作日|天|两[周月年])[^，。；、（）0-9]{{0,8}}(?:至少|不少于|不低于)[^，。；、（）0-9]{{0,6}}{_D}{{1,20}}(?:{UNITS})?",
    ],
    "fixed_phrase": [
        rf"{_D}{{1,20}}(?:[.．]{_D}{{1,20}})?[+＋](?:{_D}{{1,20}}|[A-Za-zＮＸNX])(?:[+＋](?:{_D}{{1,20}}|[A-Za-z]))*",
        rf"{_D}{{1,20}}(?:[.．]{_D}{{1,20}})?(?:版本|版|G(?![A-Za-z]))",
        rf"(?<=[“\"‘「]){_D}{{1,20}}(?:条|项|个|[.．]{_D}{{1,20}})?(?=[”\"’」])",
        rf"{_C}个[“\"]{_D}{{1,20}}[”\"](?:行动|工程|计划)?",
        r"(?:[一二两三四五六七八九十双][审级微网站端号栏报图播厅站校核读公稳保严实同定张单屏台门窗码键体多清][、—]?){2,}",
        rf"{_C}(?:大)?届(?:{_CN}{{1,20}}中[、和]?)+(?:全会)?|(?:十九|二十|二十一)大(?!类|项|部分)|{_CN}{{1,20}}届(?:全国|中央|省委|市委|县委|区委)?|十[三四五六]五(?=规划|时期|期间|”|\"|、|，|。)",
        r"三安全一稳定|三类内部事务|四类过程性|三审三校|三审三核|三审六读|三审制|五公开|三公(?=经费|”|\")|三定|三同步|两微一端|双随机、?一公开|一刻钟|两张皮|最后一公里|最多跑一[趟次]|百千万(?=工程)|"
        r"[一两二三四五六七八九十]个(?=维护|确立|意识|自信|全面|代表|坚持|聚焦|转变|统一|结合|第一|百分百|更|强化|到位|环节|层面|维度|必须|布局|大局|文明|革命|认同|先行|示范|不得|关键|重点|抓手|突破|务必|一百年|中心|责任|主体|平台|渠道|窗口|清单)|"
        r"一[个项件次份种批类条部篇场期家名](?![，。；、）)]|的|以上|以下|左右|（)|千亿(?=产业|级|元级|斤)|百年(?=目标|变局|未有)|万众|千方百计|一百年|"
        r"[一二两三四五六七八九十](?:级|手|线|端|大(?=攻坚|战略|行动|工程|平台|任务))|一[站体揽窗键码图网屏单]",
    ],
}
_ARABIC = rf"(?P<int>{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})|{_D}++)(?P<frac>[.．]{_D}{{1,20}})?(?P<over1>[余多来])?(?P<scale>万亿|千万|百万|十万|[百千万亿](?!元))?(?P<over2>[余多来])?(?P<unit>{UNITS})?(?P<over3>多(?=元|人|件|条|次|个))?"
_CHINESE = (
    rf"百分之(?P<cpct>[〇零一二两三四五六七八九十百点]+)|(?P<cden>[二三四五六七八九十百]+)分之(?P<cnum>[一二三四五六七八九十]+)|"
    rf"(?P<cint>(?:[数几上近]?[十百千万亿](?=[余多]?(?:{_CN_UNITS}))|{_CN}{{1,20}}))(?P<cover>[余多几])?(?P<cunit>{_CN_UNITS})"
)
_PATTERN = re.compile(
    "(?=[0-9０-９〇零一二两三四五六七八九十百千万亿半数几上近双第每〔﹝【（(「+①-⑳㈠-㈩⑴-⒇❶-❿\\[])(?:"
    + "|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in _EXEMPT.items())
    + f"|(?P<arabic>{_ARABIC})|(?P<chinese>{_CHINESE}))"
)
_SCALE = {
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
    ("不少于", Comparator.AT_LEAST), ("不低于", Comparator.AT_LEAST), ("至少", Comparator.AT_LEAST), ("大约", Comparator.ABOUT),
    ("约为", Comparator.ABOUT), ("约", Comparator.ABOUT), ("将近", Comparator.UNDER), ("接近", Comparator.UNDER),
    ("近", Comparator.UNDER), ("超过", Comparator.ABOVE), ("超出", Comparator.ABOVE), ("超", Comparator.ABOVE), ("逾", Comparator.ABOVE),
    ("突破", Comparator.ABOVE), ("高于", Comparator.ABOVE), ("不足", Comparator.BELOW), ("不到", Comparator.BELOW), ("低于", Comparator.BELOW),
)  # fmt: skip
_NOT_BEFORE = ("节约", "附近", "最近", "预约", "集约", "邻近", "签约", "制约", "契约", "贴近", "就近", "相近")
_AFTER = (
    ("左右", Comparator.ABOUT), ("上下", Comparator.ABOUT), ("以上", Comparator.AT_LEAST), ("以下", Comparator.AT_MOST), ("以内", Comparator.AT_MOST),
)  # fmt: skip
_CONTACT_BEFORE = re.compile(
    r"(?:邮政?编码?|电话|传真|手机|联系方式|咨询热线|邮箱|网址|索引号|备案号|备案序号|QQ|微信号)[^，。；;、]{0,14}$"
)
_NOUN_AFTER = re.compile(
    r"[”\"’]|工程|行动|计划|专项|模式|机制|体系|平台|系统|热线|政务|便民|民声|专线|网站|举措|新政"
)


def find(text: str) -> Iterator[Mention | Exemption]:
    """The numeric expressions of a paragraph, in order, without overlap."""
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup or ""
        if match["arabic"] is not None:
            yield _arabic(match, text)
        elif match["chinese"] is not None:
            found = _chinese(match, text)
            if found is not None:
                yield found
        else:
            kind = next(name for name in _EXEMPT if match[name] is not None)
            yield Exemption(match.start(), match.end(), match[0], kind)


def _arabic(match: "re.Match[str]", text: str) -> Mention | Exemption:
    start, end = match.span()
    unit = _unit(match["unit"] or "")
    reason = _no_statistic(text, start, end, bool(match["unit"] or match["scale"]))
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
    before = text[max(0, start - 3) : start]
    if not before.endswith(_NOT_BEFORE) or before.endswith(("征集约", "收集约", "采集约")):
        for word, comparator in _BEFORE:
            if before.endswith(word):
                return comparator
    for word, comparator in _AFTER:
        if text.startswith(word, end):
            return comparator
    return Comparator.EXACT


def _unit(word: str) -> str:
    if word in ("％", "%"):
        return "%"
    return word.removeprefix("个") if word in ("个百分点", "个方面", "个部分") else word


def _no_statistic(text: str, start: int, end: int, has_unit: bool) -> str | None:
    """Why a bare run of digits is no statistic after all; None where it is one."""
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    if (
        (before.isascii()
        and (before.isalpha() or before in "@/_&=-")
        and before != "")
        or (after.isascii() and after.isalpha())
    ):
        return "code"
    if (after and after in "@/_") or before == "@":
        return "contact"
    if _CONTACT_BEFORE.search(text, max(0, start - 20), start):
        return "contact"
    if not has_unit and _NOUN_AFTER.match(text, end):
        return "fixed_phrase"
    return None


_ENUMERATING = ("方面", "部分", "大类", "大方面", "个方面", "个部分")


def _chinese(match: "re.Match[str]", text: str) -> Mention | Exemption | None:
    start, end = match.span()
    if match["cpct"]:
        value = _chinese_decimal(match["cpct"])
        return (
            None if value is None else _mention(text, start, end, value, Decimal(1), "%", False, chinese=True)
        )
    if match["cden"]:
        return None
    word, unit = match["cint"], _unit(match["cunit"])
    if word[0] in "数几上近":
        return None
    value = chinese_number(word)
    if value is None:
        return None
    if unit in ("名", "次", "部", "类", "种") and value < 2 and not match["cover"]:
        return Exemption(start, end, match[0], "fixed_phrase")
    if unit == "成":
        return None
    over = bool(match["cover"])
    return _mention(text, start, end, value, Decimal(1), unit, over, chinese=True)


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
