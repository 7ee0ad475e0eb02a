"""A large file in parts: it goes on where it broke off, and is a picture only when every byte is right."""

import pytest
from tests.cast import acting

from paidang.kit.outcome import NotFound
from paidang.studio.actions import UnableToProof
from paidang.studio.actions.uploads import KEPT, begin_upload, drop_old_uploads, drop_upload, take_part
from paidang.studio.models import Asset, File, Upload, UploadPart
from paidang.studio.queries.pictures import list_uploads
from paidang.studio.rules.picture import digest_of
from paidang.studio.tests.drawn import bowl
from paidang.studio.tests.pictures import AT, gaiwan, handed_in

__all__ = ["gaiwan"]
pytestmark = pytest.mark.django_db
CONTENT = bowl(glaze="#405060")
HALF = len(CONTENT) // 2


def test_it_goes_on_where_it_broke_off_and_is_a_picture_at_the_end(gaiwan, agency, brand):
    lin, code = agency.manager, gaiwan.contract.code
    told = {"name": "碗.jpg", "sha256": digest_of(CONTENT), "size_bytes": len(CONTENT)}
    with acting(lin):
        begun = begin_upload(person=lin, at=AT, code=code, product_id=gaiwan.pk, kind="main", **told)

    def part(offset, content, person=lin):
        with acting(person):
            return take_part(
                person=person, at=AT, code=code, upload_id=begun.pk, offset=offset, content=content
            )

    assert part(0, CONTENT[:HALF]).bytes == HALF
    assert part(0, CONTENT[:HALF]).bytes == HALF, "the answer was lost and it came again"
    with pytest.raises(UnableToProof, match=f"请从第 {HALF} 字节接着传"):
        part(HALF + 1, CONTENT[HALF + 1 :])
    with pytest.raises(UnableToProof):
        part(HALF, CONTENT[HALF:] + b"more than was told")
    with pytest.raises(NotFound):
        part(HALF, CONTENT[HALF:], agency.people["agency_operator"])
    with acting(lin):
        again = begin_upload(person=lin, at=AT, code=code, product_id=gaiwan.pk, kind="detail", **told)
        assert (again.pk, again.received_bytes) == (begun.pk, HALF)
        assert [one.pk for one in list_uploads(gaiwan.contract, lin)] == [begun.pk]
        assert not list_uploads(gaiwan.contract, agency.people["agency_operator"])
    done = part(HALF, CONTENT[HALF:])
    assert done.asset and (done.asset.kind, done.asset.state) == ("detail", "uploaded")
    with acting(lin):
        assert not Upload.objects.exists() and not UploadPart.objects.exists()
        assert bytes(File.objects.get(sha256=told["sha256"]).content) == CONTENT


@pytest.mark.parametrize(
    ("content", "sha256", "why"),
    [(CONTENT, "0" * 64, "传坏了"), (CONTENT[:HALF], digest_of(CONTENT[:HALF]), "图片是坏的")],
    ids=["another digest", "no picture"],
)
def test_what_is_wrong_at_the_end_leaves_nothing(gaiwan, agency, content, sha256, why):
    lin, code = agency.manager, gaiwan.contract.code
    with acting(lin):
        begun = begin_upload(
            person=lin, at=AT, code=code, product_id=gaiwan.pk, kind="main", name="碗.jpg", sha256=sha256,
            size_bytes=len(content),
        )  # fmt: skip
        done = take_part(person=lin, at=AT, code=code, upload_id=begun.pk, offset=0, content=content)
        assert why in str(done.fault) and done.asset is None
        assert not Upload.objects.exists() and not File.objects.exists() and not Asset.objects.exists()


def test_a_version_may_come_in_parts_and_what_nobody_goes_on_with_is_forgotten(gaiwan, agency, brand):
    lin, code = agency.manager, gaiwan.contract.code
    asset = handed_in(lin, gaiwan)
    told = {"name": "碗.jpg", "sha256": digest_of(CONTENT), "size_bytes": len(CONTENT)}
    with acting(lin):
        begun = begin_upload(person=lin, at=AT, code=code, number=asset.number, note="校色", **told)
        take_part(person=lin, at=AT, code=code, upload_id=begun.pk, offset=0, content=CONTENT[:HALF])
        drop_old_uploads(gaiwan.contract, at=AT + KEPT)
        take_part(person=lin, at=AT, code=code, upload_id=begun.pk, offset=HALF, content=CONTENT[HALF:])
        asset.refresh_from_db()
        assert (asset.latest, asset.versions.get(number=2).note) == (2, "校色")
        other = {"product_id": gaiwan.pk, "kind": "main", **told, "sha256": "a" * 64}
        again = begin_upload(person=lin, at=AT, code=code, **other)
        operator = agency.people["agency_operator"]
        drop_upload(person=operator, at=AT, code=code, upload_id=again.pk)  # another's stays
        assert Upload.objects.exists()
        drop_upload(person=lin, at=AT, code=code, upload_id=again.pk)
        assert not Upload.objects.exists()
        begin_upload(person=lin, at=AT, code=code, **other)
        drop_old_uploads(gaiwan.contract, at=AT + KEPT * 2)
        assert not Upload.objects.exists()
        for wrong in ({"sha256": "x"}, {"size_bytes": 0}, {"size_bytes": 2**30}, {"name": "主图.PSD"}):
            with pytest.raises(UnableToProof):
                begin_upload(person=lin, at=AT, code=code, product_id=gaiwan.pk, kind="main", **told | wrong)
