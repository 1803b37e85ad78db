"""The store: the one door to Chroma, embedded in this process or a server.

Two collections. In one an exemplar is a record: its key, its vector, its text, and the rest as metadata. In the other a file is a
record; it is written last and struck out first, so that a file that is there is there whole, whenever a process was killed. The
first collection remembers the embedding that its vectors were made with; what was made with another is neither searched nor
added to, only made anew.

Vectors always come from here (:mod:`corpus.index.embedding`): Chroma's own embedding would fetch a model from the network.
"""

import base64
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection as ChromaCollection
from chromadb.config import Settings
from chromadb.errors import ChromaError

from agent.errors import Unavailable
from corpus.index.embedding import Embedding, Vectors, unit_length
from corpus.index.exemplar import Entry, Exemplar
from corpus.index.filters import Filters
from corpus.index.records import condition_of, entry_of, exemplar_of, metadata_of, record_of

_EXEMPLARS, _REMADE, _ENTRIES = "nianbao-exemplars", "nianbao-exemplars-remade", "nianbao-entries"
_SPACE: Any = {"hnsw": {"space": "cosine", "ef_search": 200}}
# Records at a time: SQLite takes no more variables than this needs.
_PAGE = 1000
# Units whose every paragraph is fetched at once: some thousands at most.
_FEW = 20
# A file's record is never looked for by nearness.
_NO_VECTOR = np.ones((1, 1), dtype=np.float32)
_REBUILD = "nianbao ingest --rebuild"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Near:
    """An exemplar that was found: ``similarity`` -1 to 1."""

    exemplar: Exemplar
    similarity: float


# Two threads that open one folder in the same moment leave Chroma half-made for both.
_OPENING = Lock()


