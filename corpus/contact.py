"""How readers reach the office, from the lines that give address and telephone. Best effort: what is not found stays empty."""

import re
from collections.abc import Iterable

from agent.figures import Contact

# An introduction is shorter; what comes after gives no address.
_LONGEST = 5_000
_STOP = r"；;，,。）)（(\s"
_FIELDS = {
    "address": re.compile(r"(?:联系|办公|通讯|通信|单位)?地址(?:为|是)?[：:]?([^；;，,。）)：:]{4,60})"),
    "postcode": re.compile(r"邮(?:政)?编(?:码)?(?:为|是)?[：:]?([0-9]{6})(?![0-9])"),
    "telephone": re.compile(r"电话(?:号码)?(?:为|是)?[：:]?((?:\([0-9]{3,4}\))?[0-9][0-9\-转]{5,24}[0-9])"),
    "fax": re.compile(r"传真(?:电话|号码)?(?:为|是)?[：:]?((?:\([0-9]{3,4}\))?[0-9][0-9\-转]{5,24}[0-9])"),
    "email": re.compile(
        r"((?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})"
    ),
}
_OFFICE = re.compile(rf"(?:请)?(?:与|向|同|和|致电)([^{_STOP}：:与]{{2,40}}?)(?:进行)?(?:联系|反映|咨询)")
_NARROW = str.maketrans("０１２３４５６７８９（）＠．—–－―‐", "0123456789()@.-----")


def read_contact(lines: Iterable[str]) -> Contact:
    """The contact of the first lines that give one; white space is dropped, dashes of telephone numbers are ``-``."""
    found: dict[str, str] = {}
    for line in lines:
        compact = re.sub(r"-+", "-", "".join(line[:_LONGEST].split()).translate(_NARROW))
        values = {name: match[1] for name, pattern in _FIELDS.items() if (match := pattern.search(compact))}
        if len(values) + len(found) < 2 and "email" not in values:
            # One such word alone is as likely to be about something else: 咨询电话, 网站地址.
            values = {name: value for name, value in values.items() if re.match(r"[^：:]{0,6}[：:]", compact)}
        office = _OFFICE.search(compact)
        if values and office:
            values["office"] = office[1]
        found = {**values, **found}
    return Contact(**found)
