"""What was left open: a measure word without its number, XX in place of one, the typesetter's instructions.

正例：全年主动公开政府信息3456条。
反例：全年共主动公开政府信息条，较上年有所增加。
反例：全年收到政府信息公开申请XX件。
"""

import re
from collections.abc import Iterator

from agent.verify.answer import Verdict
from agent.verify.claim import Claim
from agent.verify.scene import Scene

CODE = "T01"
TITLE = "没有写完"
_UNITS = "人次|篇次|条次|余条|余件|万元|[条篇期次份场]"
_MISSING = re.compile(
    rf"(?:共|累计|合计|全年)[^，。；：、（）\d]{{0,20}}?(?:(?:信息|公开|发布|收到|转载|解读|推送|制作|回应|回复|办结|受理|培训)(?:{_UNITS})|"
    r"(?:收到|受理|办结)[^，。；：、（）\d]{0,12}申请件)(?=[，。；、（])"
)
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9+＋*＊])(?:[XxＸｘ×✕]{1,6}|[*＊_＿○〇]{2,8})(?=件|条|年|月|日|个|人次?|万?元|次|篇|期|场|份|[%％]|余)"
    r"|[XxＸｘ×✕]{2,6}(?=省|市|县|区|镇|乡|街道|局|委|办|单位|部门|人民政府|号)"
)
_TYPESETTING = re.compile(
    r"[（(][^（）()]{0,16}(?:宋体|仿宋|黑体|楷体|小四|小三|[三四五]号字|字号|加粗|行距)[^（）()]{0,16}[）)]"
    r"|[（(](?:此处|请在此|请填写|待填|待补充|填写说明)[^（）()]{0,24}[）)]"
)


# Most paragraphs have none of these.
_ANY = re.compile(
    r"[XxＸｘ×✕*＊_＿○〇]|[息开布到载读送作应复结理训请](?:[条篇期次份场件]|余[条件]|人次|万元)(?=[，。；、（])"
)
_INSTRUCTIONS = (
    "字号",
    "号字",
    "宋体",
    "仿宋",
    "黑体",
    "楷体",
    "小四",
    "小三",
    "行距",
    "加粗",
    "填",
    "此处",
    "待补充",
)


def find(scene: Scene) -> Iterator[Claim]:
    """Every place of a paragraph that still waits for somebody."""
    text = scene.text
    if _ANY.search(text) is None and not any(word in text for word in _INSTRUCTIONS):
        return
    for match in _MISSING.finditer(scene.text):
        unit = re.search(f"(?:{_UNITS}|件)$", match[0])
        start = match.end() - len(unit[0]) - 2 if unit else match.start()
        yield Claim(
            start,
            match.end(),
            Verdict.UNSUPPORTED,
            f"“{scene.text[start : match.end()]}”前面漏写了数字",
            CODE,
        )
    for match in _PLACEHOLDER.finditer(scene.text):
        end = match.end() + (1 if match.end() < len(scene.text) else 0)
        yield Claim(
            match.start(), end, Verdict.UNSUPPORTED, f"“{scene.text[match.start() : end]}”还没有填写", CODE
        )
    for match in _TYPESETTING.finditer(scene.text):
        yield Claim(match.start(), match.end(), Verdict.UNSUPPORTED, "模板里的排版或填写要求没有删去", CODE)
