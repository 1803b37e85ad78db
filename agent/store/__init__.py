"""What people work on, kept: reports, every version of everything in them, who did what, and what lies beside.

The only room with a database. No row and no session leaves it: frozen values go in and come out (:mod:`agent.store.records`).
Callers of a draft's records and conversations hand them over as JSON-ready values; the room doesn't know how drafts are made.
"""

from agent.store.cellwise import edits_of
from agent.store.people import People
from agent.store.persons import ALL_UNITS, Coming, Outcome, Person, Refused, Role, SignedIn
from agent.store.place import Kind, Place
from agent.store.projects import Projects
from agent.store.records import (
    BroughtFile,
    Chain,
    Change,
    Clash,
    Clock,
    Conflict,
    Contents,
    Difference,
    DraftRecord,
    Edit,
    Entry,
    Message,
    Present,
    Report,
    Saved,
    Stamp,
    State,
    Version,
)
from agent.store.sight import EVERYTHING, Sight

__all__ = [
    "ALL_UNITS",
    "EVERYTHING",
    "BroughtFile",
    "Chain",
    "Change",
    "Clash",
    "Clock",
    "Coming",
    "Conflict",
    "Contents",
    "Difference",
    "DraftRecord",
    "Edit",
    "Entry",
    "Kind",
    "Message",
    "Outcome",
    "People",
    "Person",
    "Place",
    "Present",
    "Projects",
    "Refused",
    "Report",
    "Role",
    "Saved",
    "Sight",
    "SignedIn",
    "Stamp",
    "State",
    "Version",
    "edits_of",
]
