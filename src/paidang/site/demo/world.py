"""Making the demo world: every step is an action of the product, done by one of the cast, at a plausible time."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from paidang.catalog.actions import approve_offer, put_out_offer
from paidang.catalog.queries.guard import Shop
from paidang.catalog.rules.declaring import TRUTH
from paidang.contracts.actions import (
    accept_contract,
    add_signatory,
    agree_decision,
    complete_duty,
    propose_decision,
    set_seal,
    share_contract,
    sign_document,
    upload_contract,
)
from paidang.contracts.queries import (
    get_contract,
    get_living,
    get_pdf_to_sign,
    get_signable,
    get_standing,
    list_planned,
)
from paidang.contracts.rules.reading import read_contract
from paidang.intake.actions import receive_file, write_now
from paidang.kit.period import (
    SHANGHAI,
    add_months,
    day_of,
    month_end_at,
    month_of,
    month_period,
    next_month,
    previous_month,
)
from paidang.orders.actions import Pick, explain_items
from paidang.orders.models import Store
from paidang.orders.queries.bills import items_of
from paidang.orders.rules.reconciling import OPEN
from paidang.printing.read_text import read_text
from paidang.settlement.actions import close_month, confirm_statement, record_payment, send_statement
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.accounts import get_account
from paidang.site.demo.bills import make_bills
from paidang.site.demo.cases import write_cases
from paidang.site.demo.cast import AGENCY, BRAND, PARTIES, PASSWORD, Party
from paidang.site.demo.delivery import write_delivery
from paidang.site.demo.month import (
    JD,
    STORES,
    TMALL,
    known_by_closing,
    make_costs,
    make_files,
    make_new_costs,
    make_prices,
)
from paidang.site.demo.offers import (
    list_goods,
    propose_prices,
    watch_market,
    write_flash_sales,
    write_offers,
)
from paidang.site.demo.promotions import make_sales
from paidang.site.demo.stock import HOUSE, LEAD_DAYS, PARTS, SAFETY, make_stock_list
from paidang.site.demo.waves import begin_wave
from paidang.stock.actions import confirm_list, move_goods, plan_sku, share_stores
from paidang.stock.rules.kinds import DAMAGED
from paidang.team.actions import (
    begin_second_factor,
    confirm_second_factor,
    invite_person,
    register_organisation,
    remove_second_factor,
)
from paidang.team.context import act_as, knowing
from paidang.team.models import Person
from paidang.team.queries import find_organisation, find_person
from paidang.team.rules.one_time_codes import code_at, step_of

SAMPLE = "02-operations-profit-share.txt"
TERM_MONTHS = 12

DECISIONS = {
    "party.a.name": "照营业执照",
    "party.b.name": "照营业执照",
    "collector": "平台店铺由甲方主体开立，货款进甲方账户",
    "recognition": "退货多在签收前，确认收货后再计入",
    "tax": "甲方为一般纳税人，按含税价内 13% 计并由甲方缴纳",
    "platform_fees": "店铺由甲方开立，扣费由甲方承担",
    "faults_borne_by": "质量与发错货由甲方仓库负责",
    "loss": "亏损由以后月份的收益先补",
    "renewal.months": "原文“姨奶奶”为“一年”之误",
}

EXPLAINED_AS = {
    "not_in_orders": ("no_sale", "旧商城的订单，不在本合同内"),
    "not_in_bill": ("other_account", "京东补结到旧商户号，回单存财务"),
}


def make_world(samples: Path, now: datetime) -> None:
    """Make cast, contract, prices, two months of files and the earlier month's statement; nothing if it is there already.

    `samples` holds the source agreement. The last whole month before `now` waits to be closed.
    """
    month = previous_month(month_of(now))
    earlier = previous_month(month)
    with transaction.atomic():
        if _is_there():
            return
        for party in PARTIES:
            _register(party, at=_at(earlier, -40, 9))
        code = _agree_contract(samples / SAMPLE, earlier)
        _pay_setup_fee(code, earlier)
        _declare_prices(code, earlier)
        for each in (earlier, month):
            if each == month:
                _declare_stock(code, earlier)
            _import_month(code, each, now)
            _import_bills(code, each, now, is_first=each == earlier)
        _explain_bills(code, earlier)
        _settle_month(code, earlier)
        _change_prices(code, month)
        _keep_stock(code, month, now)
        _offer_goods(code, month, now)
        write_cases(code, now, acting_as)
        write_delivery(code, month, now, acting_as)
        _import(AGENCY.people[0].email, code, *make_sales(now), now - timedelta(hours=1))
        begin_wave(code, now, acting_as)


def _is_there() -> bool:
    return find_organisation(AGENCY.code) is not None


def _at(month: str, days: int, hour: int) -> datetime:
    """`days` after the first of the month (before it, if negative), at an hour in Shanghai."""
    start = month_period(month).start
    return datetime(start.year, start.month, start.day, hour, 12, tzinfo=SHANGHAI) + timedelta(days=days)


def _register(party: Party, at: datetime) -> None:
    """The organisation through the product's own registration, its people with the demo's password."""
    first = party.people[0]
    manager = register_organisation(
        at=at,
        name=party.name,
        kind=party.kind,
        code=party.code,
        manager_name=first.name,
        manager_email=first.email,
    )
    with act_as(org_id=manager.org_id, person_id=manager.pk):
        people = [manager]
        for member in party.people[1:]:
            person, _link = invite_person(
                person=manager, at=at, name=member.name, email=member.email, roles=member.roles
            )
            people.append(person)
        for person, member in zip(people, party.people, strict=True):
            person.roles = list(member.roles)
            person.save(update_fields=["roles"])
            with knowing("app.person", str(person.pk)):
                person.credential.set_password(PASSWORD)
                person.credential.save(update_fields=["password"])


@contextmanager
def acting_as(email: str) -> Iterator[Person]:
    """Act as one of the cast."""
    with act_as(org_id=None):
        person = find_person(email)
    assert person is not None  # one of the cast, registered before
    with act_as(org_id=person.org_id, person_id=person.pk):
        yield Person.objects.select_related("org").get(pk=person.pk)


def _agree_contract(sample: Path, earlier: str) -> str:
    """Upload the source agreement as the agency, decide what it leaves open, accept and sign it on both sides."""
    content = sample.read_bytes()
    text = read_text(content, sample.name)
    sha256 = hashlib.sha256(content).hexdigest()
    reading = read_contract(text, name=sample.name, sha256=sha256).to_json()
    with acting_as(AGENCY.people[0].email) as lin:
        contract = upload_contract(
            person=lin, at=_at(earlier, -30, 10), file_name=sample.name, sha256=sha256, text=text, reading=reading,
            document=0, party_a="brand",
        )  # fmt: skip
        share_contract(person=lin, at=_at(earlier, -30, 11), code=contract.code, counterparty_code=BRAND.code)
    _decide_all(contract.code, earlier)
    for email, hour in ((AGENCY.people[0].email, 10), (BRAND.people[0].email, 15)):
        with acting_as(email) as person:
            standing = get_standing(get_contract(contract.code))
            accept_contract(
                person=person,
                at=_at(earlier, -5, hour),
                code=contract.code,
                terms_sha256=standing.terms_sha256,
            )
    for email, hour in ((AGENCY.people[0].email, 11), (BRAND.people[0].email, 16)):
        _sign(email, contract.code, _at(earlier, -2, hour))
    return contract.code


def _sign(email: str, code: str, at: datetime) -> None:
    """One side signs electronically. Its phone exists only here: who plays the demo turns the second factor on anew."""
    with acting_as(email) as person:
        add_signatory(person=person, at=at, person_id=person.pk, ground="legal")
        set_seal(person=person, at=at, picture=None)
        before = at - timedelta(hours=1)
        secret = begin_second_factor(person=person, at=before).secret
        confirm_second_factor(person=person, at=before, code=code_at(secret, step_of(before)))
        digest = hashlib.sha256(get_pdf_to_sign(get_signable(get_contract(code)))).hexdigest()
        sign_document(
            person=person,
            at=at,
            code=code,
            document_sha256=digest,
            one_time_code=code_at(secret, step_of(at)),
        )
        after = at + timedelta(minutes=1)
        remove_second_factor(person=person, at=after, code=code_at(secret, step_of(after)))


def _decide_all(code: str, earlier: str) -> None:
    """The agency proposes, the brand agrees, until nothing is open, the term has its days and its renewal a length."""
    start = month_period(earlier).start
    also = {
        "term.start": start.isoformat(),
        "term.end": (add_months(start, TERM_MONTHS) - timedelta(days=1)).isoformat(),
        "renewal.months": TERM_MONTHS,
    }
    for day in range(-25, -5):
        with acting_as(AGENCY.people[0].email) as lin:
            points = [
                point
                for point in get_standing(get_contract(code)).compiled.open
                if point.blocking or point.key in also
            ]
            if not points:
                return
            point = points[0]
            decision = propose_decision(
                person=lin, at=_at(earlier, day, 10), code=code, key=point.key, value=also.get(point.key, point.proposed),
                reason=DECISIONS.get(point.key, "双方商定"),
            )  # fmt: skip
        with acting_as(BRAND.people[0].email) as shen:
            agree_decision(person=shen, at=_at(earlier, day, 16), code=code, decision_id=decision.pk)
    raise AssertionError("the demo contract still has open points")


def _pay_setup_fee(code: str, earlier: str) -> None:
    """The brand puts on record that it paid what the contract asks for at signing; the agency, that it arrived."""
    with acting_as(BRAND.people[0].email) as shen:
        within = month_period(earlier)
        for planned in list_planned(get_living(get_contract(code), within.start), within, on=within.start):
            if planned.kind == "pay_agreed":
                complete_duty(
                    person=shen, at=_at(earlier, 0, 11), code=code, key=planned.key, note="已从对公账户汇出，回单存财务",
                )  # fmt: skip
    with acting_as(AGENCY.people[1].email) as xu:
        account = get_account(get_contract(code))
        at = _at(earlier, 0, 16)
        for one in account.positions(at):
            record_payment(person=xu, at=at, code=code, named=one.debt.key, amount_fen=one.open)


def _declare_prices(code: str, earlier: str) -> None:
    first_day = month_period(earlier).start.isoformat()
    for name, content in (
        (f"costs_{earlier}.csv", make_costs(first_day)),
        (f"prices_{earlier}.csv", make_prices(first_day)),
    ):
        _import(BRAND.people[0].email, code, name, content, _at(earlier, -3, 14))


def _declare_stock(code: str, earlier: str) -> None:
    """The brand counted its warehouse on the evening before the later month, and handed the list in a week after."""
    counted_at = _at(next_month(earlier), -1, 18).isoformat(timespec="seconds")
    handed_in_at = known_by_closing(earlier) + timedelta(hours=2)
    content = make_stock_list(counted_at)
    _import(BRAND.people[2].email, code, f"可售商品清单_{earlier}.csv", content, handed_in_at)


def _keep_stock(code: str, month: str, now: datetime) -> None:
    """Both sides said what is kept back and shared; something broke; three days ago the brand said that its list stands."""
    at = known_by_closing(month)
    with acting_as(AGENCY.people[0].email) as lin:
        shops = Store.objects.filter(contract=get_contract(code)).order_by("pk").values_list("pk", flat=True)
        share_stores(person=lin, at=at, code=code, parts=dict(zip(shops, PARTS, strict=False)))
        for sku, units in SAFETY.items():
            plan_sku(person=lin, at=at, code=code, sku=sku, safety=units, lead_days=LEAD_DAYS)
    with acting_as(BRAND.people[2].email) as luo:
        move_goods(
            person=luo,
            at=at,
            code=code,
            kind=DAMAGED,
            warehouse=HOUSE,
            sku="QL-GD300",
            quantity=2,
            reason="包装破损",
        )
        confirm_list(person=luo, at=now - timedelta(days=3), code=code)


def _change_prices(code: str, month: str) -> None:
    """Before the month is over the brand declares what changes with the next one."""
    following = next_month(month)
    content = make_new_costs(month_period(following).start.isoformat())
    _import(BRAND.people[0].email, code, f"costs_{following}.csv", content, _at(month, 20, 14))


def _offer_goods(code: str, month: str, now: datetime) -> None:
    """The agency lists the goods in the three stores, writes offers down and proposes a lower floor; the brand answers."""
    at, days = _at(month, 20, 15), month_period(next_month(month))
    until = days.end + timedelta(days=60)
    with acting_as(AGENCY.people[0].email) as lin:
        for channel, store in STORES.items():
            list_goods(lin, at, code, Shop(channel, store))
        asked = write_offers(lin, at, code, at.date(), until)
    with acting_as(BRAND.people[0].email) as shen:
        for number in asked:
            approve_offer(person=shen, at=at + timedelta(hours=1), code=code, number=number)
    with acting_as(AGENCY.people[0].email) as lin:
        for number in asked:
            put_out_offer(person=lin, at=at + timedelta(hours=2), code=code, number=number)
        write_flash_sales(lin, at + timedelta(hours=3), code, at.date(), until)
        propose_prices(lin, now - timedelta(days=1), code, day_of(now) + timedelta(days=10))
    with acting_as(AGENCY.people[2].email) as chen:
        watch_market(chen, now - timedelta(days=2), code)


def _import_month(code: str, month: str, now: datetime) -> None:
    downloaded_at = min(known_by_closing(month), now)
    for number, (name, content) in enumerate(make_files(month, known_at=downloaded_at).items()):
        _import(AGENCY.people[0].email, code, name, content, downloaded_at + timedelta(minutes=number))


def _import_bills(code: str, month: str, now: datetime, *, is_first: bool) -> None:
    downloaded_at = min(known_by_closing(month), now)
    bills = make_bills(month, known_at=downloaded_at, is_first=is_first)
    for number, (name, content) in enumerate(bills.items()):
        _import(AGENCY.people[1].email, code, name, content, downloaded_at + timedelta(minutes=10 + number))


def _explain_bills(code: str, month: str) -> None:
    """What the earlier month's bills left open was explained before its statement went out."""
    with acting_as(AGENCY.people[1].email) as xu:
        contract, at = get_contract(code), known_by_closing(month) + timedelta(hours=1)
        for item in items_of(contract.pk, month, state=OPEN):
            reason, words = EXPLAINED_AS.get(item.kind, ("other_month", ""))
            pick = Pick(item.is_order, item.item, item.expected_fen, item.billed_fen)
            explain_items(person=xu, at=at, code=code, picks=[pick], reason=reason, words=words)


