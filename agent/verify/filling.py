"""What the words around a number say beside the form's own: the filling that may stand there and mean nothing."""

import re

from agent.verify.scene import Scene, Slot

_STOP = re.compile(
    r"(?:增加|增长|上升|提高|减少|下降|缩减|降低|回落|增|减|降|升)[到至为]|全年|年度|本年|今年|当年|共计|合计|总计|累计|总共|一共|分别|其中|包括|按时|按期|依法|依规|及时|已|均|共|总数|数量|总量|件数|合计|情况|方面|各类|各级|部门|案件|政府信息|信息|公开|"
    r"[全我本各][县市区省州旗局委镇乡办院厅级机]关?|[县市区省]|政府|人民|书面|数|为|是|有|了|的|达到?|于|在|对|中|至|截至|底|年|我|办|向|等|由|从|经|被|因|作出|做出|决定|处理|结果|新|并|实际|应|现|目前|量|计|其余|剩余|较|比|[：:，,、。“”\"'‘’（）()《》\s·—-]"
)


def own_words(scene: Scene, slot: Slot) -> str:
    """The text of a number's own windows: the right one only where punctuation, not another number, ends it."""
    end, own = scene.right(slot)
    left = scene.text[scene.left(slot) : slot.mention.start]
    if left.endswith(("）", ")")):
        left = _BRACKET.sub("", left)
    return left + (scene.text[slot.mention.end : end] if own else "")


_BRACKET = re.compile(r"[（(][^（）()]*[）)]")


def residue(text: str, words: list[str]) -> str:
    """What is left of a window without the form's words and mere filling."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return _STOP.sub("", re.sub(r"\d+年?度?", "", text))
