"""A second agency of a brand that is bound to the first: refused, and told nothing of why."""

import hashlib

import pytest
from django.db import connection
from tests.cast import BEFORE as AT
from tests.cast import SCAN, accept_both, acting, agree_on, decide_all, sign_on_paper
from tests.reading import PLAIN, Read

from paidang.contracts.actions import UnableToSign, record_paper_signature, share_contract, upload_contract
from paidang.contracts.models import IN_FORCE, Contract
from paidang.evidence.models import Entry
from paidang.team.actions import set_legal_name
from paidang.team.rules.roles import BRAND


def stating(read: Read, quote: str, **terms: object) -> Read:
    """The text with one sentence more, read as stating these terms."""
    text = read.text + quote + "\n"
    document = {**read.reading["documents"][0]}  # type: ignore[index]
    place = {
        "status": "stated",
        "clause": "第一章 C",
        "start": len(read.text),
        "end": len(read.text) + len(quote),
        "quote": quote,
    }
    document["terms"] = document["terms"] + [
        place | {"term": term.replace("__", "."), "value": value} for term, value in terms.items()
    ]
    reading = {**read.reading, "documents": [document]}
    return Read(text, hashlib.sha256(text.encode()).hexdigest(), reading)


EXCLUSIVE = stating(PLAIN, "甲方不得再授权除乙方外的任何第三方。", exclusivity=True)


def second(brand, other) -> Contract:
    """The same brand with the other agency, accepted by both: only the signatures are missing."""
    with acting(other.manager):
        contract = upload_contract(
            person=other.manager, at=AT, file_name="c.txt", sha256=PLAIN.sha256, text=PLAIN.text, reading=PLAIN.reading,
            document=0, party_a=BRAND,
        )  # fmt: skip
        share_contract(
            person=other.manager,
            at=AT,
            code=contract.code,
            counterparty_code=brand.org.code,
            despite_name=True,
        )
    decide_all(contract, brand=brand, agency=other, at=AT)
    accept_both(contract, brand=brand, agency=other, at=AT)
    return contract


def everything_seen(person) -> str:
    """All that this person's organisation can read anywhere in the database, by raw SQL."""
    with acting(person), connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.table_privileges"
            " where grantee = 'paidang_web' and privilege_type = 'SELECT' and table_schema = 'public'"
        )
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"select t::text from {table} t")
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_a_second_agency_is_refused_and_learns_nothing(brand, agency, outsider):
    first = agree_on(brand=brand, agency=agency, read=EXCLUSIVE)
    contract = second(brand, outsider)
    with pytest.raises(UnableToSign, match="甲方要先理清自己的授权") as refused:
        sign_on_paper(contract, brand=brand, agency=outsider, at=AT)
    for secret in (first.code, agency.org.name):
        assert secret not in str(refused.value) + str(refused.value.remedy)
    seen = everything_seen(outsider.manager)
    assert contract.code in seen and outsider.org.code in seen
    assert first.code not in seen and agency.org.code not in seen, "the text of the tests alone names it"
    with acting(brand.manager):
        with pytest.raises(UnableToSign, match=f"{first.code}.*{agency.org.name}") as told:
            record_paper_signature(
                person=brand.manager, at=AT, code=contract.code, signed_on=AT.date(), scan=SCAN
            )
        assert told.value.code == "EXCLUSIVE"
        assert Contract.objects.get(pk=contract.pk).state != IN_FORCE
        assert not Entry.objects.filter(chain_id=contract.chain_id, act="contract.paper_recorded").exists()
    with acting(outsider.manager):  # and the check has left the agency in its own view
        assert list(Contract.objects.values_list("code", flat=True)) == [contract.code]


def test_without_exclusivity_a_brand_may_have_two_agencies(brand, agency, outsider):
    agree_on(brand=brand, agency=agency)
    contract = second(brand, outsider)
    with acting(outsider.manager):
        set_legal_name(person=outsider.manager, at=AT, legal_name="拾舟电商")
    assert sign_on_paper(contract, brand=brand, agency=outsider, at=AT).state == IN_FORCE
