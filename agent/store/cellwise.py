"""A figure set as cells, facts and particulars that are kept one by one, and back."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from agent.figures import Contact, FigureSet
from agent.store.place import Content, Kind, Place
from agent.store.records import Contents, Edit

ORIGIN = "origin"
_ALWAYS = ("unit", "year", "form")


def edits_of(
    figures: FigureSet, contents: Contents, *, previous: bool = False, origin: str = "", clear: bool = True
) -> tuple[Edit, ...]:
    """What must be edited for a report to have these figures, made from the contents that somebody had before them.

    ``previous`` puts them in as last year's, of which the unit, the year and the form are kept too; ``origin`` says how they came
    (``given``, ``read``). ``clear`` empties what stands in the report and is not among them; without it that stays.
    """
    wanted = dict(_contents_of(figures, previous=previous))
    if previous and origin:
        wanted[Place.particular(ORIGIN, previous=True)] = origin
    if clear:
        wanted = {place: None for place in contents.stamps if _belongs(place, previous=previous)} | wanted
    return tuple(
        Edit.of(place, content, contents.number(place), _source(figures, place))
        for place, content in wanted.items()
    )


def figures_of(
    standing: Mapping[Place, Content],
    sources: Mapping[Place, str],
    unit: str,
    year: int,
    form: str,
    *,
    previous: bool,
) -> FigureSet:
    """The figure set that stands in these places. What the figures don't say of themselves is as given."""
    mine = {place: content for place, content in standing.items() if _belongs(place, previous=previous)}
    particulars: dict[str, Any] = {place.name: content for place, content in mine.items() if _other(place)}
    return FigureSet(
        unit=particulars.get("unit", unit),
        year=particulars.get("year", year),
        form=particulars.get("form", form),
        cells={place.name: content for place, content in mine.items() if place.kind.is_cell},
        facts=tuple(content for place, content in mine.items() if place.kind.is_fact),
        contact=Contact(**particulars.get("contact", {})),
        sources={place.name: sources[place] for place in mine if place.kind.is_cell and sources.get(place)},
        file=particulars.get("file", ""),
    )


def _belongs(place: Place, *, previous: bool) -> bool:
    this = (Kind.CELL, Kind.FACT, Kind.PARTICULARS)
    last = (Kind.PREVIOUS_CELL, Kind.PREVIOUS_FACT, Kind.PREVIOUS_PARTICULARS)
    return place.kind in (last if previous else this)


def _other(place: Place) -> bool:
    return place.kind in (Kind.PARTICULARS, Kind.PREVIOUS_PARTICULARS)


def _contents_of(figures: FigureSet, *, previous: bool) -> Iterator[tuple[Place, Content]]:
    for key, value in figures:
        yield Place.cell(key, previous=previous), value
    named: dict[str, int] = {}
    for fact in figures.facts:
        # Two facts of one name are somebody's mistake, which is for others to tell; neither is dropped here.
        named[fact.name] = count = named.get(fact.name, 0) + 1
        yield Place.fact(fact.name if count == 1 else f"{fact.name} #{count}", previous=previous), fact
    contact = asdict(figures.contact)
    if any(contact.values()):
        yield Place.particular("contact", previous=previous), contact
    if figures.file:
        yield Place.particular("file", previous=previous), figures.file
    if previous:
        for name in _ALWAYS:
            yield Place.particular(name, previous=True), getattr(figures, name)


def _source(figures: FigureSet, place: Place) -> str:
    return figures.sources.get(place.name, "") if place.kind.is_cell else ""
