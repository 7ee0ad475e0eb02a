"""Months of work from one seed: orders, refunds, breaches, late, stale, spoilt and repeated files, kills; the books agree.

`--seed 7 --steps 300` replays one run; PAIDANG_SEEDS says how many there are without it (`make soak`).
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.cast import Party, agree_on
from tests.killing import Killer
from tests.simulator.invariants import check_bundles
from tests.simulator.steps import Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
logger = logging.getLogger(__name__)
SEEDS, STEPS = int(os.environ.get("PAIDANG_SEEDS", "1")), 100


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    asked = metafunc.config.getoption("seed")
    metafunc.parametrize("seed", range(1, SEEDS + 1) if asked is None else [asked])


@pytest.fixture
def killer(tmp_path: Path) -> Iterator[Killer]:
    with Killer(database=connection.settings_dict["NAME"], folder=tmp_path) as killer:
        yield killer


def test_whatever_happens_the_books_agree(
    seed: int, killer: Killer, brand: Party, agency: Party, outsider: Party,
    pytestconfig: pytest.Config, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO, logger=__name__)
    run = Run(seed, (brand, agency, outsider), agree_on(brand=brand, agency=agency), killer)
    for number in range(pytestconfig.getoption("steps") or STEPS):
        logger.info("%4d %s", number, run.step())
    assert run.books.sent, "no month was closed: the steps are too few to prove anything"
    check_bundles(agency.finance, run.contract)
