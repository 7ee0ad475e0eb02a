"""Measure the pages of a contract with a million orders and 100,000 SKUs, and its long files in and out.

    python -m paidang.site.with_database --durable python bench/pages.py [--skus 100000] [--orders 1000000]

The stock and both price lists go in by file, all else is inserted (`fill.py`). Each page is opened 20 times after a first one
that is not counted, while nothing changes; then 5 times, each after something was written to the contract's chain, so that
what was kept until the books change is reckoned anew. One that takes seconds is opened 5 times. Processor time is the program's and the database's together.

A database of its own, which is dropped at the end; with `--keep` it stays, and the next run looks at it again. `--only` TEXT:
the pages with that in their address.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
TIMES, CHANGES, TARGET_MS, HOPELESS_MS = 20, 5, 150, 2_000
ENTRIES = 50_000
NAME, PHONE = "王小茶", "13900005678"
PAGES = {
    "brand": (
        "/", "/stock", "/stock?view=low", "/stock?view=short", "/stock?sort=left", "/stock?q=QL-99", "/prices/list", "/prices",
        "/imports", "/fulfilment", "/invoices", "/invoices?view=red", "/invoices?view=all", "/cases", "/promotions", "/marketing",
        "/orders?view=unshipped",
    ),
    "agency": (
        "/", "/contracts", "/orders", "/orders?view=unshipped", "/orders?view=late", "/orders?view=urgent", "/orders?view=moving",
        "/orders?view=done", "/orders?view=refunded", "/orders?view=below_floor", "/orders?view=on_hold", "/orders?view=in_case",
        "/orders?view=mine", "/orders?flag=red", "/orders?sort=paid", "/orders?from={day}&to={day}", "/orders?store={store}",
        "/orders?q={order}", "/orders?q={order_end}", "/orders?q={waybill}", "/orders?q=QL-500", "/orders?q=第 500 号",
        "/orders?q=青岚茶器", "/orders?q={name}", "/orders?q={phone}", "/orders?q=5678", "/orders?q=没有这个",
        "/orders/{code}/{order}", "/stock", "/stock/{code}/sku/QL-500", "/prices", "/prices/list", "/prices/list?q=QL-99",
        "/prices/list?view=below", "/prices/list?view=no_floor", "/prices/goods", "/prices/goods?q=第 500 号", "/prices/offers", "/prices/market",
        "/promotions", "/contracts/{code}/promotions/300", "/marketing", "/marketing/{code}/300", "/fulfilment", "/fulfilment/freight",
        "/fulfilment/{code}/waves/{wave}", "/invoices", "/cases", "/cases?view=closed", "/cases?view=late", "/cases?q={order}",
        "/cases?q=QL-500", "/cases/{code}/500", "/incidents", "/incidents/penalties", "/scorecard",
        "/scorecard/{code}/rows?measure=shipped_48h&from={month}&to={month}",
        "/scorecard/{code}/rows?measure=duties_a&from={month}&to={month}", "/statements", "/contracts/{code}/reconcile/{month}",
        "/contracts/{code}/reconcile/{month}?view=waiting", "/contracts/{code}/reconcile/{month}?view=matched", "/evidence/{code}",
        "/imports", "/settings/stores", "/staffing", "/palette?q=", "/palette?q=第 500", "/palette?q={order}", "/palette?q={waybill}",
        "/contracts/{code}", "/contracts/{code}/life",
    ),
    "api": (
        "/orders", "/orders?view=unshipped", "/orders?view=done&limit=200", "/orders?q={order}", "/orders?q={phone}",
        "/orders?contract={code}&paid_from={day}&paid_to={day}", "/contracts/{code}/promotions",
    ),
}  # fmt: skip


def main() -> None:
    """Fill, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--skus", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases
    from tests.cast import acting

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = setup_databases(verbosity=0, interactive=False, keepdb=asked.keep)
    try:
        world = find_world() or make_world(asked.skus, asked.orders)
        with acting(world[1]):
            values = places(world[2])
        import paidang.site.wsgi  # noqa: F401  what it loads is left alone by the collector of garbage, as in the server

        slow = measure(*world, values, asked.only)
        print(f"{slow} pages are slower than {TARGET_MS} ms")
    finally:
        teardown_databases(made, verbosity=0, keepdb=asked.keep)


World = tuple[Any, Any, Any]
"""The brand's manager, the agency's, the contract."""


