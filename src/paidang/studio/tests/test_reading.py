"""The worker reads each version once, whoever it belongs to, and the picture then says which platforms it fails."""

import pytest
from tests.cast import acting

from paidang.studio import tasks
from paidang.studio.actions import add_picture, begin_page
from paidang.studio.actions import reading as acts
from paidang.studio.models import Asset, Reading
from paidang.studio.queries.pages import content_now, superlatives_shown
from paidang.studio.queries.pictures import Wanted, list_assets
from paidang.studio.tests.drawn import bowl
from paidang.studio.tests.pictures import AT, gaiwan, handed_in, next_version

__all__ = ["gaiwan"]
pytestmark = pytest.mark.django_db
TOLD = [{"text": "国家级大师 买一送一", "score": 0.98, "box": [0, 0, 1000, 300]}]


def test_a_version_is_read_once_and_fails_the_platforms(gaiwan, agency, brand, monkeypatch):
    asset, contract, lin = handed_in(agency.manager, gaiwan), gaiwan.contract, agency.manager
    asked = []
    monkeypatch.setattr(acts, "reader", lambda: "python")
    monkeypatch.setattr(
        acts, "read_texts", lambda pictures: asked.append(len(pictures)) or [TOLD] * len(pictures)
    )
    tasks.read_pictures(0)
    tasks.read_pictures(0)
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


def test_a_picture_that_cannot_be_read_is_not_asked_about_again(gaiwan, agency, brand, monkeypatch):
    asset = handed_in(agency.manager, gaiwan)
    with acting(agency.manager):
        version = asset.versions.get()
        assert acts.keep_readings(gaiwan.contract, {version.pk: None}, at=AT) == 1
        monkeypatch.setattr(acts, "reader", lambda: "python")
        assert acts.list_to_read(gaiwan.contract) == {}
        assert Reading.objects.get().permille is None
    monkeypatch.setattr(acts, "reader", lambda: None)
