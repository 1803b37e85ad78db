"""The only place that chooses: from the settings to what answers them."""

from functools import cache

from agent.settings import Settings, from_environment


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return from_environment()
