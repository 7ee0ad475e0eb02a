"""The demo world, made through the product's own path; then the month that waits, as agency and brand would do it."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from paidang.contracts.queries import get_contract, list_contracts
from paidang.evidence.queries import verify_chain
from paidang.kit.period import SHANGHAI
from paidang.orders.models import Breach, OrderLine
from paidang.settlement.actions import (
    UnableToClose,
    close_month,
    confirm_statement,
    recompute,
    send_statement,
)
from paidang.settlement.bundle import verify_folder
from paidang.settlement.models import SettledRow, Statement
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.rules.ledger import balance
from paidang.site.demo.cast import AGENCY, BRAND, OUTSIDER
from paidang.site.demo.world import acting_as, make_world
from tests.worlds import kept

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 9, 10, 0, tzinfo=SHANGHAI)
LIN, SHEN, GU, ZHOU = (
    AGENCY.people[0].email,
    BRAND.people[0].email,
    BRAND.people[1].email,
    OUTSIDER.people[0].email,
)


@kept
def world(db):
    make_world(Path("samples/contracts"), NOW)
    with connection.cursor() as cursor:
        cursor.execute("analyze")  # as the database does by itself once a world is committed


@pytest.fixture
def code(world):
    with acting_as(LIN):
        return list_contracts()[0].code


def test_the_world_is_made_once(world):
    with acting_as(LIN):
        lines = OrderLine.objects.count()
    make_world(Path("samples/contracts"), NOW)
    with acting_as(LIN):
        assert OrderLine.objects.count() == lines > 800


def test_the_earlier_month_is_confirmed_and_verifies(code):
    with acting_as(GU) as gu:
        statement = Statement.objects.get(month="2026-09")
        assert statement.state == "confirmed"
        assert recompute(person=gu, at=NOW, code=code, month="2026-09").is_verified
        verdict = verify_chain(statement.contract.chain_id)
        assert verdict.is_unaltered and verdict.is_complete


def test_sales_below_the_floor_are_kept_and_recorded(code):
    with acting_as(SHEN):
        breaches = Breach.objects.count()
        assert breaches >= 2


def test_the_month_that_waits(code, tmp_path):
    with acting_as(LIN) as lin:
        draft = close_month(person=lin, at=NOW, code=code, month="2026-10")
        assert draft.figures["counts"]["held"] > 0
        assert draft.figures["carried_in"] <= 0
    with acting_as(SHEN):
        assert not Statement.objects.filter(month="2026-10").exists()
    with acting_as(LIN) as lin:
        sent = send_statement(person=lin, at=NOW, code=code, month="2026-10", digest=draft.digest)
        assert SettledRow.objects.filter(statement=sent).count() > 800
    with acting_as(SHEN) as shen:
        confirmed = confirm_statement(person=shen, at=NOW, code=code, month="2026-10", digest=sent.digest)
        assert str(confirmed.pay_by) >= "2026-11-20"
        for file in confirmed.files.all():
            target = tmp_path / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(bytes(file.content))
    assert verify_folder(tmp_path).is_verified


def test_the_first_month_is_paid_and_the_ledger_proves_it(code):
    with acting_as(SHEN) as shen:
        account = get_account(get_contract(code))
        entries = account.entries(NOW)
    assert [(entry.kind, entry.debt) for entry in entries] == [
        ("setup", "setup-1"), ("payment", "setup-1"), ("statement", "statement-2026-09"), ("payment", "statement-2026-09"),
    ]  # fmt: skip
    assert balance(entries, "a") == 0 and shen.org_id == account.contract.brand_id


def test_no_row_is_settled_twice(code):
    with acting_as(LIN) as lin:
        september = set(SettledRow.objects.values_list("kind", "row_id"))
        draft = close_month(person=lin, at=NOW, code=code, month="2026-10")
        sent = send_statement(person=lin, at=NOW, code=code, month="2026-10", digest=draft.digest)
        october = set(SettledRow.objects.filter(statement=sent).values_list("kind", "row_id"))
    assert september and october and not september & october


def test_a_month_that_is_not_over_is_not_closed(code):
    with acting_as(LIN) as lin, pytest.raises(UnableToClose, match="还没过完"):
        close_month(person=lin, at=NOW, code=code, month="2026-11")


def test_the_outsider_sees_nothing(code):
    with acting_as(ZHOU):
        assert list_contracts() == []
        assert not OrderLine.objects.exists() and not Statement.objects.exists()


def sign_in(email):
    with acting_as(email) as person:
        client = Client()
        client.force_login(person, backend="paidang.team.sign_in.PasswordBackend")
    return client


@pytest.mark.parametrize("email", [LIN, SHEN])
def test_every_page_opens_for_both_sides(code, email):
    client = sign_in(email)
    pages = [
        "/",
        "/contracts",
        f"/contracts/{code}",
        "/orders",
        "/imports",
        "/statements",
        f"/contracts/{code}/statements/2026-09",
        "/payments",
        "/evidence",
        "/settings",
    ]
    for page in pages:
        assert client.get(page, follow=True).status_code == 200, page


def test_the_bundle_downloads_and_verifies(code, tmp_path):
    client = sign_in(SHEN)
    answer = client.get(f"/contracts/{code}/statements/2026-09/bundle")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    folder = next(path.parent for path in tmp_path.rglob("manifest.json"))
    assert verify_folder(folder).is_verified


def test_pages_of_the_outsider_know_nothing(code):
    client = sign_in(ZHOU)
    assert client.get(f"/contracts/{code}").status_code == 404
    assert client.get(f"/contracts/{code}/statements/2026-09").status_code == 404
