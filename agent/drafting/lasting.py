"""A manuscript's lines as JSON-ready values and back: templates, the guards they were chosen on, where they came from.

What is read back is checked field by field, since anybody may have edited it: anything odd raises one of :data:`ODD`.
"""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import InvalidOperation
from typing import Any

from agent.drafting.conditions import Guard, condition
from agent.drafting.manuscript import Lines, Sentence, Source
from agent.errors import ExpressionError

ODD = (KeyError, TypeError, ValueError, IndexError, InvalidOperation, AttributeError, ExpressionError)


def lines_record(lines: Lines) -> dict[str, Any]:
    """One paragraph."""
    return {
        "heading": lines.heading,
        "topic": lines.topic,
        "sentences": [sentence_record(each) for each in lines.sentences],
    }


def sentence_record(sentence: Sentence) -> dict[str, Any]:
    """One sentence; what it has not is left out."""
    record: dict[str, Any] = {"template": sentence.template}
    if sentence.move:
        record["move"] = sentence.move
    if sentence.guards:
        record["guards"] = [
            [each.held, [line.source for line in each.conditions]] for each in sentence.guards
        ]
    if sentence.source:
        record["source"] = asdict(sentence.source)
    return record


# --- and back -------------------------------------------------------------------------------------------------------


def read_lines(value: Mapping[str, Any]) -> Lines:
    """A paragraph."""
    sentences = tuple(map(read_sentence, value["sentences"]))
    return Lines(sentences, value["heading"] is True, text_of(value["topic"]))


def read_sentence(value: Mapping[str, Any]) -> Sentence:
    """A sentence; its conditions are parsed anew."""
    guards = tuple(
        Guard(tuple(condition(text_of(line)) for line in lines), held is True)
        for held, lines in value.get("guards", ())
    )
    source = value.get("source")
    return Sentence(
        text_of(value["template"]),
        text_of(value.get("move", "")),
        guards,
        _read_source(source) if source else None,
    )


def _read_source(value: Mapping[str, Any]) -> Source:
    return Source(text_of(value["unit"]), int(value["year"]), text_of(value["file"]), int(value["number"]))


def text_of(value: Any) -> str:
    """A text, which must be one."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value
