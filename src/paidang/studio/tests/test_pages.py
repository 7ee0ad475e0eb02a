"""A page goes out with the brand's word on each picture and on all of it, and with no other brand's picture."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import acting, agree_on, register

from paidang.catalog.models import Product
from paidang.duties.models import Duty
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.studio import actions
from paidang.studio.actions import UnableToProof
from paidang.studio.actions.rights import record_right, set_right_duties
from paidang.studio.models import Edition, PageBlock
from paidang.studio.queries.pages import list_blocks
from paidang.studio.tests.drawn import bowl
from paidang.studio.tests.pictures import AT, answer, gaiwan, handed_in, next_version, send, signed_off
from paidang.team.rules.roles import BRAND

__all__ = ["gaiwan"]
pytestmark = pytest.mark.django_db


def act(do, person, page, **more):
    with acting(person):
        return do(person=person, at=AT, code=page.contract.code, page_id=page.pk, **more)


def begin(person, product, channel="jd"):
    with acting(person):
        return actions.begin_page(
            person=person, at=AT, code=product.contract.code, product_id=product.pk, channel=channel
        )


def words(blocks):
    return [block.text or block.asset.number for block in blocks]


def test_a_page_is_refused_until_each_picture_and_the_whole_of_it_are_signed_off(
    gaiwan, agency, brand, outsider
):
    lin, shen = agency.manager, brand.manager
    signed = signed_off(agency, brand, gaiwan)
    open_one = handed_in(lin, gaiwan, bowl(glaze="#445566"), kind="detail")
    page = begin(lin, gaiwan)
    assert begin(lin, gaiwan).pk == page.pk
    with pytest.raises(UnableToProof, match="还没有主图"):
        act(actions.submit_page, lin, page)
    act(actions.add_picture, lin, page, place="main", asset_id=signed.pk)
    act(actions.add_text, lin, page, text="手工拉坯")
    act(actions.add_picture, lin, page, place="detail", asset_id=open_one.pk)
    with pytest.raises(UnableToProof, match="还没有送甲方确认"):
        act(actions.publish_page, lin, page)
    edition = act(actions.submit_page, lin, page)
    assert act(actions.submit_page, lin, page).pk == edition.pk
    with acting(shen):
        assert Duty.objects.get(kind="approve_page", closed_at=None).facts == {
            "product": "青瓷盖碗 150ml",
            "edition": 1,
        }
    with pytest.raises(UnableToProof) as no:
        act(actions.publish_page, lin, page)
    assert "T-0002 第 1 版没有甲方的书面确认、整页第 1 稿没有甲方的书面确认" in str(no.value)

    for person in (lin, brand.finance):
        with pytest.raises(NotAllowed):
            act(actions.approve_page, person, page, sha256=edition.sha256)
    with pytest.raises(UnableToProof, match="第 1 稿"):
        act(actions.approve_page, shen, page, sha256="0" * 64)
    act(actions.approve_page, shen, page, sha256=edition.sha256)
    with pytest.raises(UnableToProof, match="不能发布：T-0002 第 1 版没有甲方的书面确认"):
        act(actions.publish_page, lin, page)
    send(lin, open_one)
    answer(shen, open_one)
    with pytest.raises(NotAllowed):
        act(actions.publish_page, shen, page)
    published = act(actions.publish_page, lin, page)
    assert published.published_by_id == lin.pk and act(actions.publish_page, lin, page).pk == published.pk
    with acting(shen):
        assert not Duty.objects.filter(kind="approve_page", closed_at=None).exists()

    next_version(lin, signed, bowl(glaze="#224433"))
    again = act(actions.submit_page, lin, page)
    assert (again.number, again.content["main"][0]["version"]) == (2, 2)
    act(actions.return_page, shen, page, sha256=again.sha256, reason="先确认主图")
    with pytest.raises(UnableToProof, match="T-0001 第 2 版没有甲方的书面确认、整页第 2 稿"):
        act(actions.publish_page, lin, page)
    with acting(outsider.manager):
        assert not PageBlock.objects.exists() and not Edition.objects.exists()
        with pytest.raises(NotFound):
            actions.publish_page(person=outsider.manager, at=AT, code=page.contract.code, page_id=page.pk)


def test_blocks_are_ordered_moved_changed_and_taken_out(gaiwan, agency, brand):
    lin = agency.manager
    page = begin(lin, gaiwan, "tmall")
    for text in ("一", "二", "三"):
        act(actions.add_text, lin, page, text=text)
    with acting(lin):
        one, two, three = list_blocks(page)
    act(actions.move_block, lin, page, block_id=three.pk, by=-1)
    act(actions.move_block, lin, page, block_id=one.pk, by=-1)  # is first already
    with acting(lin):
        assert words(list_blocks(page)) == ["一", "三", "二"]
    act(actions.order_blocks, lin, page, place="detail", block_ids=[two.pk, one.pk, three.pk])
    act(actions.change_text, lin, page, block_id=one.pk, text="一之二")
    with pytest.raises(UnableToProof, match="页面刚被改过"):
        act(actions.order_blocks, lin, page, place="detail", block_ids=[two.pk, one.pk])
    act(actions.remove_block, lin, page, block_id=two.pk)
    with acting(brand.manager):
        left = list_blocks(page)
    assert (words(left), [block.position for block in left]) == (["一之二", "三"], [1, 2])
    picture = handed_in(lin, gaiwan)
    act(actions.add_picture, lin, page, place="main", asset_id=picture.pk)
    with pytest.raises(UnableToProof, match="已经在主图里"):
        act(actions.add_picture, lin, page, place="main", asset_id=picture.pk)
    with pytest.raises(NotAllowed):
        act(actions.add_text, brand.manager, page, text="甲方不做页面")


def test_another_brands_picture_is_refused_by_the_act_and_by_the_database(gaiwan, agency, brand):
    """The agency serves both brands and sees both; a page of one takes nothing of the other (OP-5-A, TC-6-1)."""
    other = register(name="北陌户外", kind=BRAND, code="beimo")
    contract = agree_on(brand=other, agency=agency)
    with acting(agency.manager):
        tent = Product.objects.create(contract=contract, title="帐篷")
    theirs = handed_in(agency.manager, tent)
    page = begin(agency.manager, gaiwan)
    with pytest.raises(UnableToProof, match="另一个品牌的图") as no:
        act(actions.add_picture, agency.manager, page, place="main", asset_id=theirs.pk)
    assert no.value.clause == "OP-5-A"
    insert = (
        "insert into studio_pageblock (contract_id, page_id, place, position, asset_id, text)"
        " values (%s, %s, 'main', 1, %s, '')"
    )
    for contract_id in (page.contract_id, contract.pk):
        with acting(agency.manager), pytest.raises(IntegrityError, match="contract"), transaction.atomic():
            connection.cursor().execute(insert, [contract_id, page.pk, theirs.pk])
    with acting(brand.manager), pytest.raises(NotFound):
        actions.add_pin(
            person=brand.manager,
            at=AT,
            code=contract.code,
            number=theirs.number,
            version=1,
            text="看",
            x=None,
            y=None,
        )


def test_a_release_that_ends_is_reminded_of_and_keeps_a_page_in(gaiwan, agency, brand):
    lin = agency.manager
    asset = signed_off(agency, brand, gaiwan)
    who = {
        "person": lin,
        "at": AT,
        "code": asset.contract.code,
        "number": asset.number,
        "kind": "model",
        "holder": "何苗",
    }
    with acting(lin):
        record_right(**who, until=date(2026, 6, 1))
        assert not Duty.objects.filter(kind="renew_right", closed_at=None).exists()
        record_right(**who, until=date(2026, 3, 11))
        set_right_duties(asset.contract, at=AT)
        duty = Duty.objects.get(kind="renew_right", closed_at=None)
        assert (duty.side, duty.facts) == ("b", {"picture": "T-0001", "day": "2026-03-11"})
    page = begin(lin, gaiwan)
    act(actions.add_picture, lin, page, place="main", asset_id=asset.pk)
    edition = act(actions.submit_page, lin, page)
    act(actions.approve_page, brand.manager, page, sha256=edition.sha256)
    with pytest.raises(UnableToProof, match="T-0001 的授权已到期"):
        act(actions.publish_page, lin, page)
    with acting(lin):
        record_right(**who, until=None)
        assert not Duty.objects.filter(kind="renew_right", closed_at=None).exists()
    assert act(actions.publish_page, lin, page).published_at


def test_copy_is_the_brands_duty_until_it_is_supplied_once(gaiwan, agency, brand):
    lin, shen, code = agency.manager, brand.manager, gaiwan.contract.code
    with acting(lin):
        ask = {"person": lin, "at": AT, "code": code, "product_id": gaiwan.pk, "what": "卖点三条"}
        with pytest.raises(UnableToProof, match="不能早于今天"):
            actions.ask_copy(**ask, due_on=date(2026, 3, 11))
        asked = actions.ask_copy(**ask, due_on=date(2026, 3, 20))
        duty = Duty.objects.get(kind="supply_copy", closed_at=None)
        assert (duty.side, duty.clause, duty.due_at.date()) == ("a", "OP-4-B-2", date(2026, 3, 20))
        with pytest.raises(NotAllowed):
            actions.supply_copy(person=lin, at=AT, code=code, number=asked.number, text="乙方代写")
    with acting(shen):
        actions.supply_copy(person=shen, at=AT, code=code, number=asked.number, text="手工拉坯\r\n一碗一色")
        assert not Duty.objects.filter(kind="supply_copy", closed_at=None).exists()
        with pytest.raises(UnableToProof, match="已经交过"):
            actions.supply_copy(person=shen, at=AT, code=code, number=asked.number, text="再来")
