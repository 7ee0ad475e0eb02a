"""A test read counts the sales below the floor that a write would record: by the same rule, and records none."""

import random
from datetime import date

from tests.amending import agree, propose, supplement
from tests.cast import Party, acting
from tests.worlds import kept

from paidang.catalog.models import FactoryPrice, Listing, ListingPart, RetailPrice, Sku
from paidang.catalog.queries.guard import Shop, floors_for, goods_of, list_listed
from paidang.catalog.rules.guarding import floors_within
from paidang.contracts.models import Contract
from paidang.contracts.rules.amending import REMOVED, Change
from paidang.evidence.models import Entry
from paidang.intake import actions
from paidang.intake.models import ImportFile
from paidang.intake.tests.files import AT, LINE_HEADER, hand_in, line, lines, table
from paidang.orders.models import Breach, OrderLine
from paidang.team.models import Person

PRICES = "sku,valid_from,min_retail_price,suggested_price"


@kept
def floor(contract_in_force: Contract, brand: Party) -> None:
    """QL-1 costs at least ¥125.00."""
    hand_in(brand.manager, contract_in_force, table(PRICES, "QL-1,2026-01-01,12500,"), "prices.csv")


def test_read(person: Person, contract: Contract, content: bytes, name: str = "x.csv") -> ImportFile:
    with acting(person):
        file = actions.receive_file(person=person, at=AT, code=contract.code, name=name, content=content)
        return actions.test_read(person=person, at=AT, import_id=file.pk)


test_read.__test__ = False  # type: ignore[attr-defined]


def test_a_test_read_finds_what_the_write_records(
    floor: None, contract_in_force: Contract, agency_operator: Person
) -> None:
    low = [line(f"L{at}", merchant_discount=str(800 + at)) for at in range(8)]  # L0 is exactly the floor
    read = test_read(
        agency_operator, contract_in_force, lines(*low, line("G", gift="true", merchant_discount="25800"))
    )
    assert read.counts["breaches"] == 7 and len(read.below_floor) == 5
    assert read.below_floor[0] == {
        "line_id": "L1", "order_id": "O-L1", "sku": "QL-1", "paid_on": "2026-03-05", "quantity": 2, "sold_fen": 24999,
        "floor_fen": 12500, "clause": "OP-2-A-2",
    }  # fmt: skip
    with acting(agency_operator):
        assert not Breach.objects.exists()
        assert "QL-1" not in str(Entry.objects.get(act="intake.test_read").facts)  # no cell in the chain
        done = actions.write_now(person=agency_operator, at=AT, import_id=read.pk)
        assert (done.counts["breaches"], done.below_floor) == (7, [])
        assert Breach.objects.count() == 7
    again = test_read(agency_operator, contract_in_force, lines(*low, line("L8", merchant_discount="900")))
    assert again.counts["breaches"] == 1  # the others are on record already


def test_a_price_list_says_which_sales_it_would_put_below_the_floor(
    contract_in_force: Contract, agency_operator: Person, brand_manager: Person
) -> None:
    hand_in(agency_operator, contract_in_force, lines(line("L1"), line("L2", merchant_discount="801")))
    prices = table(PRICES, "QL-1,2026-01-01,12500,")
    read = test_read(brand_manager, contract_in_force, prices, "prices.csv")
    assert (read.counts["new"], read.counts["breaches"]) == (1, 1)
    assert [low["line_id"] for low in read.below_floor] == ["L2"]
    with acting(brand_manager):
        assert not RetailPrice.objects.exists() and not Breach.objects.exists()
        done = actions.write_now(person=brand_manager, at=AT, import_id=read.pk)
        assert (done.counts["new"], done.counts["breaches"]) == (1, 1)


def test_a_gift_stays_a_gift_where_a_later_file_does_not_say(
    floor: None, contract_in_force: Contract, agency_operator: Person
) -> None:
    gift = {"gift": "true", "merchant_discount": "25800"}
    hand_in(agency_operator, contract_in_force, lines(line("G", **gift)))
    silent = table(
        LINE_HEADER.removesuffix(",gift"),
        line("G", **gift, completed_at="2026-03-09T00:00:00+08:00").rsplit(",", 1)[0],
    )
    assert test_read(agency_operator, contract_in_force, silent).counts["breaches"] == 0
    done = hand_in(agency_operator, contract_in_force, silent)
    assert (done.counts["changed"], done.counts["breaches"]) == (1, 0)
    with acting(agency_operator):
        assert OrderLine.objects.get().gift and not Breach.objects.exists()


