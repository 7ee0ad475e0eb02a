"""Vouchers: brought as files, laid over spends, questioned by the brand before they are claimed, answered, withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.kit.clause import clause
from paidang.kit.media import PICTURES, media_of
from paidang.kit.money import yuan
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.marketing.actions.duties import set_question_duty, set_voucher_duty
from paidang.marketing.actions.recording import UnableToMarket, check_may_act, lock_money, record, words_of
from paidang.marketing.models import READ, TYPED, SpendEntry, Voucher, VoucherPart
from paidang.marketing.queries.money import Money
from paidang.marketing.rules.counting import cover
from paidang.printing.e_invoice import BYTES_MAX, MEDIA, BadInvoiceFile, Said, read_invoice
from paidang.team.models import Person


@clause("OP-3-C")
@transaction.atomic
def bring_voucher(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    file: Proof | None,
    voucher: str = "",
    amount_fen: int | None = None,
    spend_ids: Sequence[int] = (),
) -> Voucher:
    """Bring a voucher for spends of a proposal; it is laid over them by their days. The same file twice is one voucher.

    Number and amount are read in the file where they can be; else they are typed, which the voucher says of itself. One
    that was used for anything else of the agency is refused.
    """
    contract = check_may_act(person, "keep_spend", code)
    money = lock_money(contract, number)
    if file is None or not file.content:
        raise UnableToMarket(
            say("没有选文件"), code="FILE_MISSING", remedy=say("请附上发票的 OFD、PDF、XML，或票据的照片。")
        )
    said = _read(file)
    voucher, amount_fen = _agreed(said, " ".join(voucher.split())[:40], amount_fen)
    if same := _find_same(contract, money, file, voucher):
        return same
    made = Voucher.objects.create(
        contract=contract, agency=contract.parties[1], proposal=money.proposal, number=voucher, issued_on=said.issued_on,
        seller=said.facts.seller[:200], amount_fen=amount_fen, amount_from=READ if said.facts.amount_fen else TYPED,
        file_name=safe_name(file.name), media=said.media, sha256=file.sha256, content=file.content, brought_by=person,
        brought_at=at,
    )  # fmt: skip
    record(
        contract, person, at, "marketing.voucher_brought", number, voucher=voucher, amount_due=amount_fen,
        file_sha256=file.sha256, amount_from=made.amount_from,
    )  # fmt: skip
    _lay(money, made, amount_fen, _chosen(money, made, spend_ids))
    set_voucher_duty(contract, at)
    return made


@clause("OP-3-C")
@transaction.atomic
def lay_voucher(
    *, person: Person, at: datetime, code: str, number: int, voucher_id: int, spend_ids: Sequence[int] = ()
) -> Voucher:
    """Lay what is left of a voucher over spends of its proposal that nothing stands behind yet."""
    contract = check_may_act(person, "keep_spend", code)
    money = lock_money(contract, number)
    voucher = _get(money, voucher_id)
    laid = _lay(money, voucher, money.free_of(voucher), _chosen(money, voucher, spend_ids))
    if not laid:
        raise UnableToMarket(
            say("凭证 {number} 没有可对的花费", number=voucher.number), code="NOTHING_TO_LAY", clause="OP-3-C",
            remedy=say("凭证用完了，或花费都有凭证了。"),
        )  # fmt: skip
    record(contract, person, at, "marketing.voucher_laid", number, voucher=voucher.number, amount_due=laid)
    set_voucher_duty(contract, at)
    return voucher


@clause("OP-3-C")
@transaction.atomic
def question_voucher(
    *, person: Person, at: datetime, code: str, number: int, voucher_id: int, words: str
) -> Voucher:
    """The brand doubts a voucher: nothing more of it is claimed until it says that it is settled. Twice is once."""
    contract = check_may_act(person, "question_voucher", code)
    money = lock_money(contract, number)
    voucher, words = _get(money, voucher_id), words_of(words, say("没有写疑问"))
    if voucher.is_questioned:
        return voucher
    if _claimed(money, voucher) == voucher.amount_fen:
        raise UnableToMarket(
            say("凭证 {number} 已经记入报销", number=voucher.number), code="CLAIMED_ALREADY", clause="OP-3-C",
            remedy=say("请在对账单上提出疑问。"),
        )  # fmt: skip
    voucher.question, voucher.questioned_by, voucher.questioned_at = words, person, at
    voucher.answer, voucher.answered_by, voucher.answered_at = "", None, None
    voucher.cleared_by, voucher.cleared_at = None, None
    _save(voucher)
    record(contract, person, at, "marketing.voucher_questioned", number, words, voucher=voucher.number)
    set_question_duty(money, voucher, at)
    return voucher


@transaction.atomic
def answer_voucher(
    *, person: Person, at: datetime, code: str, number: int, voucher_id: int, words: str
) -> Voucher:
    """The agency answers a question; whether it is settled the brand says."""
    contract = check_may_act(person, "keep_spend", code)
    money = lock_money(contract, number)
    voucher, words = _get(money, voucher_id), words_of(words, say("没有写答复"))
    _check_questioned(voucher)
    voucher.answer, voucher.answered_by, voucher.answered_at = words, person, at
    _save(voucher)
    record(contract, person, at, "marketing.voucher_answered", number, words, voucher=voucher.number)
    set_question_duty(money, voucher, at)
    return voucher


@transaction.atomic
def clear_voucher(*, person: Person, at: datetime, code: str, number: int, voucher_id: int) -> Voucher:
    """The brand has no question any more: the voucher counts again."""
    contract = check_may_act(person, "question_voucher", code)
    money = lock_money(contract, number)
    voucher = _get(money, voucher_id)
    _check_questioned(voucher)
    voucher.cleared_by, voucher.cleared_at = person, at
    _save(voucher)
    record(contract, person, at, "marketing.voucher_cleared", number, voucher=voucher.number)
    set_question_duty(money, voucher, at)
    return voucher


@transaction.atomic
def withdraw_voucher(
    *, person: Person, at: datetime, code: str, number: int, voucher_id: int, reason: str
) -> Voucher:
    """Take a voucher back that was wrong; what is claimed by it has to be taken back first. It may be brought again."""
    contract = check_may_act(person, "keep_spend", code)
    money = lock_money(contract, number)
    voucher = _get(money, voucher_id)
    if _claimed(money, voucher):
        raise UnableToMarket(
            say("凭证 {number} 已经记入报销", number=voucher.number), code="CLAIMED_ALREADY", clause="OP-3-C",
            remedy=say("请先冲销那一次报销。"),
        )  # fmt: skip
    voucher.reason, voucher.withdrawn_by, voucher.withdrawn_at = (
        words_of(reason, say("没有写理由")), person, at,
    )  # fmt: skip
    _save(voucher)
    record(
        contract, person, at, "marketing.voucher_withdrawn", number, voucher.reason, voucher=voucher.number
    )
    set_question_duty(money, voucher, at)
    set_voucher_duty(contract, at)
    return voucher


@transaction.atomic
def open_voucher(*, person: Person, at: datetime, code: str, number: int, voucher_id: int) -> Voucher:
    """A voucher with its file, withdrawn or not, for either side; on record like every opening."""
    contract = check_may_act(person, "open_voucher", code)
    money = lock_money(contract, number)
    voucher = Voucher.objects.filter(proposal=money.proposal, pk=voucher_id).first()
    if voucher is None:
        raise NotFound(say("没有这张凭证"), remedy=say("请刷新页面。"))
    record(contract, person, at, "marketing.voucher_opened", number, voucher=voucher.number)
    return voucher


def _read(file: Proof) -> Said:
    media = media_of(file.content)
    if len(file.content) > BYTES_MAX:
        raise UnableToMarket(
            say("文件超过 {most} MB", most=BYTES_MAX // 2**20), code="FILE_REFUSED", remedy=say("请压缩后再传。")
        )  # fmt: skip
    if media in PICTURES:
        return Said(media)
    try:
        said = read_invoice(file.content)
    except BadInvoiceFile as bad:
        raise UnableToMarket(
            str(bad), code="FILE_REFUSED", remedy=say("请附上发票的 OFD、PDF、XML，或票据的照片。")
        ) from None
    return Said(MEDIA[said.media], said.issued_on, said.facts)


def _agreed(said: Said, number: str, amount_fen: int | None) -> tuple[str, int]:
    """Number and amount: what the file says; what was typed only where it does not, and never against it."""
    facts = said.facts
    if facts.number and number and number != facts.number:
        raise UnableToMarket(
            say("文件里的号码是 {there}，不是 {here}", there=facts.number, here=number), code="NUMBER_DIFFERS",
            clause="OP-3-C", remedy=say("读得出的不用填。"),
        )  # fmt: skip
    if facts.amount_fen and amount_fen is not None and amount_fen != facts.amount_fen:
        raise UnableToMarket(
            say("文件里是 {there}，不是 {here}", there=yuan(facts.amount_fen), here=yuan(amount_fen)),
            code="AMOUNT_DIFFERS", clause="OP-3-C", remedy=say("读得出的不用填。"),
        )  # fmt: skip
    number, amount = facts.number or number, facts.amount_fen or amount_fen
    if not number:
        raise UnableToMarket(
            say("文件里读不出号码"), code="NUMBER_MISSING", remedy=say("请照票面填写票据号码。")
        )
    if not amount or amount < 0:
        raise UnableToMarket(
            say("文件里读不出金额"), code="AMOUNT_MISSING", remedy=say("请照票面填写金额，会标明是手填的。")
        )
    return number, amount


def _find_same(contract: Contract, money: Money, file: Proof, number: str) -> Voucher | None:
    """The very voucher that was brought for this proposal before; UnableToMarket where it was used anywhere else."""
    found = Voucher.objects.filter(agency=contract.parties[1], withdrawn_at=None).select_related(
        "contract", "proposal"
    )
    same = found.filter(sha256=file.sha256).first() or found.filter(number=number).first()
    if same is None:
        return None
    if same.proposal_id == money.proposal.pk and same.sha256 == file.sha256:
        return same
    raise UnableToMarket(
        say("凭证 {number} 已经用于 {contract} 的 M-{proposal}", number=same.number, contract=same.contract.code,
            proposal=f"{same.proposal.number:02}"),
        code="VOUCHER_USED", clause="OP-3-C", remedy=say("一张凭证只用一次。那次用错了，先撤回再交。"),
    )  # fmt: skip


def _chosen(money: Money, voucher: Voucher, spend_ids: Sequence[int]) -> list[SpendEntry]:
    """The spends that a voucher is laid over: those named, else those of its seller, else all that lack one."""
    open_ones = [one for one in money.spends if money.open_of(one.pk)]
    if spend_ids:
        return [one for one in open_ones if one.pk in set(spend_ids)]
    of_seller = [one for one in open_ones if voucher.seller and one.supplier == voucher.seller]
    return of_seller or open_ones


def _lay(money: Money, voucher: Voucher, free_fen: int, spends: Sequence[SpendEntry]) -> int:
    """Lay it over the spends, the first day first; answers how much of it."""
    parts = cover(free_fen, [money.open_of(one.pk) for one in spends])
    for spend, fen in zip(spends, parts, strict=True):
        if fen:
            VoucherPart.objects.create(
                contract_id=voucher.contract_id, voucher=voucher, spend=spend, amount_fen=fen
            )
    return sum(parts)


def _get(money: Money, voucher_id: int) -> Voucher:
    voucher = next((one for one in money.vouchers if one.pk == voucher_id), None)
    if voucher is None:
        raise NotFound(say("没有这张凭证，或它已经撤回"), remedy=say("请刷新页面。"))
    return voucher


def _claimed(money: Money, voucher: Voucher) -> int:
    return sum(money.claimed[part.pk] for part in money.parts.values() if part.voucher_id == voucher.pk)


def _check_questioned(voucher: Voucher) -> None:
    if not voucher.is_questioned:
        raise UnableToMarket(
            say("对凭证 {number} 没有未了的疑问", number=voucher.number), code="NOT_QUESTIONED", remedy=say("请刷新页面。")
        )  # fmt: skip


def _save(voucher: Voucher) -> None:
    voucher.save(update_fields=[
        "question", "questioned_by", "questioned_at", "answer", "answered_by", "answered_at", "cleared_by", "cleared_at",
        "withdrawn_by", "withdrawn_at", "reason",
    ])  # fmt: skip
