"""What was not read as a term is listed, and nothing else is."""

from tests.reading import READING, TEXT

from paidang.contracts.rules.reading.unread import unread_sentences

SMALL = """合作协议
甲方：青岚茶器有限公司
乙方：拾舟电商有限公司
第一条 双方友好合作，共创佳绩。
第二条 乙方应每周清点库存一次。乙方负责客服。
第三条 乙方在合作期间不得以任何理由向第三人
借用甲方的车辆。
甲方（盖章）：     乙方（盖章）：
"""


def test_duties_and_numbers_outside_the_terms_are_listed_with_place_and_clause():
    read = SMALL.index("乙方负责客服")
    found = unread_sentences(SMALL, 0, len(SMALL), [(read, read + 6)])
    assert [(place.clause, place.quote.replace("\n", "")) for place in found] == [
        ("第二条", "第二条 乙方应每周清点库存一次。"),
        ("第三条", "第三条 乙方在合作期间不得以任何理由向第三人借用甲方的车辆。"),
    ]
    assert all(SMALL[place.start : place.end] == place.quote for place in found)


def test_nothing_read_is_listed_again():
    document = READING["documents"][0]
    places = [(term["start"], term["end"]) for term in document["terms"]]
    for place in unread_sentences(TEXT, document["start"], document["end"], places):
        assert not any(start < place.end and place.start < end for start, end in places)
