"""`paidang close`: who lacks nothing is closed, again nothing changes, what is refused is said with its reason."""

import json

import pytest
from tests.cast import acting, shanghai
from typer.testing import CliRunner

from paidang.cli.main import build_app
from paidang.settlement.models import Statement
from paidang.settlement.tests.month import add_refund, declare, fill_march

NOW = shanghai("2026-04-09 10:00")


@pytest.fixture
def march(contract_in_force, brand, agency, monkeypatch):
    fill_march(contract_in_force, brand, agency)
    declare(contract_in_force, brand, "GIFT-BOX", 9_000)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return contract_in_force


def run(*options):
    return CliRunner().invoke(build_app("close"), ["close", *options])


def test_it_closes_what_lacks_nothing_and_the_same_again_changes_nothing(march, agency):
    asked = ("--month", "2026-03", "--as", agency.finance.email)
    first, again = run(*asked), run(*asked, "--json")
    assert (first.exit_code, first.stdout) == (0, f"{march.code}：已算出\n")
    assert json.loads(again.stdout)["contracts"][0]["state"] == "unchanged"
    with acting(agency.finance):
        assert Statement.objects.get().state == "closed"


def test_what_is_refused_is_parked_with_its_reason(march, agency):
    with acting(agency.manager):
        add_refund(march, "R9", "L2", at="2026-03-22 10:00", amount=99_900)
    done = run("--month", "2026-03", "--as", agency.finance.email, "--contract", march.code)
    assert done.exit_code == 1
    assert (
        done.stdout == f"{march.code}：搁下，有 1 处数据不能结算，什么都没有写入。更正后重新导入，再关账。\n"
    )


def test_who_may_not_and_what_there_is_not(march, agency, brand):
    for person, month in (
        (brand.finance, "2026-03"),
        (agency.finance, "2026-04"),
        (agency.finance, "2026-3"),
    ):
        assert run("--month", month, "--as", person.email).exit_code == 2
    assert run("--month", "2026-03", "--as", "nobody@example.com").exit_code == 2
