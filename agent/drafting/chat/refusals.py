"""What a refusal means: a status and the far side's words to the kind of fault."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from agent.drafting.chat.faults import Fault

_CONTEXT = re.compile(
    r"context.{0,12}(length|window|size)|maximum context|exceed_context|prompt is too long|too many tokens"
    r"|input.{0,12}(length|tokens).{0,30}(exceed|range|limit|too)|range of input length|上下文|超.{0,6}长度",
    re.IGNORECASE,
)
_CENSORED = re.compile(
    r"content.?(filter|policy|management|moderation)|inspection|sensitive|risk.?control|审核|敏感|违规",
    re.IGNORECASE,
)
_BALANCE = re.compile(r"insufficient|quota|balance|billing|arrear|余额|欠费|额度", re.IGNORECASE)
_MODEL = re.compile(
    r"model.{0,80}(not.{0,4}(exist|found|support|available)|does ?n[o']t exist|unknown|invalid)"
    r"|(unknown|no such|invalid|unsupported) model|model_not_found|try pulling|模型.{0,20}不存在|没有.{0,4}模型",
    re.IGNORECASE,
)
_PARAMETER = re.compile(
    r"stream_options|temperature|max_tokens|max_completion_tokens|unsupported.?(parameter|value)",
    re.IGNORECASE,
)
_PLAIN = {
    401: Fault.KEY,
    402: Fault.BALANCE,
    403: Fault.FORBIDDEN,
    404: Fault.ADDRESS,
    405: Fault.ADDRESS,
    407: Fault.PROXY,
    408: Fault.SILENT,
    413: Fault.CONTEXT,
    429: Fault.BUSY,
}


def meaning(status: int, said: str) -> Fault:
    """The kind of fault; ``REQUEST`` where a refusal does not say what it is about."""
    if status in (400, 404, 413, 422) and (found := _spoken(said)) is not None:
        return found
    if status in (403, 429) and _BALANCE.search(said):
        return Fault.BALANCE
    if status in _PLAIN:
        return _PLAIN[status]
    return Fault.SERVER if status >= 500 else Fault.REQUEST


def in_words(said: str) -> Fault:
    """The kind of an error that comes inside a stream, where there is no status."""
    if re.search(r"rate.?limit|too many requests|overloaded|busy|繁忙", said, re.IGNORECASE):
        return Fault.BUSY
    return _spoken(said) or Fault.SERVER


def _spoken(said: str) -> Fault | None:
    for pattern, kind in (
        (_CONTEXT, Fault.CONTEXT),
        (_CENSORED, Fault.CENSORED),
        (_PARAMETER, Fault.PARAMETER),
        (_MODEL, Fault.MODEL),
        (_BALANCE, Fault.BALANCE),
    ):
        if pattern.search(said):
            return kind
    return None


def asked_to_wait(header: str | None, now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header, which holds seconds or a date; None where it holds neither."""
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
