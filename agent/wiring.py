"""The only place that chooses: from the settings to what answers them."""

from dataclasses import dataclass, field
from functools import cache
from threading import Event
from typing import TYPE_CHECKING

from agent.settings import Settings, from_environment

if TYPE_CHECKING:
    from agent.drafting.chat import Chat, Watch
    from agent.drafting.conversation import Means
    from agent.drafting.conversation.turning import Find
    from agent.drafting.past import Past
    from agent.drafting.writers.model import ModelWriter
    from agent.store import People, Projects
    from agent.store.database import Database
    from agent.workflow.remembering import FolderMemory
    from corpus.index.chroma import Store
    from corpus.index.embedding import Embedding

_STORE = "chroma"
_WHOLE = 5


@dataclass(frozen=True, slots=True)
class OwnModel:
    """A model that somebody set for their own session, where the environment names none. The key stays out of ``repr``."""

    name: str
    url: str | None = None
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class InUse:
    """What works for somebody right now, in Chinese."""

    model: str
    embedding: str
    store: str


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return from_environment()


@cache
def projects() -> "Projects":
    """What people work on, all of it: pages show it as their person sees it. ``Unavailable`` where it cannot be used.

    It is in the database that the settings name, else in a file of the data folder.
    """
    from agent.store import Projects

    own = settings()
    return Projects.open(own.database_url, own.data)


def database() -> "Database":
    """Where that is, without making or migrating anything in it; ``Unavailable`` where it cannot be used."""
    from agent.store.database import Database
    from agent.store.projects import FILE

    own = settings()
    return Database.at(own.database_url) if own.database_url else Database.in_file(own.data / FILE)


def check_kept() -> None:
    """``Unavailable`` where nothing could be kept: the data folder or the database cannot be written, or is a newer program's."""
    from agent.workflow.outcome import check_folder

    check_folder(settings().data)
    projects().check_writing()


def people() -> "People":
    """Who may work here, where that is asked; ``Unavailable`` where the database cannot be used."""
    return projects().people


def embedding(seconds: float = 60.0) -> "Embedding":
    """The embedding that the settings name, one request at most so long; none named: the one that needs nothing."""
    own = settings()
    if own.embedding:
        from corpus.index.endpoint import Endpoint

        url, key = own.embedding_url or own.model_url, own.embedding_key or own.model_key
        return Endpoint(own.embedding, url, key, seconds)
    from corpus.index.offline import Offline

    return Offline()


def exemplar_store() -> "Store":
    """Past paragraphs, on a server or in the data folder. ``Unavailable`` where they cannot be reached."""
    from corpus.index.chroma import Store

    own = settings()
    if own.chroma_url:
        return Store.served(own.chroma_url, embedding())
    return Store.embedded(own.data / _STORE, embedding())


def past() -> "Past | None":
    """Past paragraphs to draft with; None where nobody has kept any. ``Unavailable`` where the store cannot be reached."""
    if not past_is_kept():
        return None
    from agent.drafting.stored import StoredPast

    store = exemplar_store()
    return StoredPast(store) if len(store) else None


def chat(model: str | None = None, session: OwnModel | None = None) -> "Chat | None":
    """The model of that name, else the settings', else the session's; None where none is named. Nothing is asked of it yet.

    The settings' key goes to the settings' address only, never to one that somebody typed.
    """
    own = settings()
    name = model or own.model or (session.name if session else None)
    if name is None:
        return None
    url, key = own.model_url, own.model_key
    if own.model is None and model is None and session is not None:
        url = own.model_url or session.url
        key = own.model_key if url == own.model_url and own.model_key else session.key
    from agent.drafting.chat import Chat, Terms

    # Who waits longer for a slow machine to say something also waits longer for all of it.
    terms = Terms(own.temperature, own.max_tokens, own.timeout, total=_WHOLE * own.timeout)
    return Chat(name, url, key, terms)


def warm_up() -> None:
    """Load what speaks to models, which takes seconds the first time; nothing is asked of any."""
    from agent.drafting.chat import tooling, vendor  # noqa: F401 - loading them is what it is for


def model_writer(
    model: str | None = None, watch: "Watch | None" = None, session: OwnModel | None = None
) -> "ModelWriter | None":
    """The writer that is a model, named here, by the settings or in the session; None where none is named."""
    talk = chat(model, session)
    if talk is None:
        return None
    from agent.drafting.writers.model import ModelWriter

    return ModelWriter(talk, watch)


def memory() -> "FolderMemory":
    """Where conversations are kept."""
    from agent.workflow.remembering import FolderMemory

    return FolderMemory(settings().data)


def conversation_means(*, with_past: bool = True, session: OwnModel | None = None) -> "Means":
    """What a conversation works with: the model that the settings or the session name, and the past reports that are kept.

    ``Unavailable`` where those cannot be reached.
    """
    from agent.drafting.chat import Watch
    from agent.drafting.conversation import Means

    stopping = Event()
    writer = model_writer(watch=Watch(stopped=stopping.is_set), session=session)
    return Means(writer, chat(session=session), finder() if with_past else None, stopping=stopping)


def past_is_kept() -> bool:
    """Whether there is a store of past paragraphs to look into; nothing is opened for it."""
    own = settings()
    return bool(own.chroma_url) or (own.data / _STORE).exists()


def finder() -> "Find | None":
    """A search in past paragraphs; None where none are kept. ``Unavailable`` where the store cannot be reached."""
    own = settings()
    if not own.chroma_url and not (own.data / _STORE).exists():
        return None
    from agent.drafting.brief import Found
    from corpus.index.searching import search

    store = exemplar_store()
    return lambda words: [Found(each.exemplar, each.why) for each in search(store, words, None, 5)]


def in_use(session: OwnModel | None = None) -> InUse:
    """Which model, embedding and database work for somebody with that session. Nothing is opened for it."""
    from agent.store.projects import FILE

    own = settings()
    set_here = f"{session.name}（本窗口设定）" if session else "不用模型，由内置文句起草"
    model = own.model or set_here
    embedding = own.embedding or "内置，不联网"
    store = f"本机文件 {FILE}"
    if own.database_url:
        store = "本机数据库" if own.database_url.startswith("sqlite") else "数据库服务器"
    return InUse(model, embedding, store)
