"""The e-invoice service over HTTP: issued, taken back, failed, away, the same twice; other people's signatures refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import acting
from tests.worlds import kept

from paidang.channels.einvoice.client import Client, Draft, GoodsRow, connect
from paidang.channels.einvoice.sandbox import Sandbox
from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.errors import Refused, WrongSecret
from paidang.channels.sandbox.buyers import Buyers
from paidang.channels.sandbox.faults import Faults
from paidang.channels.sandbox.shop import Shop
from paidang.channels.sandbox.world import Stall, World
from paidang.channels.tests.serving import served, wall_clock
from paidang.contracts.models import Contract
from paidang.intake.tests.files import line
from paidang.intake.tests.goods import sell
from paidang.invoices.actions import UnableToInvoice, send_red, send_to_service, set_service, tend_service
from paidang.invoices.models import BuyerInvoice, InvoicedItem, InvoiceService
from paidang.invoices.tests.papers import AT, COMPANY, ask, issue, rate
from paidang.kit.outcome import NotAllowed, NotFound

LATER = AT + timedelta(hours=2)
DRAFT = Draft("S-1", False, "甲公司", "", (GoodsRow("茶具", "", 1, 11_300, 1_300, 1_300),))


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(Shop("einvoice", "开票"))


@pytest.fixture
def base_url(sandbox: Sandbox) -> Iterator[str]:
    world = World(7, {"einvoice": Stall(sandbox, Buyers(sandbox.shop, 7, False, 0.0), Faults(7))}, wall_clock)
    with served(world) as url:
        yield url


def hasty(base_url: str, values: dict[str, str]) -> Client:
    return connect(base_url, values, caller=Caller(base_url, patience=Patience(attempts_max=1)))


def test_the_client_and_the_sandbox(sandbox, base_url):
    client = hasty(base_url, sandbox.credentials())
    assert client.issue(DRAFT).state == "waiting"
    assert client.issue(DRAFT).state == "waiting", "the same serial is the same invoice"
    done = client.query("S-1")
    assert (done.state, done.amount_fen, done.tax_fen, len(done.number)) == ("done", 11_300, 1_300, 20)
    assert done.number.encode() in done.file
    for wrong in (
        replace(DRAFT, title="乙公司"),
        replace(DRAFT, serial="S-2", is_special=True),
        replace(DRAFT, serial="S-3", reverses=done.number, rows=(replace(DRAFT.rows[0], amount_fen=11_301),)),
    ):
        with pytest.raises(Refused):
            client.issue(wrong)
    with pytest.raises(Refused):
        client.query("S-9")
    with pytest.raises(WrongSecret):
        hasty(base_url, {"app_key": "einvoice-sandbox", "app_secret": "guessed"}).query("S-1")


@kept
def asked(contract_in_force, brand, agency) -> Contract:
    sell(agency.people["agency_operator"], contract_in_force, line("L1"), line("L2"))
    rate(brand.finance, contract_in_force)
    ask(agency.finance, contract_in_force)
    return contract_in_force


def connected(person, contract, base_url, sandbox, settings) -> None:
    settings.INVOICE_SERVICE_LOCAL = True
    values = sandbox.credentials()
    with acting(person):
        set_service(person=person, at=AT, code=contract.code, base_url=base_url, **values)


def tend(contract, at=AT) -> int:
    return tend_service(
        org_id=contract.brand_id, contract_id=contract.pk, now=lambda: at, connect=hasty
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_issued_and_taken_back_by_the_service(asked, brand, agency, sandbox, base_url, settings):
    finance = brand.finance
    connected(finance, asked, base_url, sandbox, settings)
    with acting(finance):
        request = asked_of(asked)
        given = {"person": finance, "at": AT, "code": asked.code}
        sent = send_to_service(request_id=request.pk, **given)
        assert send_to_service(request_id=request.pk, **given).pk == sent.pk
        assert InvoicedItem.objects.get(item="L1").issued_fen == 25_000, "held while the service works"
    with pytest.raises(UnableToInvoice, match="不在等着开"):
        issue(finance, asked, request)
    assert tend(asked) == 0, "asked for"
    assert tend(asked, LATER) == 1
    assert tend(asked, LATER) == 0
    with acting(finance):
        done = BuyerInvoice.objects.get(pk=sent.pk)
        assert (done.state, done.media, done.amount_fen, done.differences) == ("done", "xml", 25_000, [])
        request.refresh_from_db()
        assert request.state == "issued"
        red = send_red(invoice_id=done.pk, is_whole=True, reason="抬头写错", **given)
        assert send_red(invoice_id=done.pk, is_whole=True, reason="抬头写错", **given).pk == red.pk
    assert (tend(asked), tend(asked, LATER)) == (0, 1)
    with acting(finance):
        assert InvoicedItem.objects.get(item="L1").red_fen == 25_000
    again = ask(agency.finance, asked)
    sandbox.fails.append("税号不存在")
    with acting(finance):
        send_to_service(request_id=again.pk, **given)
    assert tend(asked) == 1
    with acting(finance):
        again.refresh_from_db()
        failed = BuyerInvoice.objects.get(request=again)
        assert (again.state, failed.state) == ("asked", "failed")
        assert "税号不存在" in str(failed.problem["reason"])
        assert InvoicedItem.objects.get(item="L1").issued_fen == 25_000, "free again"


@pytest.mark.django_db(transaction=True)
def test_a_service_that_is_away_is_asked_again(asked, brand, sandbox, settings):
    finance = brand.finance
    connected(finance, asked, "http://127.0.0.1:9", sandbox, settings)
    with acting(finance):
        send_to_service(person=finance, at=AT, code=asked.code, request_id=asked_of(asked).pk)
    assert tend(asked) == 0
    with acting(finance):
        waits = BuyerInvoice.objects.get()
        assert (waits.state, waits.attempts) == ("waiting", 1)
        assert waits.next_at > AT
        assert "连不上" in str(waits.problem["reason"])


def asked_of(contract: Contract):
    from paidang.invoices.models import InvoiceRequest

    return InvoiceRequest.objects.get(contract=contract)


def test_whose_service_it_is(asked, brand, agency, sandbox, settings):
    with acting(brand.finance):
        given = {"person": brand.finance, "at": AT, "code": asked.code}
        with pytest.raises(NotFound, match="还没有接开票服务"):
            send_to_service(request_id=asked_of(asked).pk, **given)
        for url in ("http://127.0.0.1:9", "ftp://x.example", "https://", "https://127.0.0.1"):
            with pytest.raises(UnableToInvoice, match="不能用这个地址"):
                set_service(base_url=url, app_key="k", app_secret="s", **given)
    connected(brand.finance, asked, "https://invoices.example", sandbox, settings)
    with acting(agency.finance):
        assert not InvoiceService.objects.exists(), "the brand's alone"
        with pytest.raises(NotAllowed):
            set_service(
                person=agency.finance,
                at=AT,
                code=asked.code,
                base_url="https://x.example",
                app_key="k",
                app_secret="s",
            )
    with acting(brand.finance):
        assert COMPANY.title not in InvoiceService.objects.get().sealed
        assert "einvoice-sandbox" not in InvoiceService.objects.get().sealed
