"""What a past sentence says that holds of one report only: its dates, names, places, projects, titles and deeds.

Names are in no list. But what every office may say of its work is said in the words of the phrase files and of the forms, so a
run of characters that none of them has two by two is likely to be a name, or something that only this office did. How long such
a run may be depends on whose sentence it is: a unit's own may be a little its own, another's may not.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from agent.drafting.phrasebook import numerals_in
from agent.drafting.references import Template
from agent.drafting.speaker import short_name
from agent.errors import ExpressionError

# The longest run of characters, and the largest share of pairs, that the common words lack: of the unit's own sentence, of
# another unit's. A pair that is new across two common words (其中|予以) makes a run of two; a name of two makes four.
_OWN, _OTHERS = (5, 0.45), (2, 0.2)
# A clause with fewer pairs says too little to tell.
_FEW = 5
# 一是…；二是…: how a series counts itself.
ORDINAL = re.compile(r"(?:^|(?<=[：；，。]))(?:[一二三四五六七八九十]是|第[一二三四五六七八九]，)")
# Stands for a reference: what is judged is what stands around it.
_HOLE = "\ufffc"
_COMMENT = re.compile(r"#.*")
_REFERENCE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_CLAUSE = re.compile("[，。；：、]")
_QUOTED = re.compile(r"“([^”]*)”|‘([^’]*)’|「([^」]*)」")
_TITLED = re.compile(r"《([^》]*)》")
_LEGAL = frozenset({"条例", "中华人民共和国政府信息公开条例"})
_YEARLY = re.compile(
    r"首次|首个|首批|新增|今年|去年|上年(?!结转)|上一年|年初|年底|[上下]半年|季度|改版|升级|挂牌|撤并|机构改革|试点|专项"
    r"|荣获|获得|获评|评为|排名|名列|疫情|换届|月份|近日|当天|日前"
)
# A deed of that year, where no figure of this year stands for it: 全年没有受到责任追究的情况.
_DONE = re.compile(
    r"(?<![除为])了(?!解)|全年|本年|年内|当年|期间|已[经于]?[^，。]{0,6}[成立完全]|改革后|调整后"
)
_QUANTITY = re.compile(
    r"增长|增加|上升|下降|减少|提高|降低|持平|大幅|明显|显著|逐年|连续|居首|最[多少高低大小]|主要|大多|多数|多为|过半"
    r"|[均都]|全部|其次|突破|超过|不足|[约近逾仅]\ufffc|只有|较[多少]|一半|倍|也是|同样|仍"
)
_COURSE = re.compile(r"增长|上升|下降|减少|逐年|大幅|最[多少]|居首|突破")
_POINTING = re.compile(r"据此|对此|为此|由此|因此|[这该]|前者|后者|上述|以上|如前|上文|下列|下表|附表|附件")
# Where places are spoken of without being named.
_PLACELESS = re.compile(
    r"乡镇（街道）|各?乡镇|各县（市、区）|市场|城市|社区|区[分别域]|专区|地区|园区|省级|市级|县级|区级|县直|市直|区直|[信情]州"
)
_PLACE = re.compile(r"[省市县区旗州盟镇乡村]|街道|路|大厦|广场|中心|公司|学校|医院")
_SELVES = re.compile(r"[我本](?:省|市|县|区|州|旗|盟|乡|镇|街道|局|厅|委|办|中心|队)")
# How something ended, or that there was none, told without a figure beside it: 行政复议1件，结果维持。 A subject tells nothing.
_ENDED = re.compile(
    r"维持|纠正|其他结果|审结|驳回|撤[销诉]|[胜败]诉|予公开|予以公开|部分公开|无法提供|不予处理|其他处理|国家秘密|第三方|内部事务"
    r"|过程性|执法案卷|行政查询|不掌握|另行制作|不明确|信访|重复申请|出版物|反复申请|重新出具|补正|自然人|法人|企业|科研|公益组织"
    r"|服务机构|复议后|经复议|禁止公开|[未没无]"
)
_SUBJECT = re.compile(r"申请[中里]?$|[中里]$|方面$")
_CLAUSES = re.compile("[，。；：、（）]")
_PAIRS = ("“”", "（）", "()", "《》", "「」", "〔〕", "【】")


def particular(template: str, unit: str, *, own: bool, known: Iterable[str] = ()) -> str:
    """Why a sentence of ``unit``'s report holds of that report only, in Chinese; "" where it may be said again.

    ``own``: it is to be said of the same unit, of another year. What is judged is what stands outside the references and the
    ``known`` names, those of this year's facts.
    """
    try:
        parsed = Template.of(template)
        numbers = numerals_in(ORDINAL.sub("", template))
    except ExpressionError as error:
        return str(error)
    quoting = bool(parsed.references)
    literal = "".join(token if isinstance(token, str) else _HOLE for token in parsed.tokens)
    for name in sorted(known, key=len, reverse=True):
        literal = literal.replace(name, _HOLE)
    if numbers:
        return f"有表里没有的数（{'、'.join(numbers)}）"
    for reason, pattern in (
        ("说的是那一年的事", _YEARLY),
        ("承接的话不在了", _POINTING),
        ("自称不同", _SELVES),
    ):
        if found := pattern.search(literal):
            return f"{reason}（{found[0]}）"
    if not quoting and (found := _DONE.search(literal)):
        return "说的是那一年做过的事"
    if found := (_QUANTITY if quoting else _COURSE).search(literal):
        return f"多少和升降要另说（{found[0]}）"
    if quoting and any(_ends_untold(clause) for clause in _CLAUSES.split(literal)):
        return "办理结果要另说"
    if any(literal.count(pair[0]) != literal.count(pair[1]) for pair in _PAIRS):
        return "括号或引号不成对"
    return _named(literal, unit, own=own)


def _ends_untold(clause: str) -> bool:
    """Whether a clause tells how something ended, and no figure beside it says how often."""
    return _HOLE not in clause and bool(_ENDED.search(clause)) and not _SUBJECT.search(clause)


def _named(literal: str, unit: str, *, own: bool) -> str:
    """Why the words name something, or do something, that is the unit's own."""
    if any(next(filter(None, found), "") not in _common_quotes() for found in _QUOTED.findall(literal)):
        return "引号里是那份报告自己的提法或名称"
    if any(title not in _LEGAL for title in _TITLED.findall(literal)):
        return "书名号里是那份报告自己的文件"
    if not own:
        bare = _PLACELESS.sub("", literal)
        if found := _PLACE.search(bare):
            return f"可能是外单位的地名或机构（{found[0]}）"
        stem = short_name(unit)[:2]
        if stem and stem in literal:
            return "有外单位的名称"
    longest, share = _OWN if own else _OTHERS
    for words in [literal] if own else [literal, *_CLAUSE.split(literal)]:
        run, strange, pairs = _strangeness(words)
        if len(run) > longest or (strange > share and pairs >= _FEW):
            return f"有自己的名称或做法（{run}）"
    return ""


