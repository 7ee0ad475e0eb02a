"""Prices to the stores from the page: what would go out, what the guard keeps back and why, what was answered."""

from datetime import timedelta

from django.test import Client
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.catalog.actions.listings import ListingRow, put_listings
from paidang.catalog.models import Listing
from paidang.catalog.queries.guard import Shop, list_listed
from paidang.channels.link.channel import Item
from paidang.channels.link.errors import Refused
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.intake.tests.files import hand_in
from paidang.stores import actions
from paidang.stores.actions.price import keep_list
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.stores.queries import get_link
from paidang.stores.queries.prices import list_to_send
from paidang.stores.tests.test_acts import given
from paidang.team.models import Person

AT = shanghai("2026-03-07 10:00")
FACTORY = "sku,valid_from,factory_price\nA,2026-03-01,5000\nB,2026-03-01,5000\n"
RETAIL = (
    "sku,valid_from,min_retail_price,suggested_price\n"
    "A,2026-03-01,9000,12800\nB,2026-03-01,9000,\nC,2026-03-01,9000,9000\n"
)
LISTED = [
    ListingRow("1", "i1", "盖碗", 9_900, "A"),
    ListingRow("2", "i2", "茶杯", 9_900, "B"),
    ListingRow("3", "i3", "茶盘", 9_900, "C"),
    ListingRow("4", "i4", "盖碗两只", 19_900, "A", 2),
    ListingRow("5", "i5", "盖碗原价", 12_800, "A"),
]


@kept
def priced(contract_in_force: Contract, agency: Party, brand: Party) -> StoreLink:
    """A store whose list prices differ from the brand's suggestions, one of which has no factory price."""
    agency_operator, brand_manager = agency.people["agency_operator"], brand.manager
    with acting(brand_manager):
        for file in (FACTORY, RETAIL):
            hand_in(brand_manager, contract_in_force, file.encode())
    with acting(agency_operator):
        link = actions.connect_store(
            person=agency_operator, at=AT, code=contract_in_force.code, given=given(), since=AT
        )
        put_listings(
            person=agency_operator,
            at=AT,
            code=contract_in_force.code,
            shop=Shop("jd", link.store),
            rows=LISTED,
        )
        return get_link(link.pk)


def test_what_would_go_out_is_shown_and_what_is_kept_back(priced: StoreLink, brand_manager: Person) -> None:
    with acting(brand_manager):
        found, total = list_to_send(priced.contract, AT.date())
    assert total == 3, "the one at its price, and the one without a suggestion, are not there"
    assert {one.listing.platform_sku: (one.wished_fen, one.may_go) for one in found} == {
        "1": (12_800, True), "3": (9_000, False), "4": (25_600, True),
    }  # fmt: skip
    [refused] = [one.refused for one in found if one.refused]
    assert (refused.code, refused.clause, refused.facts["sku"]) == ("FACTORY_PRICE_MISSING", "OP-3-D", "C")


def test_one_that_is_refused_keeps_no_other_back(
    priced: StoreLink, agency_operator: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    code, client = priced.contract.code, Client()
    url = f"/prices/send?contract={code}"
    picks = [f"{priced.pk}:{name}" for name in ("1", "3", "4")]
    form = {
        "pick": picks,
        **{f"price:{name}": price for name, price in zip(picks, ("128", "90", "100"), strict=True)},
    }

    def sign_in(person: Person) -> None:
        with acting(person):
            client.force_login(person, backend="paidang.team.sign_in.PasswordBackend")

    sign_in(brand_manager)
    page = client.get(url).content.decode()
    assert "可以发 2 个，1 个被底价拦下" in page and 'name="pick"' not in page
    assert client.post(f"/prices/send/{code}", form).status_code == 403
    sign_in(outsider_manager)
    assert client.get(url).status_code == 404 and client.post(f"/prices/send/{code}", form).status_code == 404
    sign_in(agency_operator)
    page = client.post(f"/prices/send/{code}", form, follow=True).content.decode()
    assert (
        "1 个价格正在发给平台" in page
        and "低于最低零售价 ¥180.00" in page
        and "标价 ¥100.00" in page
        and "等着发出" in page
    )
    with acting(agency_operator):
        [act] = OutgoingAct.objects.all()
        assert (act.key, act.body["value"], act.body["item_id"], act.state) == ("1", 12_800, "i1", "waiting")
        acts = list(
            Entry.objects.filter(act__startswith="guard.").order_by("seq").values_list("act", flat=True)
        )
        assert acts == ["guard.refused", "guard.passed"]
        # the platform's answer stands beside the listing
        actions.note_not_sent(person=agency_operator, at=AT, act_id=act.pk, error=Refused("活动期间不能改价"))
    assert "活动期间不能改价" in client.get(url).content.decode()
    assert "没有选要发的价格" in client.post(f"/prices/send/{code}", {}, follow=True).content.decode()
    client.post(f"/prices/send/{code}", {"pick": picks[:1], f"price:{picks[0]}": "abc"})
    with acting(agency_operator):
        assert OutgoingAct.objects.count() == 1


def test_a_price_that_the_platform_took_is_not_offered_anew_until_the_store_tells_of_another(
    priced: StoreLink,
) -> None:
    person, day = priced.connected_by, AT.date()

    def goes() -> bool:
        return {one.listing.platform_sku: one.may_go for one in list_to_send(priced.contract, day)[0]}["1"]

    with acting(person):
        [act], _refused = actions.set_prices(person=person, at=AT, link_id=priced.pk, prices={"1": 12_800})
        assert not goes(), "on its way"
        actions.note_sent(person=person, at=AT + timedelta(minutes=1), act_id=act.pk, answer="")
        assert not goes(), "the store has not told of its goods since"
        was = Item("i1", "1", "A", "盖碗", 9_900)
        keep_list(person=person, at=AT + timedelta(days=1), link_id=priced.pk, items=[was])
        assert goes(), "somebody took it back"


def test_what_the_store_lists_keeps_what_people_said_of_sets_and_of_codes_that_nobody_else_knows(
    priced: StoreLink,
) -> None:
    """The platform knows a set by a code of its own, or by that of one of its pieces: two cups stay two."""
    person, shop = priced.connected_by, Shop("jd", priced.store)
    items = [
        Item("i1", "1", "B", "盖碗改成茶杯", 9_900),
        Item("i2", "2", "OWN-2", "茶杯", 9_800),
        Item("i4", "4", "A", "盖碗两只", 19_000),
        Item("i6", "6", "OWN-6", "谁也没见过", 100),
    ]
    with acting(person):
        keep_list(person=person, at=AT, link_id=priced.pk, items=items)
        found = {
            one.platform_sku: (dict(one.parts), one.price_fen)
            for one in list_listed(priced.contract_id, shop)
        }
        unknown = Listing.objects.get(platform_sku="6")
    assert found == {
        "1": ({"B": 1}, 9_900), "2": ({"B": 1}, 9_800), "3": ({"C": 1}, 9_900), "4": ({"A": 2}, 19_000), "5": ({"A": 1}, 12_800),
    }  # fmt: skip
    assert unknown.problem
