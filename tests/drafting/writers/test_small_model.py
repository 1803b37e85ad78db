"""The writer behind a small real model, which miscopies figures all the time: what it gives is text, and ends."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.drafting import draft
from agent.drafting.authoring import lines_of, with_part
from agent.drafting.brief import Part
from agent.drafting.chat import Chat, Message, Terms
from agent.drafting.loop import Budget, Done
from agent.drafting.writers import Usage
from agent.drafting.writers.model import ModelWriter
from agent.errors import ModelFault
from agent.verify import verify
from tests.drafting.briefs import brief
from tests.drafting.invented import county, county_before
from tests.drafting.writing import desk

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / ".venv-model"

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        not (FOLDER / ".ready").is_file(), reason="没有小模型（no small model: make test-model）"
    ),
]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of the model, for as long as the tests need it."""
    command = [str(FOLDER / "bin" / "python"), str(ROOT / "eval" / "small_model.py"), str(FOLDER)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        assert url.startswith("http://")
        yield url
        server.kill()


def test_it_writes_lines_of_text_and_says_what_they_cost(endpoint: str) -> None:
    terms = Terms(max_tokens=80, timeout=300, total=600, temperature=0.0)
    template, cost, fault = "", Usage(), ""
    try:
        for piece in ModelWriter(Chat("gemma", endpoint, None, terms)).write(brief()):
            if isinstance(piece, Usage):
                cost = piece
            else:
                template += piece
    except ModelFault as told:
        fault = told.kind
    assert fault in ("", "endless", "empty")
    assert template or fault
    assert "```" not in template
    assert cost.answered <= 80
    assert cost.prompt


def test_it_stops_when_nobody_wants_more(endpoint: str) -> None:
    chat = Chat("gemma", endpoint, None, Terms(max_tokens=3000, timeout=300, total=600, temperature=0.0))
    endless = chat.stream([Message("user", "从一数到一千，用汉字，一行一个。")])
    assert next(endless)
    endless.close()  # type: ignore[attr-defined]
    # The one place of the server is free again.
    brief_ = Chat("gemma", endpoint, None, Terms(max_tokens=4, timeout=60, total=60))
    pieces = brief_.stream([Message("user", "说：好。")])
    assert next(pieces)
    pieces.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "part", [Part("overview", "requests", "依申请公开"), Part("overview", "disclosure", "主动公开")]
)
def test_whatever_it_writes_what_stands_in_the_report_is_verified(endpoint: str, part: Part) -> None:
    figures, previous = county(), county_before()
    begun = draft(figures, previous)
    writer = ModelWriter(
        Chat("gemma", endpoint, None, Terms(max_tokens=200, timeout=300, total=600, temperature=0.7))
    )
    place = desk(figures, previous, Budget(rounds=2, seconds=300))
    *_, done = place.part(begun.template, part, writer, lines_of(begun.template, part))
    assert isinstance(done, Done)
    text = with_part(begun.template, part, done.lines).realise(figures, previous).narrative.text
    assert verify(text, figures, previous).objections == ()