def _strangeness(literal: str) -> tuple[str, float, int]:
    """The longest run that common words lack, the share of pairs that they lack, and how many pairs there are."""
    known = common_pairs()
    longest, pairs, strange = "", 0, 0
    for words in _CHINESE.findall(literal):
        run = ""
        for index in range(len(words) - 1):
            pairs += 1
            if words[index : index + 2] in known:
                run = ""
                continue
            strange += 1
            run = run + words[index + 1] if run else words[index : index + 2]
            longest = max(longest, run, key=len)
    return longest, strange / max(1, pairs), pairs


@cache
def _common_text() -> str:
    """The phrase files and the forms, without comments; a reference ends a run of words."""
    folders = (("agent.drafting", "phrases"), ("agent.forms", "words"), ("agent.forms", "editions"))
    texts = (
        entry.read_text("utf-8")
        for package, folder in folders
        for entry in sorted(files(package).joinpath(folder).iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    )
    return _REFERENCE.sub(" ", _COMMENT.sub("", "\n".join(texts)))


@cache
def common_pairs() -> frozenset[str]:
    """Every two characters that stand side by side in the phrase files and the forms."""
    return frozenset(
        words[index : index + 2]
        for words in _CHINESE.findall(_common_text())
        for index in range(len(words) - 1)
    )


@cache
def _common_quotes() -> frozenset[str]:
    return frozenset(next(filter(None, found), "") for found in _QUOTED.findall(_common_text()))
