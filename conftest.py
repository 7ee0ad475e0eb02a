"""The cast of the tests (`tests/cast.py`) is at hand in every test; each test begins in Chinese."""

from collections.abc import Iterator

import pytest
from django.utils import translation

pytest_plugins = ["tests.cast"]


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A test that changed the language of its thread changes it for itself alone."""
    with translation.override("zh-hans"):
        yield
