"""Two months under one contract, 7:3 and then 6.5:3.5: each is settled, confirmed, recomputed and verified by the terms of its own."""

from datetime import timedelta

import pytest

from paidang.contracts.actions import (
    UnableToAmend,
    UnableToAnswerAmendment,
    UnableToSign,
    withdraw_amendment,
)
from paidang.contracts.models import WITHDRAWN, TermsInForce
from paidang.contracts.queries import get_contract, get_terms
from paidang.orders.models import OrderLine
from paidang.settlement.actions import UnableToSend, recompute
from paidang.settlement.bundle import verify_folder
from paidang.settlement.queries import unpack_bundle
from paidang.settlement.tests.month import (
    APRIL_CLOSED,
    MARCH_CLOSED,
    add_line,
    add_refund,
    close,
    confirm,
    fill_march,
    send,
)
from tests.amending import SHARE, accept, agree, propose, record_on_paper, supplement
from tests.cast import acting, shanghai
from tests.signing import authorise, sign

pytestmark = pytest.mark.django_db


def folder_of(statement, tmp_path):
    folder = tmp_path / statement.month
    unpack_bundle(statement, folder)
    return folder


def test_the_share_changes_with_the_month_to_the_fen(contract_in_force, brand, agency, tmp_path):
    fill_march(contract_in_force, brand, agency)
    made = propose(agency.manager, contract_in_force)
    agree(brand.manager, made)

    march = close(contract_in_force, agency)
    # three cups at 113.00: revenue 339.00, cost 120.00, VAT 39.00, carriage 8.00; of 172.00 three tenths
    assert march.figures["totals"]["profit"] == 172_00
    assert march.figures["components"][0]["amount"] == 51_60
    assert march.terms["components"][0] == {
        "kind": "profit_share", "a": "0.7", "b": "0.3", "loss": "carry_forward", "clause": "第三章 D",
    }  # fmt: skip
    send(contract_in_force, agency)
    confirm(contract_in_force, brand)

    with acting(agency.manager):
        OrderLine.objects.filter(line_id="L3").update(completed_at=shanghai("2026-04-03 10:00"))
        add_line(contract_in_force, "L7", done="2026-04-20 10:00", paid="2026-04-10 10:00", quantity=3)
        add_refund(contract_in_force, "R1", "L1", at="2026-04-05 10:00", amount=113_00)
    april = close(contract_in_force, agency, "2026-04", APRIL_CLOSED)
    # four cups and one back, each 113.00 − 40.00 − 13.00: of 180.00 seven twentieths
    assert april.figures["totals"]["profit"] == 180_00
    share = april.figures["components"][0]
    assert (share["amount"], share["clause"]) == (63_00, "补充协议 1 第一条")
    send(contract_in_force, agency, "2026-04", APRIL_CLOSED)
    confirm(contract_in_force, brand, "2026-04", at=APRIL_CLOSED)

    with acting(brand.finance):
        for month in ("2026-03", "2026-04"):
            again = recompute(person=brand.finance, at=APRIL_CLOSED, code=contract_in_force.code, month=month)
            assert again.is_verified, month
        first, second = folder_of(march, tmp_path), folder_of(april, tmp_path)
        assert verify_folder(first).is_verified
        assert verify_folder(second, previous=first).is_verified


def test_a_month_that_is_sent_is_not_changed_any_more(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    made = propose(agency.manager, contract_in_force, day="2026-03-01", at=MARCH_CLOSED)
    send(contract_in_force, agency)
    with pytest.raises(UnableToAnswerAmendment, match="2026-03 的对账单已经发出") as refused:
        accept(brand.manager, made, at=MARCH_CLOSED)
    assert refused.value.code == "MONTH_SENT" and "调整" in refused.value.remedy
    with pytest.raises(UnableToAmend):
        propose(
            brand.manager, contract_in_force, day="2026-03-01",
            paper=supplement(SHARE.replace("6.5:3.5", "6:4")), at=MARCH_CLOSED,
        )  # fmt: skip


def test_a_month_closed_by_the_old_terms_is_closed_again_before_it_is_sent(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    agree(
        brand.manager,
        propose(agency.manager, contract_in_force, day="2026-03-01", at=MARCH_CLOSED),
        at=MARCH_CLOSED,
    )
    with pytest.raises(UnableToSend, match="约定、报销或调整在关账以后变了"):
        send(contract_in_force, agency)
    again = close(contract_in_force, agency)
    assert again.figures["components"][0]["amount"] == 60_20
    assert send(contract_in_force, agency).pk == again.pk


def test_a_month_sent_before_the_last_signature_is_refused_taken_back_and_proposed_anew(
    contract_in_force, brand, agency
):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    us, them = (authorise(party, MARCH_CLOSED - timedelta(days=3)) for party in (agency, brand))
    made = propose(agency.manager, contract_in_force, day="2026-03-01", at=MARCH_CLOSED)
    accept(brand.manager, made, at=MARCH_CLOSED)
    sign(us, contract_in_force, MARCH_CLOSED, number=1)
    send(contract_in_force, agency)
    with pytest.raises(UnableToSign, match="2026-03 的对账单已经发出") as refused:
        sign(them, contract_in_force, MARCH_CLOSED, number=1)
    assert "2026-04-01" in refused.value.remedy and "另提一份" in refused.value.remedy
    with pytest.raises(UnableToSign, match="已经发出"):
        record_on_paper(brand.manager, made, at=MARCH_CLOSED)
    with acting(brand.manager):
        assert TermsInForce.objects.count() == 1
        taken = withdraw_amendment(
            person=brand.manager, at=MARCH_CLOSED, code=contract_in_force.code, number=1
        )
    assert taken.verdict == WITHDRAWN
    with pytest.raises(UnableToSign):
        sign(them, contract_in_force, MARCH_CLOSED, number=1)
    again = propose(agency.manager, contract_in_force, day="2026-04-01", at=MARCH_CLOSED)
    agree(brand.manager, again, at=MARCH_CLOSED)
    with acting(brand.manager):
        assert (
            get_terms(get_contract(contract_in_force.code), "2026-04").terms["components"][0]["b"] == "0.35"
        )
