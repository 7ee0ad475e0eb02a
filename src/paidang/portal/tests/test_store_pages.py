"""The page of stores and what an order's drawer says of its platform, as either side and an outsider see them."""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import Party, acting, shanghai, signed_in
from tests.worlds import kept

from paidang.channels.formats import FORMATS
from paidang.channels.jd.documents import map_document
from paidang.channels.link.documents import Document
from paidang.channels.link.errors import WrongSecret
from paidang.channels.platforms import PLATFORMS
from paidang.channels.sandbox.server import SandboxServer
from paidang.channels.sandbox.world import build_world
from paidang.channels.tests.shop import OTHERS, SECRET, message
from paidang.contracts.models import Contract
from paidang.kit.sentence import say
from paidang.stores.actions import connect_store, take_in
from paidang.stores.actions.recording import note_failure
from paidang.stores.models import OutgoingAct, PushAddress, PushedMessage, StoreLink, StoreSecret
from paidang.stores.queries import get_link
from paidang.stores.tests.jd import order, refund
from paidang.stores.tests.pushing import post
from paidang.stores.tests.test_acts import given
from paidang.team.models import Person

AT = shanghai("2026-03-07 10:00")


@kept
def shop_link(contract_in_force: Contract, agency: Party) -> StoreLink:
    """A store with one order that waits to be shipped and a case about it."""
    person = agency.people["agency_operator"]
    with acting(person):
        link = connect_store(person=person, at=AT, code=contract_in_force.code, given=given(), since=AT)
        take_in(
            person=person,
            at=AT,
            link_id=link.pk,
            documents=[order(), refund(status="0")],
            map_document=map_document,
        )
        return get_link(link.pk)


def page_of(person: Person, url: str, language: str = "zh-hans") -> str:
    client = signed_in(person)
    client.cookies["django_language"] = language
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_before_a_store_is_connected_everybody_is_told_what_to_do(
    contract_in_force: Contract,
    agency_operator: Person,
    agency_finance: Person,
    brand_manager: Person,
    outsider_manager: Person,
) -> None:
    assert "/settings/stores/new" in page_of(agency_operator, "/settings/stores")
    assert "要有履行中的合同" in page_of(agency_finance, "/settings/stores")
    assert "店铺由乙方连接" in page_of(brand_manager, "/settings/stores")
    assert "没有可以连接店铺的合同" in page_of(outsider_manager, "/settings/stores/new")
    assert "/settings/stores" in page_of(agency_operator, "/settings")


def test_how_a_store_does_is_seen_by_both_sides_and_operated_by_one(
    shop_link: StoreLink, agency_operator: Person, brand_manager: Person, outsider_manager: Person
) -> None:
    ours, theirs = (page_of(person, "/settings/stores") for person in (agency_operator, brand_manager))
    for page in (ours, theirs):
        assert "青岚京东旗舰店" in page and "3001" in page and "api.jd.com" in page
        assert "SECRET" not in page and "TOKEN" not in page
    assert "现在拉取" in ours and "现在拉取" not in theirs and "断开" not in theirs
    assert "青岚京东旗舰店" not in page_of(outsider_manager, "/settings/stores")
    with override("en"):
        english = page_of(agency_operator, "/settings/stores", "en")
    assert "Pull now" in english and "Disconnect" in english
    client = signed_in(agency_operator)
    for act, state in (
        ("pull", "connected"),
        ("pause", "paused"),
        ("resume", "connected"),
        ("disconnect", "disconnected"),
    ):
        assert client.post(f"/settings/stores/{shop_link.pk}/{act}").status_code == 302
        with acting(agency_operator):
            assert get_link(shop_link.pk).state == state
    assert client.post(f"/settings/stores/{shop_link.pk}/explode").status_code == 404
    with acting(agency_operator):
        assert not StoreSecret.objects.exists()
        assert ProcrastinateJob.objects.filter(task_name="stores.tend").exists()
    assert signed_in(brand_manager).post(f"/settings/stores/{shop_link.pk}/pause").status_code == 403
    assert signed_in(outsider_manager).post(f"/settings/stores/{shop_link.pk}/pause").status_code == 404


def test_what_went_wrong_stands_there_with_what_to_do(shop_link: StoreLink, agency_operator: Person) -> None:
    with acting(agency_operator):
        note_failure(
            get_link(shop_link.pk, lock=True),
            agency_operator,
            timezone.now(),
            WrongSecret("invalid signature"),
        )
    page = page_of(agency_operator, "/settings/stores")
    assert "应用的编号或密钥不对" in page and "1 家要看一下" in page
    assert f"/settings/stores/new?store={shop_link.pk}" in page
    assert "青岚京东旗舰店" in page_of(agency_operator, f"/settings/stores/new?store={shop_link.pk}")


