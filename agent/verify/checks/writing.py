"""Numbers that nobody writes: 012件, 00件.

正例：全年收到政府信息公开申请202件。
反例：全年收到政府信息公开申请0202件。
"""

import re

from agent.verify.answer import Verdict
from agent.verify.scene import Outcome, Scene

CODE = "N01"
TITLE = "数字写法"
_LEADING_ZERO = re.compile("[0０][0-9０-９]")


def judge(scene: Scene) -> None:
    """Object to a count with a zero before it, whatever it may equal."""
    for slot in scene.slots:
        if slot.outcome is None and slot.mention.unit and _LEADING_ZERO.match(slot.mention.text):
            reason = f"“{slot.mention.text}”以0开头，不是规范的数字写法，请核对是否多写了0"
            slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, slot.mention.written, CODE)
