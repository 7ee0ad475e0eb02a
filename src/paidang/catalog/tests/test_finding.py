"""SKUs found by a part of what they are called: at once after a new list of goods, and by nobody else."""

from tests.cast import acting
from tests.goods import AT, JD

from paidang.catalog.actions import ListingRow, put_listings
from paidang.catalog.queries import finding


def test_skus_are_found_by_code_title_and_listing(priced, brand, agency, outsider, monkeypatch):
    def find(text: str, party=agency, most: int = 50) -> list[str]:
        with acting(party.manager):
            return finding.find_skus([priced.pk], text, most=most)

    assert find("cup") == ["CUP"] and find("没有这个") == [] and find(" ") == []
    assert find("p") == ["CUP", "POT"] and find("p", most=1) == ["CUP"]
    again = [
        ListingRow("1001", "11", "夜航盖碗", None, "CUP", product="盖碗 110ml"),
        ListingRow("1002", "12", "壶", None, "POT"),
    ]
    with acting(agency.manager):
        put_listings(person=agency.manager, at=AT, code=priced.code, shop=JD, rows=again)
    assert find("夜航") == ["CUP"] and find("110ML", brand) == ["CUP"], "the new list is known at once"
    assert find("夜航", outsider) == [], "what is kept is for those alone who may see the contract"

    monkeypatch.setattr(finding, "_read", lambda *_: 1 / 0)
    assert find("夜航") == ["CUP"], "kept until the next list of goods"
