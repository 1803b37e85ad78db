"""The conversation of ``dialogue.yaml``, sentence by sentence; after each the report holds."""

from importlib.resources import files

from agent.drafting.conversation.events import Proposed
from agent.forms.marked import Marked, read_marked
from tests.drafting.conversation.talking import about, holds, outcome, said, words

_FILE = "dialogue.yaml"
_KNOWN = {"clerk", "ends", "says", "never", "part", "report", "gone"}


def steps() -> list[dict[str, Marked]]:
    text = files("tests.drafting.conversation").joinpath(_FILE).read_text("utf-8")
    return [each.mapping(known=_KNOWN, needed={"clerk", "ends"}) for each in read_marked(text, _FILE).items()]


def test_the_dialogue_goes_as_written() -> None:
    conversation = about()
    for step in steps():
        place = f"{_FILE} 第{step['clerk'].line}行"
        events = said(conversation, step["clerk"].text())
        heard, report = words(events), conversation.standing.text

        def texts(name: str, step: dict[str, Marked] = step) -> tuple[str, ...]:
            return step[name].texts() if name in step else ()

        assert outcome(events).value == step["ends"].text(), place
        assert [each for each in texts("says") if each not in heard] == [], place
        assert [each for each in texts("never") if each in heard] == [], place
        assert [each for each in texts("report") if each not in report] == [], place
        assert [each for each in texts("gone") if each in report] == [], place
        assert tuple(each.part.id for each in events if isinstance(each, Proposed)) == texts("part"), place
        assert holds(conversation), place
