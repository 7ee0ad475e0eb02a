"""Worlds that tests begin with, made once and kept while the next test begins with them too.

    @kept
    def contract_in_force(brand, agency):
        return agree_on(brand=brand, agency=agency)

is a fixture. What it writes stays under a savepoint of a transaction that is never committed; each test writes under a
savepoint of its own on top, and has its own copy of the objects. A test sees the worlds it names and no other: what
the one before it had besides is taken back first, and when it is wanted again, it is written again as it was
(`tests/written_again.py`). With `transaction=True` nothing is kept and the world is made anew.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import groupby

import pytest
from django.db import transaction

from tests.written_again import NotWhole, Writing, write

Maker = Callable[..., object]
MAKERS: dict[Maker, Maker] = {}
"""By their fixture, in the order in which they are defined."""
NEEDS_DB = "db"


def kept(make: Maker) -> Maker:
    """A fixture whose result is kept. Its parameters are other worlds, or `db`."""
    parameters = inspect.signature(make).parameters

    def fixture(**given: object) -> object:
        worlds = given.pop("worlds")
        assert isinstance(worlds, Worlds)
        found = worlds.find(make)
        return deepcopy(found.value) if found else make(**{name: given[name] for name in parameters})

    names = ["worlds", *dict.fromkeys([NEEDS_DB, *parameters])]
    fixture.__doc__ = make.__doc__
    fixture.__module__ = make.__module__
    fixture.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
    )
    MAKERS[fixture] = make
    return pytest.fixture(name=make.__name__)(fixture)


def worlds_of(item: pytest.Item) -> tuple[Maker, ...]:
    """The worlds that a test names, itself or through its fixtures, in the order in which they are made."""
    if not isinstance(item, pytest.Function):
        return ()
    fixtures = {named[-1].func for named in item._fixtureinfo.name2fixturedefs.values()}
    return in_order(frozenset(MAKERS[each] for each in fixtures & MAKERS.keys()))


@cache
def in_order(makers: frozenset[Maker]) -> tuple[Maker, ...]:
    """The order in which they are made: some sixty sets of them for all the tests."""
    found = sorted(makers, key=list(MAKERS.values()).index)
    return tuple(last_what_stands_alone(after_what_they_need(found)))


def last_what_stands_alone(makers: Sequence[Maker]) -> list[Maker]:
    """The same, last those that no other is made of, nor they of others: they come and go, and the others stand."""
    needed = {make: set(inspect.signature(make).parameters) - {NEEDS_DB} for make in makers}
    of_others = set().union(*needed.values())
    return sorted(makers, key=lambda make: not needed[make] and make.__name__ not in of_others)


def after_what_they_need(makers: Sequence[Maker]) -> list[Maker]:
    """The same, each after the worlds that it is made of: a file may be read before the one that defines those."""
    by_name = {make.__name__: make for make in makers}
    placed: list[Maker] = []

    def place(make: Maker) -> None:
        for name in inspect.signature(make).parameters:
            if (needed := by_name.get(name)) and needed is not make:
                place(needed)
        if make not in placed:
            placed.append(make)

    for make in makers:
        place(make)
    return placed


@dataclass(frozen=True, slots=True)
class Standing:
    """A world that stands, with the savepoint to go back to."""

    make: Maker
    value: object
    before: transaction.Atomic


@dataclass(slots=True)
class Worlds:
    """What stands at the moment, each made on top of the one before."""

    standing: list[Standing] = field(default_factory=list)
    writings: dict[tuple[Maker, ...], Writing | None] = field(default_factory=dict)
    """By the worlds beneath and the world itself; None for one that cannot be written again."""

    def find(self, make: Maker) -> Standing | None:
        return next((each for each in self.standing if each.make is make), None)

    def stand(self, wanted: Sequence[Maker]) -> None:
        """Let just these stand: what the last test had besides is taken back, what is missing is made."""
        same = 0
        while same < min(len(wanted), len(self.standing)) and self.standing[same].make is wanted[same]:
            same += 1
        while len(self.standing) > same:
            self._take_back(self.standing.pop().before)
        for make in wanted[same:]:
            try:
                self._add(make)
            except NotWhole:
                self.writings[self._above(make)] = None
                self._add(make)

    def _above(self, make: Maker) -> tuple[Maker, ...]:
        return (*(each.make for each in self.standing), make)

    def _add(self, make: Maker) -> None:
        before = transaction.atomic()
        before.__enter__()
        try:
            value = self._written(make)
        except BaseException:
            self._take_back(before)
            raise
        self.standing.append(Standing(make, value, before))

    def _written(self, make: Maker) -> object:
        """As it was written before; for the first time, made."""
        above = self._above(make)
        if known := self.writings.get(above):
            known.again()
            return known.value
        given = {name: self._value(name) for name in inspect.signature(make).parameters}
        if above in self.writings:
            return make(**given)
        writing = self.writings[above] = write(partial(make, **given))
        return writing.value

    def _value(self, name: str) -> object:
        if name == NEEDS_DB:
            return None
        return deepcopy(next(each.value for each in reversed(self.standing) if each.make.__name__ == name))

    @staticmethod
    def _take_back(before: transaction.Atomic) -> None:
        transaction.set_rollback(True)
        before.__exit__(None, None, None)


def commits(item: pytest.Item) -> bool:
    """Whether a test commits what it writes, so that nothing can be kept under it."""
    marker, names = item.get_closest_marker("django_db"), getattr(item, "fixturenames", ())
    return (
        bool(marker and marker.kwargs.get("transaction"))
        or "live_server" in names
        or "transactional_db" in names
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of one file's tests, those with the same worlds follow each other."""
    order = {make: number for number, make in enumerate(MAKERS.values())}
    files = groupby(items, key=lambda item: (item.path, commits(item)))
    items[:] = [
        item
        for _file, ours in files
        for item in sorted(ours, key=lambda item: [order[make] for make in worlds_of(item)])
    ]


@pytest.fixture(scope="session")
def _standing(django_db_setup: None, django_db_blocker: object) -> Iterator[Worlds]:
    worlds = Worlds()
    yield worlds
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        worlds.stand([])


@pytest.fixture
def worlds(
    request: pytest.FixtureRequest, _standing: Worlds, django_db_blocker: object, settings_of_tests: None
) -> Worlds:
    """Those that this test names stand; none for a test that commits."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _standing.stand(() if commits(request.node) else worlds_of(request.node))
    return _standing


@pytest.fixture
def _django_db_helper(worlds: Worlds, _django_db_helper: None) -> None:
    """pytest-django opens the test's own savepoint (and, for one that commits, empties the tables) after that."""
