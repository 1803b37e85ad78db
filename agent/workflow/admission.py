"""Where the app may be opened, and whom it asks who they are."""

from collections.abc import Callable
from ipaddress import ip_address

from agent.errors import BadInput, Problem
from agent.settings import Settings
from agent.store import People


def check_address(address: str, settings: Settings, people: Callable[[], People]) -> None:
    """``BadInput`` where others could come in whom nobody asks, or where what is needed to ask them is missing."""
    if not own_machine(address) and settings.auth is None:
        what = f"在 {address} 上打开，网络里谁都能进来看到未公开的数据，所以没有启动"
        mend = "设 NIANBAO_AUTH=local（本程序的账户）或 oidc（单位的统一登录），或去掉 --address 只在本机使用"
        raise BadInput([Problem(what, "--address", mend)])
    if settings.auth == "oidc":
        given = {
            "NIANBAO_OIDC_URL": settings.oidc_url,
            "NIANBAO_OIDC_CLIENT": settings.oidc_client,
            "NIANBAO_OIDC_SECRET": settings.oidc_secret,
            "NIANBAO_OIDC_REDIRECT": settings.oidc_redirect,
        }
        mend = "请向管理统一登录的部门索取"
        missing = [Problem("统一登录缺这一项", name, mend) for name, value in given.items() if not value]
        if missing:
            raise BadInput(missing)
    if settings.auth is not None and not people().everybody():
        mend = "先建一个：nianbao people add 用户名 --name 姓名 --role administrator --all-units"
        raise BadInput([Problem("要登录才能用，可是还没有账户", "NIANBAO_AUTH", mend)])


def own_machine(address: str) -> bool:
    """Whether nobody but people at this machine can reach that address."""
    if address == "localhost":
        return True
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
