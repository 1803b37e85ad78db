"""The command line: one face, no arithmetic.

=============  =====================================================================
``arguments``  the commands and their options; argparse, in Chinese
``commands``   one function a command
``style``      colour, or none
``checked``    what ``check`` prints
``added``      ``add``: units' figures to one set, and what it prints
``verified``   what ``verify`` and ``draft`` print
``waived``     what ``waive`` changes, and its record for programs
``past``       ``ingest`` and ``search``
``found``      what ``search`` prints
``progress``   how far long work is
``browser``    ``nianbao app``: the pages, on this machine or behind a login
``people``     ``people``: accounts
``audited``    what ``audit`` prints
``carried``    ``backup``, ``restore``, ``bundle``, ``unbundle``
``ending``     what asks the program to end ends it as Ctrl+C does
=============  =====================================================================
Everything else is imported inside the command that needs it, so that ``check`` and ``verify`` start in well under a second.
"""

import io
import sys
import traceback

from agent.cli.arguments import BAD_INPUT, read_arguments
from agent.errors import NianbaoError

_INTERRUPTED = 130
_OURS = 3


def main(argv: list[str] | None = None) -> int:
    """Run one command and give its exit code: 0, 1 or 2 as the README says; 3 for a fault of ours."""
    # A stream that was closed before the start is None, and nothing can be asked of it.
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = read_arguments(sys.argv[1:] if argv is None else argv)
        from agent.cli import commands

        code = commands.run(arguments)
        sys.stdout.flush()
        return code
    except NianbaoError as error:
        print(
            "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in str(error)),
            file=sys.stderr,
        )
        return BAD_INPUT
    except KeyboardInterrupt:
        print("已中断", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone: not an error. Nothing more can be written, at exit neither.
        sys.stdout = io.StringIO()
        return 0
    except OSError as error:
        # Every file has its own message; what is left is our output: a full disk behind `>`.
        sys.stdout = io.StringIO()
        what = f"结果写不出去（系统错误 {error.errno}）；请检查输出所在的磁盘空间和权限"
        print(what, file=sys.stderr)
        return BAD_INPUT
    except Exception as error:  # noqa: BLE001 - a clerk gets one line, never a traceback; the place is in it
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = " ".join(f"{type(error).__name__}: {error}".split())
        print(
            f"程序内部错误：{what}（{place.filename} 第{place.lineno}行）；请把这一行报告给维护者",
            file=sys.stderr,
        )
        return _OURS
