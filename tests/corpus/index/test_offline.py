import numpy as np
import pytest

from corpus.index.exemplar import digest_of
from corpus.index.offline import Offline
from corpus.index.terms import terms_of
from corpus.index.weights import counted, weights, weights_in

# fmt: off
_VECTOR = [
    -0.1667, 0.2381, -0.4667, 0.2476, 0.0714, -0.1156, 0.2381, -0.2381,
    -0.1667, 0.2381, -0.2381, -0.2381, -0.2381, 0.0, 0.5, 0.0,
]
# fmt: on


def test_vectors_have_length_one_and_no_words_give_zeros() -> None:
    vectors = Offline().passages(["依申请公开", "，。", ""])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0])


def test_a_query_and_a_passage_of_the_same_words_are_the_same() -> None:
    own = Offline()
    assert own.query("依申请公开") == pytest.approx(own.passages(["依申请公开"])[0])


def test_figures_make_no_difference() -> None:
    own = Offline()
    one, other = own.passages(["收到申请202件", "收到申请17件"])
    assert one @ other == pytest.approx(1)


def test_rare_words_count_more_than_common_ones() -> None:
    own = weights_in(counted(["政府信息公开"] * 9 + ["政府信息公开培训"] * 3))
    assert own.of("培训") > own.of("政府")
    assert own.of("从未见过") >= own.of("培训")


def test_the_same_texts_give_the_same_weights() -> None:
    texts = ["政府信息公开", "业务培训", "政府培训"] * 3
    assert counted(texts) == counted(reversed(texts))


def test_the_name_tells_the_weights_apart() -> None:
    assert Offline(weights_in(counted(["公开"] * 4))).name != Offline(weights_in(counted(["申请"] * 4))).name
    assert weights().digest in Offline().name


def test_a_vector_is_the_same_in_every_release() -> None:
    """Vectors that are kept must go on being comparable: whoever changes this raises the version in the name."""
    vector = Offline(weights_in(counted(["政府信息公开", "业务培训"] * 3)), 16).passages(
        ["政府信息公开业务培训"]
    )[0]
    assert vector == pytest.approx(_VECTOR, abs=1e-3)


def test_latin_words_stay_whole() -> None:
    assert terms_of("使用APP公开")["app"] == 1


def test_digests_tell_how_a_text_is_cut() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc")
