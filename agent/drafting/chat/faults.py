"""What can be wrong with the far side, and what is said of it: one kind, one Chinese sentence with its mend.

No vendor is named here. What the far side says of itself is quoted only after every secret has been taken out of it.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from agent.errors import ModelFault

_LONGEST, _READ = 120, 1_000
_SECRETS = re.compile(
    r"(?:Bearer\s+|sk-|lsv2_|(?:api[-_ ]?)?key[\"']?\s*[:=]\s*[\"']?)[\w.*\-]{3,}"  # keys as they are usually written
    r"|[\w.-]*\*{3,}[\w.*-]*"  # and as servers half hide them
    r"|(?<=://)[^/@\s]+@",  # user and password in an address
    re.IGNORECASE,
)


class Fault(StrEnum):
    """The kinds, in the order in which a call meets them."""

    NO_KEY = "no_key"
    ADDRESS = "address"
    PROXY = "proxy"
    NAME = "name"
    REFUSED = "refused"
    TLS = "tls"
    CONNECTION = "connection"
    MOVED = "moved"
    KEY = "key"
    FORBIDDEN = "forbidden"
    BALANCE = "balance"
    MODEL = "model"
    CONTEXT = "context"
    PARAMETER = "parameter"
    REQUEST = "request"
    CENSORED = "censored"
    BUSY = "busy"
    SERVER = "server"
    RESET = "reset"
    SILENT = "silent"
    LATE = "late"
    CUT = "cut"
    PAGE = "page"
    GARBLED = "garbled"
    EMPTY = "empty"
    DECLINED = "declined"
    ENDLESS = "endless"
    STOPPED = "stopped"


# Asking again helps where the next answer may be another.
PASSING = frozenset({Fault.BUSY, Fault.SERVER, Fault.RESET})

_SENTENCES = {
    Fault.NO_KEY: "没有设定密钥；请设定 OPENAI_API_KEY",
    Fault.ADDRESS: "地址不对；请检查 OPENAI_BASE_URL，多数服务的地址以 /v1 结尾",
    Fault.PROXY: "代理用不了；请检查 HTTPS_PROXY、HTTP_PROXY，内网地址请列入 NO_PROXY",
    Fault.NAME: "找不到这台服务器（域名解析失败）；请检查 OPENAI_BASE_URL 的拼写和网络",
    Fault.REFUSED: "连接被拒绝；请确认模型服务已经启动，端口与 OPENAI_BASE_URL 相同",
    Fault.TLS: "安全连接（TLS）建立不起来；请核对 https 地址和服务器证书，自签证书可用 SSL_CERT_FILE 指明",
    Fault.CONNECTION: "连接不上；请检查网络和 OPENAI_BASE_URL",
    Fault.MOVED: "地址已经转到别处；请把 OPENAI_BASE_URL 直接写成最终的地址",
    Fault.KEY: "密钥不对或已失效；请检查 OPENAI_API_KEY",
    Fault.FORBIDDEN: "没有权限；请向服务方确认密钥可以使用这个模型",
    Fault.BALANCE: "余额或额度用完了；请充值，或改用别的模型",
    Fault.MODEL: "没有这个模型；请检查 NIANBAO_MODEL 的写法，或先在服务端装好这个模型",
    Fault.CONTEXT: "内容超过了模型的长度上限；请换一个上下文更长的模型，或在服务端调大上下文长度",
    Fault.PARAMETER: "不接受请求里的参数；请换一个兼容 OpenAI 接口的服务",
    Fault.REQUEST: "不接受这个请求；请检查 NIANBAO_MODEL 和 OPENAI_BASE_URL",
    Fault.CENSORED: "内容审核没有放行；请改一改要求再试",
    Fault.BUSY: "请求太多，暂时不受理；请稍后再试",
    Fault.SERVER: "服务器出错；请稍后再试，或请管理员查看服务端日志",
    Fault.RESET: "连接被对方断开；请稍后再试",
    Fault.SILENT: "迟迟没有回音；请稍后再试，或调大 NIANBAO_TIMEOUT（秒）",
    Fault.LATE: "用时太长，已经中止；请稍后再试，或换一个快些的模型",
    Fault.CUT: "答到一半断了；请再试一次",
    Fault.PAGE: "返回的是网页，不是模型的回答；请检查 OPENAI_BASE_URL，并确认不是上网登录页或代理的报错页",
    Fault.GARBLED: "返回的内容看不懂；请确认服务兼容 OpenAI 的接口",
    Fault.EMPTY: "什么也没有答；请再试一次，会思考的模型请调大 NIANBAO_MAX_TOKENS",
    Fault.DECLINED: "模型不肯作答；请换个说法，或换一个模型",
    Fault.ENDLESS: "答得太长，到上限就截断了；请再试一次，或调大 NIANBAO_MAX_TOKENS",
    Fault.STOPPED: "已按要求停止",
}


def fault(
    kind: Fault,
    model: str,
    said: str = "",
    *,
    remark: str = "",
    where: str = "",
    secrets: Iterable[str] = (),
    after: float | None = None,
) -> ModelFault:
    """The exception. ``said`` is the far side's own text, shown short and without secrets; ``where`` is its address.

    ``remark`` is ours, in Chinese, on this one case.
    """
    sentence = _SENTENCES[kind]
    quoted = cleared(said, secrets)
    heard = f"（{remark}）" if remark else f"（对方说：{quoted}）" if quoted else ""
    place = f"（{where}）" if where else ""
    return ModelFault(kind.value, f"模型 {cleared(model, secrets)}{place}：{sentence}{heard}", after)


def cleared(text: str, secrets: Iterable[str] = ()) -> str:
    """A foreign text without secrets, white space and tags."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "…")
    # What will be shown stands at the beginning; a page of megabytes is not searched through.
    text = text[:_READ]
    text = " ".join(re.sub(r"<[^>]{0,200}>", " ", _SECRETS.sub("…", text)).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
