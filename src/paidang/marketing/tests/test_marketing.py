"""A yuan from proposal to payment, and every yuan that stops on its way."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.cast import acting, shanghai
from tests.worlds import kept

from paidang.duties.queries import is_open
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.marketing import actions
from paidang.marketing.actions import UnableToMarket
from paidang.marketing.models import ClaimedPart, SpendEntry, Voucher, VoucherPart
from paidang.marketing.queries.unclaimed import list_unclaimed
from paidang.marketing.tests import world as w
from paidang.settlement.actions import record_payment
from paidang.settlement.models import Reimbursement
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.queries.basis import get_basis
from paidang.settlement.queries.reimbursed import list_reimbursed
from paidang.settlement.tests import month as m

PAID = shanghai("2026-04-16 10:00")


@kept
def approved(contract_in_force, brand, agency):
    """M-01, 4,800.00 approved for March."""
    m.fill_march(contract_in_force, brand, agency)
    w.propose(agency, contract_in_force)
    w.approve(brand, contract_in_force)
    return contract_in_force


def adjustments(contract, party, month="2026-03"):
    with acting(party.finance):
        found = get_basis(contract, month).terms.get("adjustments") or []
        return [(one["id"], one["kind"], one["amount"], one["rows"]) for one in found]


def owed(contract, party, at):
    """The principal of each statement that is open, in the account of both."""
    with acting(party.finance):
        found = [one for one in get_account(contract).positions(at) if one.open and one.debt.month]
        return [(one.debt.key, one.open) for one in found]


def test_a_yuan_from_proposal_to_payment(approved, brand, agency):
    with acting(brand.manager):
        assert not is_open(approved.pk, "answer-proposal-1")
    w.spend(agency, approved, 3_200_00)
    w.spend(agency, approved, 1_600_00, supplier="茶友小周", day=date(2026, 3, 18))
    with acting(agency.manager):
        assert is_open(approved.pk, "bring_vouchers")
    first = w.vouch(agency, approved, w.invoice(3_200_00))
    assert (first.number, first.amount_from, first.seller) == ("26332000000000001187", "read", "半盏文化")
    tally = w.money(brand, approved).tally
    assert (tally.ready_fen, tally.stops) == (3_200_00, {"unvouchered": 1_600_00})

    before = m.close(approved, agency).figures
    made = w.claim(agency, approved, 3_200_00)
    assert (made.kind, made.reason) == ("reimbursement", "M-01 小红书种草：1 张凭证")
    assert adjustments(approved, agency) == [
        ("reimbursement-1", "reimbursement", 3_200_00, ["26332000000000001187"])
    ]
    statement = m.close(approved, agency)
    assert statement.figures["adjustments"] == 3_200_00
    assert statement.figures["due_b"] == before["due_b"] + 3_200_00
    m.send(approved, agency)
    m.confirm(approved, brand)
    ((debt, fen),) = owed(approved, brand, PAID)
    assert fen == before["due_b"] + 3_200_00

    with acting(agency.finance):
        record_payment(
            person=agency.finance, at=PAID, code=approved.code, paid_on=PAID.date(), amount_fen=fen,
            named=debt, note="", key="k",
        )  # fmt: skip
    assert owed(approved, brand, PAID) == []

    assert adjustments(approved, agency, "2026-04") == []  # once
    w.vouch(agency, approved, w.invoice(1_600_00, "26332000000000001203"))
    w.claim(agency, approved, 1_600_00)
    assert [one[2] for one in adjustments(approved, agency, "2026-04")] == [1_600_00]
    with acting(agency.manager):
        assert not is_open(approved.pk, "bring_vouchers")
        assert get_statement(approved, "2026-03").figures["adjustments"] == 3_200_00


def test_what_is_not_approved_not_vouched_or_not_in_time_never_becomes_a_claim(approved, brand, agency):
    w.spend(agency, approved, 5_000_00)
    w.spend(agency, approved, 100_00, day=date(2026, 3, 1))
    with pytest.raises(UnableToMarket, match="没有可以报销的花费"):
        w.claim(agency, approved, 5_000_00)
    w.vouch(agency, approved, w.invoice(5_100_00), spend_ids=())
    tally = w.money(agency, approved).tally
    assert (tally.ready_fen, tally.stops) == (4_800_00, {"over_budget": 200_00, "outside_period": 100_00})
    with pytest.raises(UnableToMarket, match="现在可以报销的是 ¥4,800.00，不是 ¥5,000.00"):
        w.claim(agency, approved, 5_000_00)
    w.claim(agency, approved, 4_800_00)
    with pytest.raises(UnableToMarket, match="没有可以报销的花费"):
        w.claim(agency, approved, 4_800_00)

    w.propose(agency, approved, w.EVENT_PLAN, kind="event")
    w.spend(agency, approved, 100_00, number=2, day=date(2026, 3, 11))
    w.vouch(agency, approved, w.invoice(100_00, "26332000000000009999"), number=2)
    assert w.money(agency, approved, 2).tally.stops == {"unapproved": 100_00}
    assert [one[2] for one in adjustments(approved, agency)] == [4_800_00]


def test_a_voucher_counts_once(approved, brand, agency):
    w.spend(agency, approved, 500_00)
    made = w.vouch(agency, approved, w.invoice(800_00))
    again = w.vouch(agency, approved, w.invoice(800_00))
    assert again.pk == made.pk
    w.propose(agency, approved, w.EVENT_PLAN, kind="event")
    w.spend(agency, approved, 800_00, number=2)
    for file in (w.invoice(800_00), w.invoice(900_00)):  # the same file, and the same number in another
        with pytest.raises(UnableToMarket, match="已经用于 .* 的 M-01"):
            w.vouch(agency, approved, file, number=2)
    assert w.money(agency, approved).free_of(made) == 300_00
    w.spend(agency, approved, 200_00)
    operator = agency.people["agency_operator"]
    with acting(operator):
        lay = {"person": operator, "at": w.AT, "code": approved.code, "number": 1, "voucher_id": made.pk}
        actions.lay_voucher(**lay)
        with pytest.raises(UnableToMarket, match="没有可对的花费"):
            actions.lay_voucher(**lay)
    assert w.money(agency, approved).tally.ready_fen == 700_00
    with acting(operator):
        spend = SpendEntry.objects.filter(proposal__number=2).get()
        for row in (
            VoucherPart(contract=approved, voucher=made, spend=spend, amount_fen=101_00),
            Voucher(
                contract=approved, agency=agency.org, proposal=spend.proposal, number=made.number, amount_fen=1,
                amount_from="typed", sha256="x", content=b"", brought_by=operator, brought_at=w.AT,
            ),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()


@pytest.mark.parametrize(
    ("file", "typed", "refusal"),
    [
        (w.invoice(100_00), {"amount_fen": 90_00}, "文件里是 ¥100.00，不是 ¥90.00"),
        (w.invoice(100_00), {"voucher": "1"}, "文件里的号码是 26332000000000001187，不是 1"),
        (w.Proof("a.png", b"\x89PNG\r\n\x1a\n"), {"amount_fen": 90_00}, "文件里读不出号码"),
        (w.Proof("a.png", b"\x89PNG\r\n\x1a\n"), {"voucher": "044001"}, "文件里读不出金额"),
        (w.Proof("chat.txt", b"hello"), {"voucher": "1", "amount_fen": 1}, "不是 OFD、PDF 或 XML"),
        (None, {}, "没有选文件"),
    ],
)
def test_a_voucher_that_says_other_or_nothing_is_refused(approved, agency, file, typed, refusal):
    w.spend(agency, approved, 100_00)
    with pytest.raises(UnableToMarket, match=refusal):
        w.vouch(agency, approved, file, **typed)
    with acting(agency.manager):
        assert not Voucher.objects.exists()


def test_a_photograph_is_a_voucher_that_says_it_was_typed(approved, agency):
    w.spend(agency, approved, 100_00)
    made = w.vouch(
        agency, approved, w.Proof("a.png", b"\x89PNG\r\n\x1a\n"), voucher="044001900111", amount_fen=100_00
    )
    assert (made.amount_from, made.media, made.number) == ("typed", "image/png", "044001900111")
    assert w.money(agency, approved).tally.ready_fen == 100_00


def test_a_questioned_voucher_waits_until_the_brand_says_it_is_settled(approved, brand, agency):
    w.spend(agency, approved, 300_00)
    made = w.vouch(agency, approved, w.invoice(300_00))
    about = {"at": w.AT, "code": approved.code, "number": 1, "voucher_id": made.pk}
    with acting(brand.finance):
        actions.question_voucher(person=brand.finance, words="哪三篇？", **about)
    assert w.money(agency, approved).tally.stops == {"questioned": 300_00}
    with pytest.raises(UnableToMarket, match="没有可以报销的花费"):
        w.claim(agency, approved, 300_00)
    with acting(agency.finance):
        assert is_open(approved.pk, f"answer-voucher-{made.pk}")
        actions.answer_voucher(person=agency.finance, words="3-10、3-12、3-15 三篇", **about)
        assert not is_open(approved.pk, f"answer-voucher-{made.pk}")
        with pytest.raises(NotAllowed):
            actions.clear_voucher(person=agency.finance, **about)
    assert w.money(agency, approved).tally.ready_fen == 0
    with acting(brand.finance):
        actions.clear_voucher(person=brand.finance, **about)
    w.claim(agency, approved, 300_00)
    with acting(brand.finance), pytest.raises(UnableToMarket, match="已经记入报销"):
        actions.question_voucher(person=brand.finance, words="再问", **about)


def test_a_claim_is_taken_back_by_its_opposite_and_may_be_made_again(approved, brand, agency):
    w.spend(agency, approved, 300_00)
    made = w.vouch(agency, approved, w.invoice(300_00))
    spend = w.money(agency, approved).spends[0]
    w.claim(agency, approved, 300_00)
    about = {"person": agency.finance, "at": w.AT, "code": approved.code, "number": 1}
    m.close(approved, agency)
    m.send(approved, agency)
    with acting(agency.finance):
        with pytest.raises(UnableToMarket, match="已经记入报销"):
            actions.withdraw_voucher(voucher_id=made.pk, reason="错票", **about)
        with pytest.raises(UnableToMarket, match="已经记入报销"):
            actions.withdraw_spend(spend_id=spend.pk, reason="错记", **about)
        back = actions.take_back_claim(claim=1, **about)
        assert actions.take_back_claim(claim=1, **about).pk == back.pk
        assert (back.number, back.amount_fen, back.reverses.number) == (2, -300_00, 1)
    assert [one[:3] for one in adjustments(approved, agency, "2026-04")] == [
        ("reimbursement-2", "reimbursement", -300_00)
    ]
    assert w.money(agency, approved).tally.ready_fen == 300_00
    with acting(agency.finance):
        actions.withdraw_voucher(voucher_id=made.pk, reason="错票", **about)
    assert w.money(agency, approved).tally.stops == {"unvouchered": 300_00}
    assert w.vouch(agency, approved, w.invoice(300_00)).pk != made.pk  # it may be brought again
    w.claim(agency, approved, 300_00)
    assert sum(one[2] for one in adjustments(approved, agency, "2026-04")) == 0


def test_the_database_claims_no_part_twice(approved, agency):
    w.spend(agency, approved, 300_00)
    w.vouch(agency, approved, w.invoice(300_00))
    made = w.claim(agency, approved, 300_00)
    with acting(agency.finance):
        part = VoucherPart.objects.get()
        other = Reimbursement.objects.create(
            contract=approved, number=9, kind="reimbursement", amount_fen=1, reason="x", clause="", claimed_by=agency.finance,
            claimed_at=w.AT,
        )  # fmt: skip
        for fen, claim in ((1, other), (-300_01, other)):
            with pytest.raises(IntegrityError), transaction.atomic():
                ClaimedPart.objects.create(contract=approved, part=part, reimbursement=claim, amount_fen=fen)
        assert made.amount_fen == 300_00


def test_a_later_version_never_undercuts_what_is_claimed(approved, brand, agency):
    w.spend(agency, approved, 300_00)
    w.vouch(agency, approved, w.invoice(300_00))
    w.claim(agency, approved, 300_00)
    w.propose(agency, approved, number=1)
    assert w.money(brand, approved).approved_fen == 4_800_00  # stands until another one is approved
    with pytest.raises(UnableToMarket, match="已经报销了 ¥300.00"):
        w.approve(brand, approved, fen=299_99)
    w.approve(brand, approved, fen=300_00)
    assert w.money(brand, approved).approved_fen == 300_00


FILE = '提案,花费日期,金额,供应商,内容\nM-01,2026-03-15,"1,200.50",京东快车,点击\nM-01,2026-03-15,"1,200.50",京东快车,点击\n'


def test_a_table_is_tried_first_then_written_once(approved, agency):
    operator = agency.people["agency_operator"]
    bad = (
        "M-09,2026-03-15,1,x,y\n1,三月,1,x,y\n1,2026-03-15,=1+1,x,y\n1,2026-03-15,-5,x,y\n"
        "1,2026-03-15,5,=cmd,y\n1,2026-03-15,5,,y\n"
    )
    given = {"person": operator, "code": approved.code, "name": "花费.csv"}
    with acting(operator):
        tried = actions.try_spends(content=(FILE + bad).encode(), **given)
        assert [(one.row, one.proposal, one.amount_fen, one.nth) for one in tried.fresh] == [
            (2, 1, 1_200_50, 1), (3, 1, 1_200_50, 2),
        ]  # fmt: skip
        assert [(one.row, one.column) for one in tried.bad] == [
            (4, "提案"), (5, "日期"), (6, "金额"), (7, "金额"), (8, "供应商"), (9, "供应商"),
        ]  # fmt: skip
        assert not SpendEntry.objects.exists()
        write = {"person": operator, "at": w.AT, "code": approved.code, "rows": tried.fresh}
        assert len(actions.import_spends(**write)) == 2
        assert actions.import_spends(**write) == []
        again = actions.try_spends(content=FILE.encode(), **given)
        assert (again.fresh, again.known) == ([], 2)
        with pytest.raises(UnableToMarket, match="表里缺少列：供应商、内容"):
            actions.try_spends(content="提案,日期,金额\n1,2026-03-15,1\n".encode(), **given)
    assert w.money(agency, approved).spent_fen == 2_401_00


def open_ones(contract, party) -> list[str]:
    with acting(party.manager):
        return [str(one) for one in list_unclaimed(contract)]


def test_what_is_ready_is_claimed_or_given_up_by_both_before_the_contract_is_settled(approved, brand, agency):
    assert open_ones(approved, brand) == []
    w.spend(agency, approved, 3_200_00)
    assert open_ones(approved, brand) == []  # without a voucher nobody owes it
    w.vouch(agency, approved, w.invoice(3_200_00))
    assert open_ones(approved, brand) == ["M-01 小红书种草：¥3,200.00 没有报销"]
    w.claim(agency, approved, 3_200_00)
    assert open_ones(approved, brand) == ["M-01 小红书种草：¥3,200.00 还没有进对账单"]
    m.close(approved, agency)
    m.send(approved, agency)
    assert open_ones(approved, brand) == []
    with acting(agency.finance):
        ((line,),) = list_reimbursed([approved.pk]).values()
        assert (line.rows, line.amount_fen) == (["26332000000000001187"], 3_200_00)

    def waive(party, fen=1_600_00, words="不再要了"):
        person = getattr(party, "finance", party.manager)
        with acting(person):
            return actions.waive_spend(
                person=person, at=w.AT, code=approved.code, number=1, amount_fen=fen, words=words
            )

    def answer(party, agree, words="要报的"):
        with acting(party.manager):
            return actions.answer_waiver(
                person=party.manager, at=w.AT, code=approved.code, number=1, agree=agree, words=words
            )

    w.spend(agency, approved, 1_600_00, supplier="茶友小周", day=date(2026, 3, 18))
    w.vouch(agency, approved, w.invoice(1_600_00, "26332000000000001203"))
    with pytest.raises(NotFound):
        answer(brand, True)
    for party, given, refusal in (
        (brand, {}, NotAllowed),
        (agency, {"fen": 1}, UnableToMarket),
        (agency, {"words": " "}, UnableToMarket),
    ):
        with pytest.raises(refusal):
            waive(party, **given)
    waive(agency)
    with acting(brand.manager):
        assert is_open(approved.pk, "waiver-1")
    assert open_ones(approved, brand)  # one word is not enough
    for wrong in (lambda: waive(agency), lambda: w.claim(agency, approved, 1_600_00)):
        with pytest.raises(UnableToMarket, match="放弃"):
            wrong()
    with pytest.raises(NotAllowed):
        answer(agency, True)
    answer(brand, False)
    waive(agency)
    for _ in range(2):
        assert answer(brand, True).agreed
    assert open_ones(approved, brand) == []
    with pytest.raises(UnableToMarket, match="放弃"):
        w.claim(agency, approved, 1_600_00)
    with acting(brand.manager):
        assert not is_open(approved.pk, "waiver-1")
        assert Reimbursement.objects.count() == 1
