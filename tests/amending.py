"""A supplementary agreement of the cast, read by the reader; and each side's acts on it, up to both signatures on paper."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from paidang.contracts.actions import (
    Paper,
    accept_amendment,
    answer_paper_signature,
    propose_amendment,
    record_paper_signature,
)
from paidang.contracts.models import Amendment, Contract, PaperSignature
from paidang.contracts.queries import Signable, get_amendment, get_standing, offered_digest
from paidang.contracts.rules.amending import Change
from paidang.contracts.rules.reading import read_contract
from paidang.kit.period import day_of
from paidang.settlement.queries.books import get_books
from paidang.team.models import Person
from tests.cast import SCAN, acting, shanghai

NOW = shanghai("2026-03-20 10:00")
SHARES = (Change("fee.share.a"), Change("fee.share.b"))
SHARE = "原合同第三章 D 约定的收益分配比例，自2026年4月1日起由7:3调整为6.5:3.5。"
FLOOR = "乙方不得以低于甲方给出的最低零售价的价格出售。"
LONGER = "原合同约定的期限届满日由2027年2月28日延长至2027年8月31日。"


def supplement(*sentences: str, title: str = "补充协议（一）") -> Paper:
    """The text with these sentences as its articles, and its reading."""
    articles = "".join(f"\n第{'一二三四五六'[at]}条 {sentence}\n" for at, sentence in enumerate(sentences))
    text = (
        f"{title}\n\n甲方：青岚茶器\n乙方：拾舟电商\n\n"
        f"鉴于双方已签订《电子商务运营合作协议》（下称“原合同”），现经协商一致，变更如下：\n{articles}\n"
        "甲方（盖章）：\n乙方（盖章）：\n"
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Paper("supplement.txt", sha256, text, read_contract(text, name="", sha256=sha256).to_json())


def propose(
    person: Person,
    contract: Contract,
    *,
    day: str = "2026-04-01",
    changes: Sequence[Change] = SHARES,
    paper: Paper | None = None,
    at: datetime = NOW,
    answers: int | None = None,
) -> Amendment:
    with acting(person):
        return propose_amendment(
            person=person, at=at, code=contract.code, paper=paper or supplement(SHARE), effective_on=date.fromisoformat(day),
            changes=changes, books_of=get_books, answers=answers,
        )  # fmt: skip


def accept(
    person: Person, amendment: Amendment, *, at: datetime = NOW, offered: str | None = None
) -> Amendment:
    with acting(person):
        contract = Contract.objects.get(pk=amendment.contract_id)
        if offered is None:
            offered = offered_digest(get_standing(contract), get_amendment(contract, amendment.number))
        return accept_amendment(
            person=person, at=at, code=contract.code, number=amendment.number, offered_sha256=offered, books_of=get_books
        )  # fmt: skip


def record_on_paper(
    person: Person, amendment: Amendment, *, at: datetime = NOW, day: date | None = None
) -> PaperSignature:
    """One side's word that both have signed it on paper on the day."""
    with acting(person):
        code = Contract.objects.get(pk=amendment.contract_id).code
        return record_paper_signature(
            person=person, at=at, code=code, number=amendment.number, signed_on=day or day_of(at), scan=SCAN, books_of=get_books
        )  # fmt: skip


def answer_paper(
    person: Person, paper: PaperSignature, verdict: str, reason: str = "", *, at: datetime = NOW
) -> Signable:
    """The other side's word for it."""
    with acting(person):
        code = Contract.objects.get(pk=paper.contract_id).code
        return answer_paper_signature(
            person=person,
            at=at,
            code=code,
            paper_id=paper.pk,
            verdict=verdict,
            reason=reason,
            books_of=get_books,
        )


def sign_on_paper(
    person: Person, amendment: Amendment, *, at: datetime = NOW, day: date | None = None
) -> Amendment:
    """Signed by both on paper on the day: recorded by who proposed it, confirmed by the other side's `person`."""
    with acting(person):
        first = Amendment.objects.select_related("proposed_by__org").get(pk=amendment.pk).proposed_by
    signed = answer_paper(
        person, record_on_paper(first, amendment, at=at, day=day), "confirmed", at=at
    ).amendment
    assert signed
    return signed


def agree(person: Person, amendment: Amendment, *, at: datetime = NOW) -> Amendment:
    """Accept it and sign it on paper, so that it holds."""
    accept(person, amendment, at=at)
    return sign_on_paper(person, amendment, at=at)
