"""Exemplars, files and filters as Chroma takes them: flat records of texts and whole numbers, and conditions on those."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from corpus.index.exemplar import Entry, Exemplar
from corpus.index.filters import Filters

Metadata = dict[str, str | int]


def metadata_of(exemplar: Exemplar) -> Metadata:
    """Everything but the text, which is the record's document."""
    record: Metadata = asdict(exemplar)
    del record["text"]
    return record


def exemplar_of(text: str, metadata: Mapping[str, Any]) -> Exemplar:
    """The exemplar of a record; a field that an older program did not write is left at its default."""
    known = {name: metadata[name] for name in Exemplar.__dataclass_fields__ if name in metadata}
    return Exemplar(**{"unit": "", "year": 0, "template": text, **known, "text": text})


def record_of(entry: Entry) -> Metadata:
    """A file's record: one text, since it is never asked for by anything but its name."""
    return {"entry": json.dumps(asdict(entry), ensure_ascii=False, separators=(",", ":"))}


def entry_of(metadata: Mapping[str, Any]) -> Entry:
    """The file of a record."""
    record = json.loads(metadata["entry"])
    return Entry(**{**record, "keys": tuple(record["keys"]), "notes": tuple(record["notes"])})


def condition_of(filters: Filters) -> dict[str, Any] | None:
    """The filters as a condition on records; None where everything may be found."""
    named = {"section": filters.section, "topic": filters.topic, "level": filters.level, "form": filters.form}
    parts: list[dict[str, Any]] = [{name: value} for name, value in named.items() if value]
    if filters.units:
        parts.append({"unit": {"$in": list(filters.units)}})
    if filters.since:
        parts.append({"year": {"$gte": filters.since}})
    if filters.until:
        parts.append({"year": {"$lte": filters.until}})
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"$and": parts}
