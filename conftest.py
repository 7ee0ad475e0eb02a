"""The cast of the tests (`tests/cast.py`) is at hand in every test; each test begins in Chinese."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A test that changed the language of its thread changes it for itself alone."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _kept_rows(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test finds the rows that another run kept."""
    settings.KEPT_ROWS = tmp_path_factory.getbasetemp() / "rows"  # type: ignore[attr-defined]
    return settings.KEPT_ROWS  # type: ignore[attr-defined]
