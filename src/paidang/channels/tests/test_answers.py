"""Answers to buyers' requests over HTTP: money goes back once, for the amount that was decided, or not at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.channel import AGREE, REFUSE, TAKE_BACK, Answering, CaseAnswer
from paidang.channels.link.documents import RETURN_GOODS, Parcel
from paidang.channels.link.errors import Refused, Unreachable
from paidang.channels.mapping import Context
from paidang.channels.platforms import PLATFORMS, connect, well_known
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.faults import Fault
from paidang.channels.tests.shops import NOW, serving

pytestmark = pytest.mark.slow  # over HTTP
STALLS = {"taobao": "taobao", "jd": "jd", "wechat": "wechat"}


@pytest.fixture(scope="module")
def place():
    with serving() as (world, address):
        yield world, address


def store_of(platform: str, address: str) -> Any:
    caller = Caller(
        address,
        calls_per_s=10_000,
        patience=Patience(first_wait_s=0.001),
        now=lambda: NOW,
        sleep=lambda s: None,
    )
    return connect(platform, address, well_known(platform), caller=caller)


def ask(world: Any, platform: str, *, is_sent: bool = False, kind: str = "") -> tuple[Any, Any]:
    """An order of one line that was just paid, or sent, and its buyer's request for all of it."""
    stall = world.stalls[platform]
    shop = stall.platform.shop
    while len((order := stall.buyers.buy(NOW - timedelta(minutes=30))).lines) != 1:
        pass
    acts.pay(shop, order, NOW - timedelta(minutes=20))
    if is_sent:
        acts.ship(shop, order, NOW - timedelta(minutes=10), [Parcel("SF", "SF12345670")])
    return shop, acts.ask(shop, order, NOW, line_id=order.lines[0].line_id, kind=kind)


def asked_fen(store: Any, case: Any) -> int:
    """What the platform's document says is asked for."""
    documents = store.pull_cases(NOW - timedelta(hours=1), NOW + timedelta(minutes=1))
    document = next(one for one in documents if one.id == case.case_id)
    return int(store.map(document, Context("店", PLATFORMS["taobao"].channel)).head.amount_fen)


def answer(store: Any, case: Any, does: str, **changes: Any) -> str:
    given = {"amount_fen": asked_fen(store, case), "words": "不符合退款条件", **changes}
    return str(store.answer_case(CaseAnswer(case.case_id, case.order_id, does, **given)))


@pytest.mark.parametrize("platform", STALLS)
def test_money_before_shipping_goes_back_once(place, platform):
    world, address = place
    shop, case = ask(world, platform)
    store = store_of(platform, address)
    assert isinstance(store, Answering)
    amount = asked_fen(store, case)
    with pytest.raises(Refused):
        answer(store, case, AGREE, amount_fen=amount + 1)
    assert case.state == "asked", "another amount moves nothing"
    answer(store, case, AGREE)
    moved_at = case.refunded_at
    assert (case.state, moved_at) == ("refunded", NOW)
    answer(store, case, AGREE)  # told again, as after a kill
    assert case.refunded_at == moved_at
    with pytest.raises(Refused):
        answer(store, case, REFUSE)


@pytest.mark.parametrize("platform", STALLS)
def test_a_refusal_is_told_once_and_is_no_refund(place, platform):
    world, address = place
    _shop, case = ask(world, platform)
    store = store_of(platform, address)
    for _ in range(2):
        answer(store, case, REFUSE)
    assert (case.state, case.refunded_at) == ("refused", None)
    with pytest.raises(Refused):
        answer(store, case, AGREE)
    assert case.refunded_at is None


@pytest.mark.parametrize("platform", ["taobao", "wechat"])
def test_goods_come_back_before_the_money_goes(place, platform):
    world, address = place
    shop, case = ask(world, platform, is_sent=True, kind=RETURN_GOODS)
    store = store_of(platform, address)
    with pytest.raises(Refused):
        answer(store, case, AGREE)
    for _ in range(2):
        answer(store, case, TAKE_BACK)
    assert case.state == "returning"
    acts.send_back(shop, case, NOW, Parcel("SF", "SF12345678"))
    answer(store, case, AGREE)
    assert case.state == "refunded"


def test_jd_has_no_call_for_services_after_shipping(place):
    world, address = place
    _shop, case = ask(world, "jd", is_sent=True, kind=RETURN_GOODS)
    store = store_of("jd", address)
    for does in (AGREE, TAKE_BACK, REFUSE):
        with pytest.raises(Refused):
            answer(store, case, does, amount_fen=case.amount_fen)
    assert case.state == "asked"


@pytest.mark.parametrize("platform", STALLS)
def test_an_answer_that_was_lost_on_the_way_is_not_given_twice(place, platform, monkeypatch):
    """The platform did it and its reply broke off on the way: the next try finds it done."""
    world, address = place
    _shop, case = ask(world, platform)
    store = store_of(platform, address)
    amount = asked_fen(store, case)
    done: list[str] = []
    for name in ("refund", "agree", "refuse"):
        monkeypatch.setattr(acts, name, _counted(getattr(acts, name), done if name != "agree" else []))
    path = {"taobao": "agree", "jd": "replyRefund", "wechat": "acceptapply"}[platform]
    fault = Fault("half_page", calls=1)
    fault.on = path
    world.add_fault(platform, fault)
    with pytest.raises(Unreachable):
        answer(store, case, AGREE, amount_fen=amount)
    assert case.state == "refunded", "it was done before the line broke"
    answer(store, case, AGREE, amount_fen=amount)
    assert (case.state, len(done)) == ("refunded", 1)


def _counted(act: Callable[..., Any], done: list[str]) -> Callable[..., Any]:
    def counted(*given: Any) -> Any:
        done.append(act.__name__)
        return act(*given)

    return counted