def test_an_order_says_what_its_platform_says_and_is_shipped_once(
    shop_link: StoreLink, agency_operator: Person, brand_finance: Person, brand_warehouse: Person
) -> None:
    url = f"/orders/{shop_link.contract.code}/3001"
    ours, finance, warehouse = (
        page_of(person, url) for person in (agency_operator, brand_finance, brand_warehouse)
    )
    for person, page in ((agency_operator, ours), (brand_warehouse, warehouse)):
        assert "13812345678" not in page
        shown = signed_in(person).post(f"{url}/receiver").content.decode()
        assert "王小茶" in shown and "13812345678" in shown
    assert "王**" in finance and "13812345678" not in finance and "龙井路" not in finance
    for page in (ours, finance):
        assert (
            "WAIT_SELLER_STOCK_OUT" in page
            and "仅退款" in page
            and "等卖家处理" in page
            and "¥250.00" in page
        )
    assert "发货并回传" in ours and "发货并回传" not in finance
    client = signed_in(agency_operator)
    for _ in range(2):
        assert client.post(f"{url}/ship", {"carrier": "467", "waybill": "sf1000000001"}).status_code == 302
    with acting(agency_operator):
        assert OutgoingAct.objects.count() == 1
    page = page_of(agency_operator, url)
    assert "顺丰速运" in page and "SF1000000001" in page and "等着发出" in page
    assert (
        signed_in(brand_finance).post(f"{url}/ship", {"carrier": "467", "waybill": "SF2"}).status_code == 403
    )


@pytest.fixture
def base_url(settings: Any) -> Iterator[str]:
    """JD of the sandbox, at this very time."""
    world = build_world(5, timezone.now(), timezone.now, days=1, orders=3)
    server = SandboxServer(0, world)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    settings.STORE_ADDRESSES = [server.base_url]
    yield server.base_url
    server.shutdown()
    server.server_close()


def test_a_store_is_tried_and_connected_on_the_page_or_authorised_at_the_platform(
    base_url: str, contract_in_force: Contract, agency_operator: Person
) -> None:
    from paidang.channels.jd.sandbox import ACCESS_TOKEN, APP_KEY, APP_SECRET

    client = signed_in(agency_operator)
    form = {
        "contract": contract_in_force.code, "platform": "jd", "store": "青岚茶器京东旗舰店", "base_url": base_url,
        "app_key": APP_KEY, "app_secret": "ill-typed", "access_token": ACCESS_TOKEN,
    }  # fmt: skip
    refused = client.post("/settings/stores/connect", form)
    assert refused.status_code == 422 and "密钥不对" in refused.content.decode()
    assert "ill-typed" not in refused.content.decode()  # what was typed does not come back
    with acting(agency_operator):
        assert not StoreLink.objects.exists()
    done = client.post("/settings/stores/connect", form | {"app_secret": APP_SECRET})
    assert done.status_code == 302 and done["Location"] == "/settings/stores"
    with acting(agency_operator):
        assert StoreLink.objects.get().state == "connected"
    away = client.post(
        "/settings/stores/connect", form | {"app_secret": APP_SECRET, "access_token": "", "how": "authorise"}
    )
    assert away.status_code == 302 and "/oauth2/to_login" in away["Location"]
    state = away["Location"].split("state=")[1].split("&")[0]
    assert client.get("/settings/stores/back", {"code": "jd-code", "state": "another"}).status_code == 409
    away = client.post(
        "/settings/stores/connect", form | {"app_secret": APP_SECRET, "access_token": "", "how": "authorise"}
    )
    state = away["Location"].split("state=")[1].split("&")[0]
    back = client.get("/settings/stores/back", {"code": "jd-code", "state": state})
    assert back.status_code == 302 and back["Location"] == "/settings/stores"
    with acting(agency_operator):
        assert StoreSecret.objects.get().expires_at is not None
    assert client.get("/settings/stores/back", {"code": "jd-code", "state": state}).status_code == 409


def test_what_an_interface_brings_is_listed_where_asked_for_and_a_quiet_minute_is_no_file(
    shop_link: StoreLink, agency_operator: Person
) -> None:
    def listed(view: str) -> int:
        url = f"/imports?contract={shop_link.contract.code}&view={view}"
        return page_of(agency_operator, url).count('class="file"')

    def pull(*documents: Document) -> None:
        with acting(agency_operator):
            take_in(
                person=agency_operator, at=AT, link_id=shop_link.pk, documents=documents, map_document=map_document
            )  # fmt: skip

    assert [listed(view) for view in ("", "interface", "all", "quarantine")] == [0, 1, 1, 0]
    pull()
    pull(order(), refund(status="0"))
    assert [listed(view) for view in ("", "interface", "all", "quarantine")] == [0, 1, 1, 0]
    pull(order("3002", orderState="TELEPORTED"))
    assert [listed(view) for view in ("", "interface", "all", "quarantine")] == [1, 2, 2, 1]
    assert listed("quarantine&store=别的店") == 0