class Store:
    """Exemplars with one vector each, and the files that they came from. Opened with one embedding."""

    def __init__(self, client: ClientAPI, embedding: Embedding, place: str) -> None:
        self._client, self.embedding, self.place = client, embedding, place
        with _told(place):
            self._finish_remaking()
            self._exemplars = self._collection(_EXEMPLARS, {"embedding": embedding.name})
            self._entries = self._collection(_ENTRIES)

    @classmethod
    def embedded(cls, folder: Path, embedding: Embedding) -> "Store":
        """The store in a folder of this machine, made where there is none. ``Unavailable`` where it cannot be."""
        with _told(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
            with _OPENING:
                client = chromadb.PersistentClient(folder, settings=_settings())
        return cls(client, embedding, str(folder))

    @classmethod
    def served(cls, url: str, embedding: Embedding) -> "Store":
        """The store of a Chroma server; the address may carry name and password. ``Unavailable`` where none answers."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unavailable("NIANBAO_CHROMA_URL 不是网址；请写成 http://主机:端口")
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        place = f"{parts.scheme}://{parts.hostname}:{port}"
        headers = _credentials(parts.username, parts.password)
        with _told(place):
            client = chromadb.HttpClient(parts.hostname, port, secure, headers, _settings())
        return cls(client, embedding, place)

    def _collection(self, name: str, metadata: Mapping[str, Any] | None = None) -> ChromaCollection:
        return self._client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration=_SPACE,
            metadata=dict(metadata) if metadata else None,
        )

    def fit(self) -> None:
        """``Unavailable`` where the vectors that are kept were made with another embedding."""
        made_with = (self._exemplars.metadata or {}).get("embedding")
        if made_with != self.embedding.name:
            raise Unavailable(
                f"范文库（{self.place}）是用“{made_with}”向量建的，现在设定的是“{self.embedding.name}”；"
                f"请运行 {_REBUILD} 重建，或改回原来的设定"
            )

    # --- files

    def entries(self) -> dict[str, Entry]:
        """Every file whose paragraphs are kept, by its name."""
        found: dict[str, Entry] = {}
        with _told(self.place):
            for page in _pages(self._entries):
                for metadata in page["metadatas"]:
                    entry = entry_of(metadata)
                    found[entry.file] = entry
        return found

    def enter(self, entry: Entry) -> None:
        """Say that a file's exemplars are all there."""
        with _told(self.place):
            self._entries.upsert(ids=[entry.file], embeddings=_NO_VECTOR, metadatas=[record_of(entry)])

    def strike(self, file: str) -> None:
        """Say that a file's exemplars need not all be there any more."""
        with _told(self.place):
            self._entries.delete(ids=[file])

    # --- exemplars

    def __len__(self) -> int:
        """How many exemplars are kept."""
        with _told(self.place):
            return self._exemplars.count()

    def exemplars(self, keys: Iterable[str]) -> dict[str, Exemplar]:
        """The exemplars of these keys; those that are not kept are left out."""
        found: dict[str, Exemplar] = {}
        with _told(self.place):
            for some in _batches(dict.fromkeys(keys)):
                found.update(_read({**self._exemplars.get(ids=some, include=["metadatas", "documents"])}))
        return found

    def put(self, exemplars: Iterable[Exemplar], vectors: Vectors) -> None:
        """Keep exemplars, each with its vector, in place of any of the same key."""
        self.fit()
        with _told(self.place):
            for some in _batches(zip(exemplars, vectors, strict=True)):
                self._exemplars.upsert(**_written([each for each, _ in some], [vector for _, vector in some]))

    def amend(self, exemplars: Iterable[Exemplar]) -> None:
        """Everything but text and vector anew."""
        with _told(self.place):
            for some in _batches(exemplars):
                self._exemplars.update(
                    ids=[each.key for each in some], metadatas=[metadata_of(each) for each in some]
                )

    def drop(self, keys: Collection[str]) -> None:
        """Forget exemplars."""
        with _told(self.place):
            for some in _batches(keys):
                self._exemplars.delete(ids=some)

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """The keys of the nearest exemplars with their similarity, nearest first; nothing is looked up for them."""
        self.fit()
        with _told(self.place):
            answer = self._exemplars.query(
                query_embeddings=[vector.tolist()], n_results=count, include=["distances"]
            )
        distances = answer["distances"] or [[]]
        return [
            (key, 1 - float(distance)) for key, distance in zip(answer["ids"][0], distances[0], strict=True)
        ]

    def near(self, vector: Vectors, count: int, filters: Filters) -> list[Near]:
        """The nearest exemplars that the filters admit, nearest first; fewer than ``count`` where there are no more.

        Chroma goes through every record for a condition: this takes many times as long as :meth:`nearest`. What few units have is
        fetched whole and compared here, in a fifth of the time.
        """
        self.fit()
        if 0 < len(filters.units) <= _FEW:
            return self._near_of_units(vector, count, filters)
        with _told(self.place):
            answer = self._exemplars.query(
                query_embeddings=[vector.tolist()],
                n_results=count,
                where=condition_of(filters),
                include=["metadatas", "documents", "distances"],
            )
        page: dict[str, Any] = {
            name: each[0] for name, each in answer.items() if isinstance(each, list) and each
        }
        found = _read(page).values()
        return [
            Near(exemplar, 1 - float(distance))
            for exemplar, distance in zip(found, page["distances"], strict=True)
        ]

    def _near_of_units(self, vector: Vectors, count: int, filters: Filters) -> list[Near]:
        with _told(self.place):
            page = self._exemplars.get(
                where=condition_of(Filters(units=filters.units)),
                include=["metadatas", "documents", "embeddings"],
            )
        exemplars = _read({**page}).values()
        if not exemplars:
            return []
        similarities = unit_length(np.asarray(page["embeddings"]).reshape(len(exemplars), -1)) @ vector
        found = [
            Near(exemplar, float(similarity))
            for exemplar, similarity in zip(exemplars, similarities, strict=True)
            if filters.admits(exemplar)
        ]
        return sorted(found, key=lambda near: -near.similarity)[:count]

    # --- another embedding

    def remake(self) -> Generator[tuple[int, int], None, None]:
        """Make every vector anew with this store's embedding, giving how many of how many are done.

        Until the last one the old collection stays in use; where it breaks off, the next time begins anew.
        """
        with _told(self.place):
            if self._named(_REMADE):
                self._client.delete_collection(_REMADE)
            new = self._collection(_REMADE, {"embedding": self.embedding.name})
            total, done = self._exemplars.count(), 0
            for page in _pages(self._exemplars):
                exemplars = list(_read(page).values())
                vectors = self.embedding.passages([each.passage for each in exemplars])
                new.upsert(**_written(exemplars, list(vectors)))
                done += len(exemplars)
                yield done, total
            new.modify(metadata={"embedding": self.embedding.name, "whole": True})
            self._client.delete_collection(_EXEMPLARS)
            self._finish_remaking()
            self._exemplars = self._collection(_EXEMPLARS)

    def _finish_remaking(self) -> None:
        """A remade collection takes the place of the old one, where that is gone already."""
        if self._named(_REMADE) and not self._named(_EXEMPLARS):
            remade = self._collection(_REMADE)
            if (remade.metadata or {}).get("whole"):
                remade.modify(name=_EXEMPLARS)

    def _named(self, name: str) -> bool:
        return any(collection.name == name for collection in self._client.list_collections())


def _settings() -> Settings:
    """No telemetry, and no ``.env`` of the user's folder: that one is ours."""
    options: dict[str, Any] = {"_env_file": None, "anonymized_telemetry": False}
    return Settings(**options)


def _credentials(name: str | None, password: str | None) -> dict[str, str]:
    if name is None:
        return {}
    pair = f"{unquote(name)}:{unquote(password or '')}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


@contextmanager
def _told(place: str) -> Iterator[None]:
    """What goes wrong in the store, in the user's words."""
    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise Unavailable(
            f"范文库（{place}）用不了（{said}）；请检查文件夹的权限和磁盘空间，或 Chroma 服务器是否在运行"
        ) from error


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while some := list(islice(left, _PAGE)):
        yield some


def _pages(collection: ChromaCollection) -> Iterator[dict[str, Any]]:
    """Every record of a collection, some at a time."""
    at = 0
    while True:
        page: dict[str, Any] = {**collection.get(limit=_PAGE, offset=at, include=["metadatas", "documents"])}
        if not page["ids"]:
            return
        yield page
        at += len(page["ids"])


def _read(page: Mapping[str, Any]) -> dict[str, Exemplar]:
    """The exemplars of a page by their keys, in its order."""
    columns = (page.get("ids") or (), page.get("documents") or (), page.get("metadatas") or ())
    return {key: exemplar_of(text, metadata) for key, text, metadata in zip(*columns, strict=True)}


def _written(exemplars: list[Exemplar], vectors: list[Vectors]) -> dict[str, Any]:
    return {
        "ids": [each.key for each in exemplars],
        "embeddings": vectors,
        "documents": [each.text for each in exemplars],
        "metadatas": [metadata_of(each) for each in exemplars],
    }
