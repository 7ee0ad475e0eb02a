"""The worker reads each version once, whoever it belongs to, and the picture then says which platforms it fails."""

from datetime import timedelta

import pytest
from tests.cast import acting

from paidang.studio import tasks
from paidang.studio.actions import add_picture, begin_page
from paidang.studio.actions import reading as acts
from paidang.studio.models import Asset, Reading
from paidang.studio.queries.pages import content_now, count_unread, superlatives_shown
from paidang.studio.queries.pictures import Wanted, list_assets
from paidang.studio.tests.drawn import bowl
from paidang.studio.tests.pictures import AT, gaiwan, handed_in, next_version

__all__ = ["gaiwan"]
pytestmark = pytest.mark.django_db
TOLD = [{"text": "国家级大师 买一送一", "score": 0.98, "box": [0, 0, 1000, 300]}]


def test_a_version_is_read_once_and_fails_the_platforms(gaiwan, agency, brand, monkeypatch):
    asset, contract, lin = handed_in(agency.manager, gaiwan), gaiwan.contract, agency.manager
    asked = []
    monkeypatch.setattr(tasks, "reader", lambda: "python")
    monkeypatch.setattr(
        acts, "read_texts", lambda pictures: asked.append(len(pictures)) or [TOLD] * len(pictures)
    )
    tasks.read_texts(0)
    tasks.read_texts(0)
    assert sum(asked) == 1
    with acting(brand.manager):
        assert Reading.objects.get(version__asset=asset).permille == 300
        assert list_assets(contract, Wanted(channel="jd"))[0] == [asset]
    with acting(lin):
        page = begin_page(person=lin, at=AT, code=contract.code, product_id=gaiwan.pk, channel="jd")
        add_picture(person=lin, at=AT, code=contract.code, page_id=page.pk, place="main", asset_id=asset.pk)
        found = superlatives_shown(contract, content_now(page))
        assert [(number, one.word) for number, one in found] == [(asset.number, "国家级")]
    next_version(lin, asset, bowl(glaze="#123456"))
    with acting(lin):
        assert Asset.objects.get(pk=asset.pk).failing == [], "nobody has read the new version"
        assert superlatives_shown(contract, content_now(page)) == []


def test_a_picture_at_which_the_reader_fails_holds_up_no_other(gaiwan, agency, monkeypatch):
    lin, contract = agency.manager, gaiwan.contract
    good, bad = handed_in(lin, gaiwan), handed_in(lin, gaiwan, bowl(700, 1700), "detail")
    drawn = []

    def fails_at_the_first(pictures):
        drawn.append(pictures)
        return [[], [TOLD], [None]][len(pictures)]

    monkeypatch.setattr(acts, "read_texts", fails_at_the_first)
    with acting(lin):
        assert [acts.read_pictures(contract, at=AT) for _again in range(3)] == [1, 1, 0]
        read = {one.version.asset_id: one.permille for one in Reading.objects.select_related("version")}
    assert read == {bad.pk: None, good.pk: 300}
    monkeypatch.setattr(acts, "read_texts", lambda pictures: [None for _picture in pictures])
    with acting(lin):
        later = [AT + timedelta(minutes=minutes) for minutes in (59, 60, 61, 25 * 60, 25 * 60 + 1, 99 * 60)]
        assert [acts.read_pictures(contract, at=at) for at in later] == [0, 1, 0, 1, 0, 0], (
            "an hour, a day, no more"
        )
        page = begin_page(person=lin, at=AT, code=contract.code, product_id=gaiwan.pk, channel="jd")
        for asset in (good, bad):
            add_picture(
                person=lin, at=AT, code=contract.code, page_id=page.pk, place="detail", asset_id=asset.pk
            )
        assert count_unread(contract, content_now(page)) == 1
        monkeypatch.setattr(acts, "read_texts", lambda pictures: [TOLD for _picture in pictures])
        Reading.objects.filter(permille=None).update(tries=1)
        assert acts.read_pictures(contract, at=AT + timedelta(days=9)) == 1
        assert count_unread(contract, content_now(page)) == 0
    tall, _proof = drawn[0]
    with acting(lin):
        assert tall != bytes(acts.get_file(contract, bad.versions.get().proof_sha256).content), "larger"