def find_world() -> World | None:
    """What an earlier run left."""
    from django.db import transaction
    from tests.cast import acting

    from paidang.contracts.models import Contract
    from paidang.team.context import knowing
    from paidang.team.models import Account, Person

    people = []
    for email in ("brand_manager@qinglan.example", "agency_manager@shizhou.example"):
        with transaction.atomic(), knowing("app.email", email):
            account = Account.objects.filter(email=email).first()
        if account is None:
            return None
        with transaction.atomic(), knowing("app.person", str(account.pk)):
            person = Person.objects.get(pk=account.pk)
        with acting(person):
            people.append(Person.objects.select_related("org", "account").get(pk=account.pk))
    with acting(people[1]):
        return people[0], people[1], Contract.objects.get()


def make_world(skus: int, orders: int) -> World:
    """A contract with all its rows and a connected shop; how long each kind took is printed."""
    import fill
    import lengthen
    from django.db import connection
    from django.utils import timezone
    from tests.cast import BEFORE, acting, agree_on, register

    from paidang.channels.tests.shop import SECRET
    from paidang.orders.actions import reconcile_bills
    from paidang.orders.queries.sealed import found_by
    from paidang.stock.actions import follow_orders
    from paidang.stock.models import Warehouse
    from paidang.stores.actions import Given, connect_store

    now = timezone.now()
    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    hand_in_files(brand.manager, contract, skus, at=BEFORE)
    with acting(agency.manager):
        link = connect_store(
            person=agency.manager, at=BEFORE, code=contract.code,
            given=Given("shop", "青岚商城", "", {"secret": SECRET}),
        )  # fmt: skip
        values = {
            "contract": contract.pk, "link": link.pk, "skus": skus, "orders": orders, "since": BEFORE, "until": now, "channel": link.channel,
            "store": link.store, "warehouse": Warehouse.objects.get().pk, "brand": brand.manager.pk, "agency": agency.manager.pk,
            "name": found_by(contract.pk, "name", NAME), "phone": found_by(contract.pk, "phone", PHONE),
            "four": found_by(contract.pk, "last_four", PHONE[-4:]),
        }  # fmt: skip
    with fill.unguarded():
        for tables in (fill.FACTS, fill.STOCK, fill.GOODS, fill.WORK, fill.CAMPAIGNS):
            fill.fill(tables, values, timed)
        timed("balances of the stock", partial(fill.settle_levels, values))
        timed("evidence", partial(lengthen.lengthen_chain, contract, agency.manager, ENTRIES))
        tell(agency.manager, contract, "goods.listed", {"store": link.store, "listings": skus, "problems": 0})
    with acting(agency.manager):
        timed("bills set against orders", partial(reconcile_bills, contract.pk))
        moved = timed(f"stock follows {orders:,} orders", lambda: follow_orders(contract.pk, at=now))
        assert moved == 0, moved
    with connection.cursor() as cursor:
        timed("vacuum", lambda: cursor.execute("vacuum analyze"))
    return brand.manager, agency.manager, contract


def hand_in_files(person: Any, contract: Any, skus: int, *, at: Any) -> None:
    """Stock and both price lists by file, then all of them changed."""
    from paidang.intake.tests.files import hand_in, table

    names = [f"QL-{n}" for n in range(1, skus + 1)]
    files = {
        "stock.csv": table("warehouse,sku,quantity", *(f"余杭仓,{sku},1000" for sku in names)),
        "costs.csv": table("sku,factory_price,valid_from", *(f"{sku},6000,2026-01-01" for sku in names)),
        "prices.csv": table(
            "sku,valid_from,min_retail_price,suggested_price",
            *(f"{sku},2026-01-01,9900,15900" for sku in names),
        ),
    }
    for name, content in files.items():
        changed = content.replace(b",1000\n", b",1001\n").replace(b"00,", b"01,")
        for word, one in (("in", content), ("in again, all changed", changed)):
            timed(f"{name} {word}", partial(hand_in, person, contract, one, name, at=at))


