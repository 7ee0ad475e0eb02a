"""The cast of the tests (`tests/cast.py`) is at hand in every test; each test begins in Chinese."""

import gc
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.utils import translation
from psycopg import Cursor

from paidang.printing.contract_signed import identity

pytest_plugins = ["tests.template", "tests.worlds", "tests.cast", "tests.goods"]

identity.KEY_BITS = 2048
"""Made in a fifth of the time, and checked in a third of it at every signature."""

if (
    "PAIDANG_WORLDS" not in os.environ
):  # `make soak` looks for what nobody has seen; else a run depends on no luck, no clock
    hypothesis.settings.load_profile("ci")


gc.disable()


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not look through all of it again and again."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database, so that `make check` can leave it to `make test`."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}:
            item.add_marker("database")


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


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    """No test finds what another one reckoned of the same contract, which stands while orders and acts are taken back."""
    cache.clear()


@pytest.fixture(autouse=True)
def _tries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test finds the wrong tries that another one counted: they outlive the transaction that is refused."""
    from paidang.team.actions import tries

    counted: set[str] = set()
    apart = tries.apart

    def counting(setting: str, key: str) -> AbstractContextManager[Cursor]:
        counted.add(key)
        return apart(setting, key)

    monkeypatch.setattr(tries, "apart", counting)
    yield
    for key in counted:
        with apart("app.tries", key) as cursor:
            cursor.execute("delete from team_wrongtry where key = %s", [key])


@pytest.fixture(autouse=True)
def _identity(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Contracts are signed with an identity of this run's own, made when first needed."""
    settings.SIGNING = replace(settings.SIGNING, folder=tmp_path_factory.getbasetemp() / "identity")  # type: ignore[attr-defined]


@pytest.fixture
def settings_of_tests(
    _in_chinese: None,
    _kept_rows: Path,
    _nothing_cached: None,
    _tries: None,
    _identity: None,
    _fast_passwords: None,
) -> None:
    """What must hold before anything of a test is made."""
