from pathlib import Path

import pytest

from agent.settings import Settings, from_environment

NAMES = (
    "NIANBAO_DATA",
    "NIANBAO_MODEL",
    "OPENAI_BASE_URL",
    "OPENAI_API_KEY",
    "NIANBAO_CHROMA_URL",
    "NIANBAO_EMBEDDING",
    "NIANBAO_EMBEDDING_URL",
    "NIANBAO_EMBEDDING_KEY",
    "NIANBAO_DATABASE_URL",
    "NIANBAO_SOFFICE",
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
    assert Settings.of({name: f"the {name}" for name in NAMES}) == Settings(
        data=Path("the NIANBAO_DATA"),
        model="the NIANBAO_MODEL",
        model_url="the OPENAI_BASE_URL",
        model_key="the OPENAI_API_KEY",
        chroma_url="the NIANBAO_CHROMA_URL",
        embedding="the NIANBAO_EMBEDDING",
        embedding_url="the NIANBAO_EMBEDDING_URL",
        embedding_key="the NIANBAO_EMBEDDING_KEY",
        database_url="the NIANBAO_DATABASE_URL",
        soffice="the NIANBAO_SOFFICE",
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