def places(contract: Any) -> dict[str, str]:
    """What stands in the addresses: an order in the middle, one that has left, a day and a month in the middle."""
    from paidang.fulfilment.models import Wave
    from paidang.kit.period import day_of, month_of
    from paidang.orders.models import OrderLine, OrderWaybill

    lines = OrderLine.objects.filter(contract=contract)
    last = lines.order_by("-paid_at").values_list("order_id", "paid_at")[0]
    order = f"O{int(last[0][1:]) // 2 + 1:07}"
    middle = lines.filter(order_id=order).get()
    return {
        "code": contract.code, "store": middle.store, "order": order, "order_end": order[-5:],
        "waybill": OrderWaybill.objects.get(contract=contract, order_id=order).waybill, "name": NAME, "phone": PHONE,
        "day": f"{day_of(middle.paid_at)}", "month": month_of(middle.paid_at),
        "wave": Wave.objects.filter(contract=contract).order_by("-pk")[1].code,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Took:
    """How long openings took, in ms, and the processor time of one, with the database's share; the same after a change."""

    p50: float
    p95: float
    changed: float
    cpu: float
    changed_cpu: float

    @property
    def is_slow(self) -> bool:
        return max(self.p95, self.changed) > TARGET_MS


def measure(brand: Any, agency: Any, contract: Any, values: dict[str, str], only: str) -> int:
    """Each page as the side sees it whose work it is, then the lists as files; how many pages are slow."""
    slow = 0
    print(
        "side    page                                                p50  p95  changed  processor, changed, ms"
    )
    for side, page, client in doors(brand, agency):
        if only not in page:
            continue
        took = open_often(client, page.format(**values), agency, contract)
        slow += took.is_slow
        told = f"{took.p50:5.0f}{took.p95:5.0f}{took.changed:9.0f}{took.cpu:11.0f}{took.changed_cpu:9.0f}"
        print(f"{side:7} {page:50}{told}{'  slow' * took.is_slow}", flush=True)
    if not only:
        client = list(doors(brand, agency))[-1][2]
        for path in (
            f"/stock/{contract.code}/export/csv",
            f"/contracts/{contract.code}/prices/list/export",
        ):
            timed(path, partial(download, client, path))
    return slow


def doors(brand: Any, agency: Any) -> Iterator[tuple[str, str, Callable[[str], Any]]]:
    """Each page with the side that opens it, and how."""
    from django.test import Client
    from tests.cast import acting, come_in

    from paidang.api.tests.calling import caller_for
    from paidang.team.models import ApiToken

    with acting(agency):  # those of earlier runs: a person has no more than twenty
        ApiToken.objects.filter(person=agency).delete()
    program = caller_for(agency)
    ways = {
        "brand": come_in(Client(), brand).get,
        "agency": come_in(Client(), agency).get,
        "api": program.get,
    }
    for side in ("brand", "api", "agency"):
        for page in PAGES[side]:
            yield side, page, ways[side]


def open_often(look: Callable[[str], Any], page: str, agency: Any, contract: Any) -> Took:
    """Open a page again and again, then again after each of some changes."""
    times = TIMES if look_at(look, page) < HOPELESS_MS else CHANGES
    before = cpu_ms()
    took = sorted(look_at(look, page) for _again in range(times))
    cpu = (cpu_ms() - before) / times
    changed, changed_cpu = [], []
    for _again in range(CHANGES):
        change(agency, contract)
        before = cpu_ms()
        changed.append(look_at(look, page))
        changed_cpu.append(cpu_ms() - before)
    middle = CHANGES // 2
    return Took(
        took[times // 2], took[int(times * 0.95) - 1], sorted(changed)[middle], cpu, sorted(changed_cpu)[middle]
    )  # fmt: skip


def look_at(look: Callable[[str], Any], page: str) -> float:
    start = time.perf_counter()
    answer = look(page)
    assert answer.status_code == 200, (page, answer.status_code, answer.content[:500])
    return (time.perf_counter() - start) * 1000


def change(person: Any, contract: Any) -> None:
    """Something happens under the contract: whatever was kept until then is old."""
    tell(person, contract, "stock.counted", {"warehouse": "余杭仓", "sku": "QL-1", "units": 1, "changed": 0})


def tell(person: Any, contract: Any, act: str, facts: dict[str, Any]) -> None:
    """An entry on the contract's chain."""
    from django.utils import timezone
    from tests.cast import acting

    from paidang.evidence.actions import append

    with acting(person):
        append(
            contract.chain_id, at=timezone.now(), org_id=person.org_id, person_id=person.pk, act=act,
            subject=contract.code, facts=facts,
        )  # fmt: skip


def cpu_ms() -> float:
    """What this process and its connection's have used of the processor so far."""
    from django.db import connection

    own = time.process_time() * 1000
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    if not stat.exists():
        return own
    return own + int(stat.read_text().split()[0]) / 1e6


def download(look: Callable[[str], Any], path: str) -> bytes:
    return b"".join(look(path))


def timed(word: str, run: Callable[[], Any]) -> Any:
    """Run it, print how long it took."""
    begun = time.perf_counter()
    found = run()
    print(f"{word:50} {time.perf_counter() - begun:8.2f} s", flush=True)
    return found


if __name__ == "__main__":
    main()