def _import(email: str, code: str, name: str, content: bytes, at: datetime) -> None:
    with acting_as(email) as person:
        received = receive_file(
            person=person, at=at, code=code, name=name, content=content, store=_store(name)
        )
        write_now(person=person, at=at + timedelta(seconds=20), import_id=received.pk, words=TRUTH)


def _store(name: str) -> str:
    """The shop a platform's export came from; the program's own format says so itself."""
    return next(
        (STORES[channel] for channel, word in ((JD, "京东"), (TMALL, "天猫")) if name.startswith(word)), ""
    )


def _settle_month(code: str, month: str) -> None:
    """The earlier month: closed and sent by the agency, confirmed and paid by the brand."""
    closed_at = month_end_at(month) + timedelta(days=7, hours=18)
    with acting_as(AGENCY.people[0].email) as lin:
        digest = close_month(person=lin, at=closed_at, code=code, month=month).digest
        send_statement(
            person=lin, at=closed_at + timedelta(minutes=20), code=code, month=month, digest=digest
        )
    with acting_as(BRAND.people[1].email) as gu:
        confirm_statement(person=gu, at=closed_at + timedelta(days=2), code=code, month=month, digest=digest)
    with acting_as(AGENCY.people[1].email) as xu:
        received_at = closed_at + timedelta(days=9)
        record_payment(
            person=xu, at=received_at, code=code, named=f"statement-{month}",
            amount_fen=get_statement(get_contract(code), month).figures["amount_due"],
        )  # fmt: skip
