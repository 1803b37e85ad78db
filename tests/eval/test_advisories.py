import json
from io import StringIO

import pytest

from eval.advisories import main

SOUND = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not on the index"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND], 0, "查了 1 个依赖，没有已知漏洞。"),
        ([SOUND, BAD], 1, "b 2：CVE-1，修好的版本：3"),
        ([SOUND, UNKNOWN], 0, "漏洞库里没有的 1 个没有查：c"),
        ([UNKNOWN], 0, "1 个依赖都没有查"),
    ],
)
def test_only_what_was_looked_at_is_called_sound(
    packages: object, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(StringIO(json.dumps({"dependencies": packages}))) == code
    assert said in capsys.readouterr().out


def test_no_answer_is_said_and_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(StringIO("")) == 0
    assert "没有查" in capsys.readouterr().out
