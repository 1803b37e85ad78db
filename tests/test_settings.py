from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.settings import Settings, from_environment

NAMES = (
    "NIANBAO_DATA",
    "NIANBAO_MODEL",
    "OPENAI_BASE_URL",
    "OPENAI_API_KEY",
    "NIANBAO_TEMPERATURE",
    "NIANBAO_TIMEOUT",
    "NIANBAO_MAX_TOKENS",
    "NIANBAO_CHROMA_URL",
    "NIANBAO_EMBEDDING",
    "NIANBAO_EMBEDDING_URL",
    "NIANBAO_EMBEDDING_KEY",
    "NIANBAO_DATABASE_URL",
    "NIANBAO_SOFFICE",
    "NIANBAO_AUTH",
    "NIANBAO_REVIEW",
    "NIANBAO_PROXY",
    "NIANBAO_HOSTS",
    "NIANBAO_OIDC_URL",
    "NIANBAO_OIDC_CLIENT",
    "NIANBAO_OIDC_SECRET",
    "NIANBAO_OIDC_REDIRECT",
    "NIANBAO_OIDC_CLAIM",
)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that sets none of the names."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_nothing_set_means_the_data_folder_here_and_no_model() -> None:
    assert Settings.of({}) == Settings(data=Path("data"), model=None)


def test_every_name_of_the_contract_is_read() -> None:
    words = {
        "NIANBAO_AUTH": "oidc",
        "NIANBAO_REVIEW": "1",
        "NIANBAO_PROXY": "1",
        "NIANBAO_HOSTS": "a.example, b.example",
        "NIANBAO_OIDC_CLAIM": "sub",
    }
    numbers = {"NIANBAO_TEMPERATURE": "0.7", "NIANBAO_TIMEOUT": "90", "NIANBAO_MAX_TOKENS": "512"}
    assert Settings.of({name: f"the {name}" for name in NAMES} | numbers | words) == Settings(
        data=Path("the NIANBAO_DATA"),
        model="the NIANBAO_MODEL",
        model_url="the OPENAI_BASE_URL",
        model_key="the OPENAI_API_KEY",
        temperature=0.7,
        timeout=90.0,
        max_tokens=512,
        chroma_url="the NIANBAO_CHROMA_URL",
        embedding="the NIANBAO_EMBEDDING",
        embedding_url="the NIANBAO_EMBEDDING_URL",
        embedding_key="the NIANBAO_EMBEDDING_KEY",
        database_url="the NIANBAO_DATABASE_URL",
        soffice="the NIANBAO_SOFFICE",
        auth="oidc",
        review=True,
        proxy=True,
        hosts=("a.example", "b.example"),
        oidc_url="the NIANBAO_OIDC_URL",
        oidc_client="the NIANBAO_OIDC_CLIENT",
        oidc_secret="the NIANBAO_OIDC_SECRET",
        oidc_redirect="the NIANBAO_OIDC_REDIRECT",
        oidc_claim="sub",
    )


def test_an_empty_value_counts_as_not_set() -> None:
    assert Settings.of({"NIANBAO_MODEL": " ", "NIANBAO_DATA": ""}) == Settings()


@pytest.mark.parametrize(
    "name", ["OPENAI_API_KEY", "NIANBAO_EMBEDDING_KEY", "NIANBAO_CHROMA_URL", "NIANBAO_DATABASE_URL"]
)
def test_a_secret_is_not_shown(name: str) -> None:
    assert "hush" not in repr(Settings.of({name: "hush"}))


def test_a_dotenv_file_is_read(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# note\nexport NIANBAO_MODEL='m-1'\nNIANBAO_DATA = /srv\nnothing\n", "utf-8"
    )
    assert from_environment(tmp_path / ".env") == Settings(data=Path("/srv"), model="m-1")


def test_the_environment_wins_over_the_file(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NIANBAO_MODEL=m-1", "utf-8")
    bare.setenv("NIANBAO_MODEL", "m-2")
    assert from_environment(tmp_path / ".env").model == "m-2"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_is_missing_or_no_text_counts_as_empty(
    bare: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / ".env").write_bytes(content)
    assert from_environment(tmp_path / ".env") == Settings()


def test_every_number_that_is_none_is_told_at_once_with_its_name_and_the_mend() -> None:
    wrong = {"NIANBAO_TEMPERATURE": "高", "NIANBAO_TIMEOUT": "-1", "NIANBAO_MAX_TOKENS": "12.5"}
    with pytest.raises(BadInput) as told:
        Settings.of(wrong)
    assert [problem.where for problem in told.value.problems] == list(wrong)
    assert all("如 " in problem.mend for problem in told.value.problems)


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "0", "二千"])
def test_a_limit_of_tokens_that_is_no_usable_number_is_refused(value: str) -> None:
    with pytest.raises(BadInput, match="NIANBAO_MAX_TOKENS"):
        Settings.of({"NIANBAO_MAX_TOKENS": value})


def test_numbers_that_are_not_set_have_their_documented_values() -> None:
    settings = Settings.of({"NIANBAO_TIMEOUT": " "})
    assert (settings.temperature, settings.timeout, settings.max_tokens) == (0.3, 60.0, 2048)


@pytest.mark.parametrize("name", ["NIANBAO_AUTH", "NIANBAO_REVIEW", "NIANBAO_PROXY"])
def test_a_misspelt_word_is_refused_and_lets_nobody_in(name: str) -> None:
    with pytest.raises(BadInput, match=f"{name}：设定“lokal”不认识"):
        Settings.of({name: "lokal"})
