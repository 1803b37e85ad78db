"""What ``pip-audit`` found, from its JSON on standard input, in a few sentences: ``make audit`` prints them.

What the index does not know about was not looked at, and is never counted as sound. No answer at all is said and is no failure.
"""

import json
import sys
from typing import Any, TextIO

_VULNERABLE = 1


def main(stream: TextIO = sys.stdin) -> int:
    """1 where a pinned version has a known vulnerability."""
    try:
        packages: list[dict[str, Any]] = json.load(stream)["dependencies"]
    except (ValueError, KeyError, TypeError):
        print("连不上漏洞库，没有查；请在能上网的机器上再运行一次。")
        return 0
    looked_at = [each for each in packages if "skip_reason" not in each]
    bad = [each for each in looked_at if each["vulns"]]
    for each in bad:
        for fault in each["vulns"]:
            mend = "、".join(fault["fix_versions"]) or "还没有修好的版本"
            print(f"{each['name']} {each['version']}：{fault['id']}，修好的版本：{mend}")
    if not looked_at:
        print(
            f"连得上的软件源没有漏洞资料，{len(packages)} 个依赖都没有查；请在能上 pypi.org 的机器上再运行一次。"
        )
        return 0
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    missing = f"；漏洞库里没有的 {len(unknown)} 个没有查：{'、'.join(unknown[:5])}" if unknown else ""
    if bad:
        print(
            f"查了 {len(looked_at)} 个依赖，{len(bad)} 个有已知漏洞{missing}。把版本改到修好的，运行 make lock，再查一遍。"
        )
        return _VULNERABLE
    print(f"查了 {len(looked_at)} 个依赖，没有已知漏洞{missing}。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
