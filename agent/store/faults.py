"""What a database says when it can't, in one Chinese sentence. Vendors' exceptions end here."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from agent.errors import Unavailable

# By the beginning of SQLite's own name for it; the first that fits.
_SQLITE = (
    ("SQLITE_FULL", "{place} 所在的磁盘满了，这一次修改没有保存；请腾出空间后再试"),
    ("SQLITE_BUSY", "{place} 正被其他程序占用，这一次修改没有保存；请关闭占用它的程序后再试"),
    ("SQLITE_LOCKED", "{place} 正被其他程序占用，这一次修改没有保存；请关闭占用它的程序后再试"),
    ("SQLITE_READONLY", "{place} 只能读、不能写；请检查文件和文件夹的权限，或用 NIANBAO_DATA 换一个文件夹"),
    ("SQLITE_CANTOPEN", "打不开 {place}；请检查文件夹的权限，或用 NIANBAO_DATA 换一个文件夹"),
    ("SQLITE_PERM", "没有权限使用 {place}；请检查权限，或用 NIANBAO_DATA 换一个文件夹"),
    ("SQLITE_NOTADB", "{place} 不是数据库文件；请移开它，或从备份恢复"),
    ("SQLITE_CORRUPT", "{place} 已损坏；请从备份恢复"),
    ("SQLITE_IOERR", "读写 {place} 时磁盘出错，这一次修改没有保存；请检查磁盘和剩余空间"),
)
# By the beginning of PostgreSQL's code for it (Appendix A of its manual).
_POSTGRES = (
    ("53100", "{place} 的磁盘满了，这一次修改没有保存；请管理员腾出空间"),
    ("53300", "{place} 的连接数用完了；请稍后再试，或请管理员调大 max_connections"),
    ("53", "{place} 的资源不够，这一次修改没有保存；请稍后再试"),
    ("55P03", "{place} 正忙，等了很久也没轮到，这一次修改没有保存；请再试"),
    ("57014", "{place} 太久没有做完，这一次修改没有保存；请再试"),
    ("57P", "{place} 正在关闭或重启；请稍后再试"),
    ("40", "{place} 上有别的修改同时进行，这一次没有保存；请再试"),
    ("25006", "{place} 只能读、不能写；请管理员检查"),
    ("42501", "数据库用户没有权限使用 {place}；请管理员授权"),
    ("28", "{place} 不接受这个用户名或密码；请检查 NIANBAO_DATABASE_URL"),
    ("3D000", "{place} 上没有这个数据库；请管理员建立，或检查 NIANBAO_DATABASE_URL"),
    ("08", "与 {place} 的连接断了；请稍后再试"),
)
# Before there is a connection there is no code, only words, and those in the server's language.
_CONNECTING = (
    (("password", "密码", "口令", "authentication", "认证", "pg_hba"), "28"),
    (("does not exist", "不存在"), "3D000"),
    (("too many", "remaining connection slots", "过多"), "53300"),
    (("starting up", "shutting down", "recovery mode", "正在启动", "正在关闭"), "57P"),
)
_AWAY = "连不上 {place}；请检查数据库服务器是否在运行、地址和端口是否正确"
_OTHER = "{place} 出错，这一次修改没有保存；请再试，再不行请联系管理员"


@contextmanager
def told(place: str) -> Iterator[None]:
    """What goes wrong inside is told as ``Unavailable``. ``place`` names the database without its password."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(f"{place} 太忙，没有空闲的连接；请稍后再试") from error
    except SQLAlchemyError as error:
        raise Unavailable(_sentence(error).format(place=place)) from _named(error)
    except OSError as error:
        raise Unavailable(_folder(error).format(place=place)) from error


def busy(place: str) -> Unavailable:
    """Somebody else has it to themselves."""
    return Unavailable(_first(_SQLITE, "SQLITE_BUSY").format(place=place))


class VendorFault(Exception):
    """Which of a vendor's exceptions it was, without its text: that quotes rows, and figures have no place in a log."""


def _named(error: SQLAlchemyError) -> VendorFault:
    vendor = (error.orig if isinstance(error, DBAPIError) else None) or error
    code = getattr(vendor, "sqlite_errorname", None) or getattr(vendor, "sqlstate", None) or ""
    return VendorFault(
        f"{type(error).__name__} {type(vendor).__module__}.{type(vendor).__name__} {code}".strip()
    )


def _sentence(error: SQLAlchemyError) -> str:
    vendor = error.orig if isinstance(error, DBAPIError) else None
    name = getattr(vendor, "sqlite_errorname", None)
    if name is not None:
        return _first(_SQLITE, name)
    code = getattr(vendor, "sqlstate", None)
    if code is not None:
        return _first(_POSTGRES, code)
    if vendor is None or type(vendor).__name__ not in ("OperationalError", "ConnectionTimeout"):
        return _OTHER
    words = str(vendor)
    for said, meant in _CONNECTING:
        if any(each in words for each in said):
            return _first(_POSTGRES, meant)
    return _AWAY


def _first(table: tuple[tuple[str, str], ...], code: str) -> str:
    return next((sentence for start, sentence in table if code.startswith(start)), _OTHER)


def _folder(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return _first(_SQLITE, "SQLITE_PERM")
    return _first(_SQLITE, "SQLITE_FULL" if error.errno == 28 else "SQLITE_CANTOPEN")  # 28: no space left
