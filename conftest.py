"""The cast of the tests (`tests/cast.py`) is at hand in every test; each test begins in Chinese."""

import gc
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from hypothesis.internal.conjecture import providers
from psycopg import Cursor

from paidang.printing.contract_signed import identity
from paidang.team.context import apart

pytest_plugins = ["tests.template", "tests.emptying", "tests.worlds", "tests.cast", "tests.goods"]

identity.KEY_BITS = 2048
"""Made in a fifth of the time, and checked in a third of it at every signature."""

if (
    "PAIDANG_WORLDS" not in os.environ
):  # `make soak` looks for what nobody has seen; else a run depends on no luck, no clock
    hypothesis.settings.load_profile("ci")
    # Or what a property is tried on would depend on which other modules the process has imported: constants of all of them.
    providers.is_local_module_file = lambda _file: False

gc.disable()


def pytest_addoption(parser: pytest.Parser) -> None:
    simulator = parser.getgroup("simulator", "tests/simulator")
    simulator.addoption("--seed", type=int, help="the one run to do, as a failure names it")
    simulator.addoption("--steps", type=int, help="how many things happen in it")


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not look through all of it again and again."""
    gc.freeze()
    gc.enable()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: those of a zip differ by the second in which each process makes it, and xdist wants equal names."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database, so that `make check` can leave it to `make test`."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}:
            item.add_marker("database")


@pytest.fixture(scope="session", autouse=True)
def _of_this_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test finds the rows that another run kept; contracts are signed with an identity made when first needed."""
    settings.KEPT_ROWS = tmp_path_factory.getbasetemp() / "rows"
    settings.SIGNING = replace(settings.SIGNING, folder=tmp_path_factory.getbasetemp() / "identity")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def _counted_tries() -> set[str]:
    """The wrong tries that were counted since they were last taken back: they outlive the transaction that is refused."""
    from paidang.team.actions import tries

    counted: set[str] = set()

    def counting(setting: str, key: str) -> AbstractContextManager[Cursor]:
        counted.add(key)
        return apart(setting, key)

    tries.apart = counting
    return counted


@pytest.fixture(autouse=True)
def settings_of_tests(_of_this_run: None, _counted_tries: set[str]) -> Iterator[None]:
    """What must hold before anything of a test is made: it finds no language, no cache and no tries of another's.

    One fixture and not four: each costs a sixth of a millisecond, six thousand times.
    """
    cache.clear()  # contracts that stand are kept while orders and acts are taken back
    with translation.override("zh-hans"):
        yield
    for key in _counted_tries:
        with apart("app.tries", key) as cursor:
            cursor.execute("delete from team_wrongtry where key = %s", [key])
    _counted_tries.clear()
