"""Any OpenAI-compatible embeddings endpoint, in the cloud or an office's own: the one door to the client library here."""

from collections.abc import Sequence
from itertools import islice

import numpy as np
import openai

from agent.errors import Unavailable
from corpus.index.embedding import Vectors, unit_length

# Texts in one request: small servers refuse more.
_BATCH = 32
# Servers count tokens; no paragraph that is worth finding is longer.
_LONGEST = 2_000


class Endpoint:
    """Vectors from a server. Nothing is asked of it before the first text.

    ``url`` is the endpoint's base (``…/v1``), None the library's own default; ``seconds`` is what one request may take.
    """

    def __init__(self, model: str, url: str | None, key: str | None, seconds: float = 60.0) -> None:
        self._model, self._url = model, url
        self._client = openai.OpenAI(base_url=url, api_key=key or "none", timeout=seconds, max_retries=2)

    @property
    def name(self) -> str:
        """The model's name. Servers that give the same model's vectors may be exchanged."""
        return f"endpoint-{self._model}"

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in batches; ``Unavailable`` where the server refuses or gives something else than vectors."""
        rows: list[list[float]] = []
        left = iter(texts)
        while some := [text[:_LONGEST] for text in islice(left, _BATCH)]:
            rows += self._asked(some)
        if len({len(row) for row in rows}) > 1:
            raise self._wrong("返回的向量长短不一")
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)
        if not np.isfinite(vectors).all():
            raise self._wrong("返回的向量里有不是数的值")
        return unit_length(vectors)

    def query(self, text: str) -> Vectors:
        """One vector."""
        vector: Vectors = self.passages([text])[0]
        return vector

    def _asked(self, texts: list[str]) -> list[list[float]]:
        try:
            answer = self._client.embeddings.create(model=self._model, input=texts, encoding_format="float")
        except openai.AuthenticationError as error:
            raise self._wrong("密钥不对或没有权限") from error
        except openai.NotFoundError as error:
            raise self._wrong("没有这个模型，或地址不对") from error
        except openai.APITimeoutError as error:
            raise self._wrong("没有在限定时间内回答") from error
        except openai.OpenAIError as error:
            raise self._wrong(" ".join(str(error).split())[:120]) from error
        except ValueError as error:
            raise self._wrong("返回的不是 JSON") from error
        try:
            items = sorted(answer.data or (), key=lambda item: item.index)
            rows = [[float(value) for value in item.embedding] for item in items]
        except (AttributeError, TypeError, ValueError) as error:
            raise self._wrong("返回的不是向量") from error
        if len(rows) != len(texts) or not all(rows):
            raise self._wrong(f"要了{len(texts)}个向量，返回{sum(map(bool, rows))}个")
        return rows

    def _wrong(self, why: str) -> Unavailable:
        where = self._url or "默认地址"
        return Unavailable(
            f"向量服务（{where}，模型 {self._model}）用不了：{why}；请检查 NIANBAO_EMBEDDING 等设定"
        )