def test_a_sale_is_judged_by_the_terms_of_its_day(
    floor: None,
    contract_in_force: Contract,
    agency_operator: Person,
    agency_manager: Person,
    brand_manager: Person,
) -> None:
    """From 20 March on a supplementary agreement asks for no floor: what was paid before is below it, what came after is not."""
    ended = propose(
        brand_manager, contract_in_force, paper=supplement("原合同关于最低零售价的约定不再适用。"), day="2026-03-20",
        changes=[Change("price.floor", REMOVED)],
    )  # fmt: skip
    agree(agency_manager, ended)
    low = [
        line(
            name,
            merchant_discount="900",
            paid_at=f"2026-03-{day}T23:30:00+08:00",
            shipped_at="",
            completed_at="",
        )
        for name, day in (("L1", 19), ("L2", 20))
    ]
    read = test_read(agency_operator, contract_in_force, lines(*low))
    assert [low["line_id"] for low in read.below_floor] == ["L1"]
    with acting(agency_operator):
        actions.write_now(person=agency_operator, at=AT, import_id=read.pk)
        assert [breach.line_id for breach in Breach.objects.all()] == ["L1"]


def test_a_set_is_judged_by_the_floor_that_the_guard_knows_for_it(
    contract_in_force: Contract, agency_operator: Person, brand_manager: Person, agency_manager: Person
) -> None:
    """Random sets, prices and days: what is sold a fen below the guard's floor is found by the intake, what is not is not."""
    dice, shop, day = random.Random(7), Shop("jd", "青岚京东旗舰店"), date(2026, 3, 5)
    skus = [f"QL-{n}" for n in range(8)]
    prices = [
        f"{sku},2026-{month:02d}-01,{dice.randint(100, 900)},"
        for sku in [*skus[:6], "OWN"]
        for month in dice.sample(range(1, 5), 2)
    ]
    hand_in(brand_manager, contract_in_force, table(PRICES, *prices), "prices.csv")
    made_of = {
        f"SET-{n}": {sku: dice.randint(1, 3) for sku in dice.sample(skus, dice.randint(1, 3))}
        for n in range(12)
    }
    made_of |= {"OWN": {"QL-0": 2}, "BARE": {"QL-6": 2}}
    rows = [(f"P-{code}", code, parts) for code, parts in made_of.items()] + [
        ("P-again", "SET-0", {"QL-1": 7})
    ]
    with acting(brand_manager):
        for code in made_of:
            FactoryPrice.objects.create(
                contract=contract_in_force, sku=code, valid_from=day, factory_price_fen=1, declared_by=brand_manager, declared_at=AT
            )  # fmt: skip
        for platform_sku, code, parts in rows:
            listing = Listing.objects.create(
                contract=contract_in_force, channel=shop.channel, store=shop.store, platform_sku=platform_sku,
                price_fen=1, seller_code=code, told_at=AT,
            )  # fmt: skip
            for sku, units in parts.items():
                one, _new = Sku.objects.get_or_create(
                    contract=contract_in_force, code=sku, defaults={"is_gift": sku == "QL-5"}
                )
                ListingPart.objects.create(
                    contract=contract_in_force, listing=listing, sku=one, quantity=units
                )
    with acting(brand_manager):
        listed = [one for one in list_listed(contract_in_force.pk, shop) if one.code != "SET-0"]
        goods = goods_of(listed, floors_for(contract_in_force.pk, listed))
        codes = [one.code for one in listed]
        known = {
            code: within[-1][1]
            for code, good in zip(codes, goods, strict=True)
            if (within := floors_within(good.floors, day, day))
        }
    assert len(known) >= 8 and "OWN" in known and len(known) < len(made_of) - 1
    sold = lines(
        *(
            line(
                f"{code}-{over}",
                sku=code,
                quantity="1",
                unit_price=str(max(known.get(code, 1) - over, 0)),
                merchant_discount="0",
            )
            for code in made_of
            for over in (0, 1)
        )
    )
    done = hand_in(agency_operator, contract_in_force, sold)
    with acting(agency_operator):
        found = dict(Breach.objects.values_list("line_id", "floor_fen"))
        assert found == {f"{code}-1": fen for code, fen in known.items()} and done.counts["breaches"] == len(
            found
        )
    first = next(code for code in known if "QL-0" in made_of[code] and code != "OWN")
    hand_in(brand_manager, contract_in_force, table(PRICES, "QL-0,2026-03-05,90000,"), "dearer.csv")
    with acting(agency_operator):
        assert Breach.objects.filter(line_id=f"{first}-0").exists(), (
            "the set is judged anew when a part is dearer"
        )