def test_a_store_of_which_rows_wait_is_not_said_to_do_well(
    shop_link: StoreLink, agency_operator: Person, brand_manager: Person
) -> None:
    assert "都正常" in page_of(agency_operator, "/settings/stores")
    with acting(agency_operator):
        take_in(
            person=agency_operator, at=AT, link_id=shop_link.pk, documents=[order("3002", orderState="TELEPORTED")],
            map_document=map_document,
        )  # fmt: skip
    asked = {"view": "quarantine", "contract": shop_link.contract.code, "store": shop_link.store}
    url = f"/imports?{urlencode(asked)}"
    for person in (agency_operator, brand_manager):
        page = page_of(person, "/settings/stores")
        assert "都正常" not in page and "1 行没进来，等着修" in page and "03-07 10:00</time> 起" in page
        assert escape(url) in page
    assert (
        "3002" not in page_of(brand_manager, url) and page_of(brand_manager, url).count('class="file"') == 1
    )
    today = page_of(agency_operator, "/")
    assert f"修正 {shop_link.store} 里隔离的 1 行" in today and quote(shop_link.store) in today


def test_every_platform_has_its_form(contract_in_force: Contract, agency_operator: Person) -> None:
    client = signed_in(agency_operator)
    for name, platform in PLATFORMS.items():
        form = client.get(f"/settings/stores/new?platform={name}").content.decode()
        for field in (*platform.wanted, *platform.optional):
            assert f'name="{field}"' in form
        assert ('value="authorise"' in form) == bool(platform.token)
        assert ('type="url"' in form) == platform.own_address
        assert f"{platform.folder}_api" in FORMATS


def test_a_shop_of_ones_own_shows_its_address_and_what_was_not_believed(
    contract_in_force: Contract, agency_operator: Person, brand_finance: Person
) -> None:
    form = page_of(agency_operator, "/settings/stores/new?platform=shop")
    assert 'name="secret"' in form and 'name="app_key"' not in form and 'value="authorise"' not in form
    asked = {
        "contract": contract_in_force.code,
        "platform": "shop",
        "store": "青岚商城",
        "base_url": "",
        "secret": SECRET,
    }
    assert signed_in(agency_operator).post("/settings/stores/connect", asked).status_code == 302
    with acting(agency_operator):
        path = f"/push/{PushAddress.objects.get().code}"
    body, headers = message({"type": "order", "id": "A1"}, at=timezone.now(), secret=OTHERS)
    assert post(path, body, headers).status_code == 401
    ours, theirs = (page_of(person, "/settings/stores") for person in (agency_operator, brand_finance))
    assert path in ours and path not in theirs
    for page in (ours, theirs):
        assert "当天 1 条消息没有收" in page and "签名不对" in page
    assert "Wrong signature" in page_of(brand_finance, "/settings/stores", "en")
    with acting(agency_operator):
        link = StoreLink.objects.get()
        PushedMessage.objects.create(
            contract=contract_in_force, org_id=agency_operator.org_id, link=link, key="m1", sealed="", documents=1,
            received_at=timezone.now(), state="refused", reason=say("店铺由乙方经营"),
        )  # fmt: skip
    retry = f"/settings/stores/{link.pk}/retry"
    ours, theirs = (page_of(person, "/settings/stores") for person in (agency_operator, brand_finance))
    assert retry in ours and "的消息收不进来" in ours and retry not in theirs
    assert signed_in(brand_finance).post(retry).status_code == 403
    assert signed_in(agency_operator).post(retry).status_code == 302
    assert retry not in page_of(agency_operator, "/settings/stores")
    wrong = {**asked, "store": "第二家", "secret": "not a key"}
    assert signed_in(agency_operator).post("/settings/stores/connect", wrong).status_code == 422


def test_the_list_of_orders_has_views_of_what_platforms_say(
    shop_link: StoreLink, agency_operator: Person, brand_manager: Person
) -> None:
    for person in (agency_operator, brand_manager):
        in_case, held = (page_of(person, f"/orders?view={view}") for view in ("in_case", "held"))
        assert "售后中" in in_case and ">3001</a>" in in_case and "“平台锁定”里有 0 单，全部有 1 单" in held
