"""A picture from the shot list to the brand's written word, and from there to what the platforms take."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import acting

from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.studio import actions
from paidang.studio.actions import UnableToProof, renditions
from paidang.studio.actions.renditions import draw_renditions
from paidang.studio.models import Asset, File, Rendition, Version
from paidang.studio.queries.pictures import Wanted, count_states, get_file, list_assets
from paidang.studio.rules.sizes import check
from paidang.studio.tests.drawn import bowl
from paidang.studio.tests.pictures import AT, answer, gaiwan, handed_in, next_version, send, signed_off

__all__ = ["gaiwan"]
pytestmark = pytest.mark.django_db
GREY, GREEN = bowl(glaze="#999999"), bowl(glaze="#7fb099")


def state_of(person, asset):
    with acting(person):
        asset = Asset.objects.get(pk=asset.pk)
    return asset.state, asset.latest, asset.approved


def open_duties(person, kind):
    with acting(person):
        return [duty.facts for duty in Duty.objects.filter(kind=kind, closed_at=None)]


def test_two_versions_a_remark_a_return_and_the_brands_word(gaiwan, agency, brand, outsider):
    operator, shen = agency.people["agency_operator"], brand.manager
    code = gaiwan.contract.code
    with acting(operator):
        planned = actions.plan_shots(person=operator, at=AT, code=code, product_id=gaiwan.pk, category="ware")
        assert [one.kind for one in planned] == ["main", "white", "detail", "scene", "size", "package"]
        assert (
            actions.plan_shots(person=operator, at=AT, code=code, product_id=gaiwan.pk, category="ware") == []
        )
    asset = handed_in(operator, gaiwan, GREY)
    assert asset.number == planned[0].number, "it fills the first of its kind that is needed"
    assert handed_in(operator, gaiwan, GREY).pk == asset.pk
    assert state_of(operator, asset) == ("uploaded", 1, 0)
    with pytest.raises(UnableToProof, match="未送审"):
        answer(shen, asset)
    assert send(operator, asset) == 1 and send(operator, asset) == 0
    assert open_duties(shen, "approve_pictures") == [{"count": 1}]

    with acting(shen):
        pin = actions.add_pin(
            person=shen, at=AT, code=code, number=asset.number, version=1, text="釉色偏灰", x=720, y=400
        )
    with acting(operator):
        actions.reply_to_pin(
            person=operator, at=AT, code=code, number=asset.number, pin=pin.number, text="已校色"
        )
    with pytest.raises(UnableToProof, match="没有写要改什么"):
        answer(shen, asset, reason="  ")
    answer(shen, asset, reason="照样品调青")
    assert state_of(shen, asset) == ("returned", 1, 0)
    assert open_duties(shen, "approve_pictures") == []

    next_version(operator, asset, GREEN)
    with pytest.raises(UnableToProof, match="和第 1 版是同一张图"):
        next_version(operator, asset, GREY)
    send(operator, asset)
    with pytest.raises(UnableToProof, match="已经换成第 2 版"):
        answer(shen, asset, version=1)
    with pytest.raises(UnableToProof, match="已经换成第 2 版"):
        answer(shen, asset, sha256="0" * 64)
    version = answer(shen, asset)
    assert state_of(shen, asset) == ("approved", 2, 2)
    with pytest.raises(UnableToProof, match="已书面确认"):
        answer(shen, asset)
    with acting(shen):
        actions.resolve_pin(person=shen, at=AT, code=code, number=asset.number, pin=pin.number)
        actions.resolve_pin(person=shen, at=AT, code=code, number=asset.number, pin=pin.number)
        entries = list(Entry.objects.filter(act__startswith="studio.").order_by("seq"))
        acts = [entry.act.removeprefix("studio.") for entry in entries]
        signed = next(entry for entry in entries if entry.act == "studio.approved")
    assert signed.facts == {"version": 2, "sha256": version.sha256}
    assert signed.subject == f"{code} T-0001"
    assert acts == [
        "planned", "handed_in", "sent", "pinned", "replied", "returned", "handed_in", "sent", "approved", "resolved",
    ]  # fmt: skip

    next_version(operator, asset, bowl(glaze="#5f9080"))
    assert state_of(shen, asset) == ("uploaded", 3, 0), "a changed picture needs a new word"
    with acting(outsider.manager):
        assert not Asset.objects.exists() and not File.objects.exists()
        with pytest.raises(NotFound):
            actions.send_to_proof(person=outsider.manager, at=AT, code=code, numbers=[1])


def test_each_side_does_its_own_part_and_nothing_is_half_done(gaiwan, agency, brand):
    asset = handed_in(agency.manager, gaiwan)
    send(agency.manager, asset)
    for person in (
        agency.manager,
        agency.people["agency_operator"],
        brand.finance,
        brand.people["brand_warehouse"],
    ):
        with pytest.raises(NotAllowed):
            answer(person, asset)
    for person in (brand.manager, agency.finance, agency.people["agency_service"]):
        with pytest.raises(NotAllowed):
            next_version(person, asset, GREEN)
    with acting(agency.manager), pytest.raises(UnableToProof, match="图片是坏的") as no:
        actions.add_version(
            person=agency.manager,
            at=AT,
            code=asset.contract.code,
            number=1,
            name="../碗.jpg",
            content=GREEN[:5000],
        )
    assert "碗.jpg：图片是坏的，打不开" in str(no.value)
    with acting(agency.manager), pytest.raises(UnableToProof, match="批注的位置"):
        actions.add_pin(
            person=agency.manager,
            at=AT,
            code=asset.contract.code,
            number=1,
            version=1,
            text="看",
            x=1001,
            y=1,
        )
    assert state_of(brand.manager, asset) == ("proof", 1, 0)
    with acting(agency.manager):
        assert Version.objects.count() == 1
        assert File.objects.count() == 3, "the original, what a list shows, what is proofed"


def test_the_word_is_about_bytes_that_the_database_lets_nobody_change(gaiwan, agency, brand):
    signed_off(agency, brand, gaiwan)
    for sql in (
        "update studio_version set sha256 = 'x'",
        "update studio_file set content = ''",
        "delete from studio_version",
        "delete from studio_file",
    ):
        with (
            acting(agency.manager),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            connection.cursor().execute(sql)


def test_a_picture_that_cannot_be_drawn_keeps_no_other_waiting(gaiwan, agency, brand, monkeypatch):
    broken = signed_off(agency, brand, gaiwan, bowl(1600, 1600))
    good = signed_off(agency, brand, gaiwan, bowl(1500, 1500), kind="white")

    def draw(picture, *rest):
        if picture.width == 1600:
            raise ValueError("broken")
        return check(picture, *rest)

    monkeypatch.setattr(renditions, "check", draw)
    with acting(agency.manager):
        assert draw_renditions(gaiwan.contract, at=AT, most=1) == 1
        drawn = {one.asset_id for one in Version.objects.exclude(drawn_at=None)}
        assert drawn == {good.pk} != {broken.pk}


def test_an_approved_picture_is_drawn_once_for_each_platform(gaiwan, agency, brand):
    contract = gaiwan.contract
    square = signed_off(agency, brand, gaiwan, bowl(1600, 1600))
    small = signed_off(agency, brand, gaiwan, bowl(300, 300), kind="white")
    handed_in(agency.manager, gaiwan, bowl(900, 900), kind="detail")
    with acting(agency.manager):
        assert draw_renditions(contract, at=AT) == 2
        assert draw_renditions(contract, at=AT) == 0
        made = {one.rule: (one.width, one.height) for one in Rendition.objects.filter(version__asset=square)}
        assert not Rendition.objects.filter(version__asset=small).exists(), "nothing is made larger"
        assert made == {
            "jd-main": (800, 800), "tmall-main": (800, 800), "douyin-main": (600, 600), "pinduoduo-main": (750, 750),
        }  # fmt: skip
        one = Rendition.objects.get(rule="jd-main")
        assert len(get_file(contract, one.sha256).content) == one.size_bytes
        jd, tmall = (
            File.objects.filter(sha256=Rendition.objects.get(rule=r).sha256)
            for r in ("jd-main", "tmall-main")
        )
        assert jd.get() == tmall.get(), "the same bytes are kept once"


def test_the_list_goes_on_by_number_and_counts_under_its_filters(gaiwan, agency, brand):
    contract = gaiwan.contract
    for n, kind in enumerate(("main", "detail", "scene", "size", "package")):
        handed_in(
            agency.manager, gaiwan, bowl(300 + 500 * min(n, 1) + n, 300 + 500 * min(n, 1) + n), kind=kind
        )
    with acting(brand.manager):
        first, more = list_assets(contract, Wanted(), most=2)
        rest, end = list_assets(contract, Wanted(), after=first[-1].number, most=3)
        assert ([one.number for one in first + rest], more, end) == ([1, 2, 3, 4, 5], True, False)
        assert [one.number for one in list_assets(contract, Wanted(channel="jd"))[0]] == [1]
        assert [one.number for one in list_assets(contract, Wanted(text="t-0003"))[0]] == [3]
        assert len(list_assets(contract, Wanted(text="盖碗"))[0]) == 5
        assert list_assets(contract, Wanted(state="proof")) == ([], False)
        assert count_states(contract, Wanted(text="盖碗"))["uploaded"] == 5
