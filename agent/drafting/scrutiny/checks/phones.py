"""Mobile telephone numbers that are not the office's own: landlines are offices', mobiles are people's.

正例：如有疑问，请与云岭县人民政府办公室联系，电话：0599-6660123。
反例：如有疑问，请与办公室工作人员联系，电话：13000000000。
"""

import re
from collections.abc import Iterator

from agent.drafting.scrutiny.digits import narrow, numbers
from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Remark

CODE = "I02"
TITLE = "私人手机号"
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.,@_-])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z@_]|[.,-][0-9])"
)
_LENGTH = 11


def find(page: Page) -> Iterator[Remark]:
    """One remark for each mobile number that the unit's contact does not hold."""
    contact = page.figures.contact
    own = re.sub("[^0-9/、,;，； ]", "", narrow(f"{contact.telephone} {contact.fax}"))
    known = {re.sub("[^0-9]", "", part)[-_LENGTH:] for part in re.split("[/、,;，； ]", own)}
    for start, end, number in numbers(narrow(page.text), _MOBILE):
        if number[-_LENGTH:] not in known:
            mend = "删去；确是本单位对外公布的号码的，填进联系方式"
            yield Remark(start, end, CODE, True, "这里有一个手机号码，不是本单位的联系电话", mend)
