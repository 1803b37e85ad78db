"""The number of the notice that prescribes the form: a report written from an old one quotes the old notice.

正例：按照国办公开办函〔2021〕30号的格式编制。
反例：按照国办公开办函〔2019〕60号的格式编制。
"""

import re

from agent.verify.answer import Verdict
from agent.verify.mention import Exemption
from agent.verify.scene import Outcome, Scene

CODE = "D02"
TITLE = "格式文号"
_ISSUER = re.compile(r"^[^〔\[（(]*")


def judge(scene: Scene, item: Exemption) -> Outcome | None:
    """The objection to another edition's notice; None where the number is another document's, or the right one."""
    form = scene.ground.form
    issuer = _ISSUER.match(form.authority)
    if item.kind != "document_number" or issuer is None or not scene.text[: item.start].endswith(issuer[0]):
        return None
    if re.sub(r"\D", "", item.text) == re.sub(r"\D", "", form.authority):
        return None
    reason = f"文中引用{issuer[0]}{item.text}，而{scene.ground.figures.year}年度适用的是{form.authority}"
    return Outcome(Verdict.CONTRADICTED, reason, expected=form.authority, check=CODE)
