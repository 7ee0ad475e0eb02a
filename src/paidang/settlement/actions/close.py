"""Closing a month: its facts as they are known at this moment, settled and kept."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from paidang.contracts.models import IN_FORCE, SETTLED, Contract, TermsInForce
from paidang.contracts.queries import get_contract, heading_of
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI, check_month, day_of, month_end_at
from paidang.kit.sentence import say
from paidang.settlement.actions.recording import record
from paidang.settlement.bundle import Bundle, Unchanged, settle_folder
from paidang.settlement.engines import EngineFailed
from paidang.settlement.models import CLOSED, CONFIRMED, QUESTIONED, REPLACED, SENT, BundleFile, Statement
from paidang.settlement.queries import get_open_month, get_rules_version, has_later_sent, unpack_bundle
from paidang.settlement.queries.bad_facts import BadFact, list_bad_facts
from paidang.settlement.queries.basis import get_basis
from paidang.settlement.queries.past_prices import on_paper
from paidang.settlement.queries.repriced import list_new_past
from paidang.settlement.queries.snapshot import export_snapshot
from paidang.settlement.rules import RULES_VERSION
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.figure_clauses import figure_clauses
from paidang.team.actions import check_may
from paidang.team.models import Person

FOLLOWS = {"manifest.json", "rows.parquet", "statement.pdf", "statement.xlsx"}
"""What of a bundle follows from the rest, and may differ in its bytes each time: by the moment of closing, by the order of rows."""


class UnableToClose(UnableTo):
    code = "MONTH_NOT_CLOSED"


class FactsRefused(UnableToClose):
    """The engine refused the facts whole; nothing was settled. HTTP 422."""

    status = 422
    code = "FACTS_REFUSED"

    def __init__(self, places: list[BadFact], count: int) -> None:
        super().__init__(
            say("有 {count} 处数据不能结算，什么都没有写入", count=count),
            remedy=say("更正后重新导入，再关账。"),
        )
        self.places = places
        self.count = count


@clause("OP-3-D", "OP-3-E-4")
@transaction.atomic
def close_month(*, person: Person, at: datetime, code: str, month: str) -> Statement:
    """Close a month's facts as they are known at this moment, compute its statement and keep the bundle.

    Closing again before sending computes anew from the facts of then; where nothing differs, nothing is written and
    the statement stays the one closed before. Months are closed in their order. After a question the closing makes the
    next version. Raises UnableToClose, and FactsRefused for facts that are bad.
    """
    check_may(person, "close_month")
    contract = get_contract(code, lock=True)
    check_may_close(contract, month, at)
    found = {one.state: one for one in contract.statements.filter(month=month).exclude(state=REPLACED)}
    statement = _compute(
        contract, month, at, person, replaced=found.get(QUESTIONED), unsent=found.get(CLOSED)
    )
    if statement != found.get(CLOSED):
        record(statement, person, at, "statement.closed")
    return statement


def check_may_close(contract: Contract, month: str, at: datetime) -> None:
    """UnableToClose unless the contract is in force or only ended, the month is over, and it is its turn."""
    if contract.state == SETTLED:
        raise UnableToClose(say("双方已声明合同结清"), code="CONTRACT_SETTLED", remedy=say("不再出对账单。"))
    if contract.state != IN_FORCE:
        raise UnableToClose(
            say("合同还没有生效"), code="CONTRACT_NOT_IN_FORCE", remedy=say("双方接受合同后才能结算。")
        )
    check_month(month, UnableToClose)
    over_at = month_end_at(month)
    if at < over_at:
        raise UnableToClose(
            say("{month} 还没过完", month=month),
            code="MONTH_NOT_OVER",
            remedy=say("{day} 起可以关账。", day=f"{day_of(over_at):%m-%d}"),
        )
    states = set(contract.statements.filter(month=month).values_list("state", flat=True))
    if states & {SENT, CONFIRMED}:
        raise UnableToClose(
            say("{month} 对账单已经发出", month=month),
            code="ALREADY_SENT",
            remedy=say("发出后不再改变；对方有疑问时可出下一版。"),
        )
    if QUESTIONED in states:
        check_no_later_sent(contract, month)
    elif month != (turn := get_open_month(contract)):
        raise UnableToClose(
            say("还轮不到 {month}", month=month), code="NOT_ITS_TURN", remedy=say("先结 {turn}。", turn=turn)
        )


def check_no_later_sent(contract: Contract, month: str) -> None:
    """UnableToClose once a later month is sent: its rows and its digest build on this one."""
    if has_later_sent(contract, month):
        raise UnableToClose(
            say("{month} 以后的对账单已经发出", month=month),
            code="LATER_SENT",
            remedy=say("请答复疑问；差异提议调整，记入下一张。"),
        )


def _compute(
    contract: Contract,
    month: str,
    at: datetime,
    person: Person,
    *,
    replaced: Statement | None,
    unsent: Statement | None,
) -> Statement:
    """Take the snapshot, run the engine, and store the bundle in the place of an unsent one."""
    basis = get_basis(contract, month)
    terms, previous, past = basis.in_force, basis.previous, list_new_past(contract, month)
    version = (replaced.version + 1) if replaced else 1
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        facts, previous_folder = folder / "facts", folder / "previous"
        facts.mkdir()
        if previous:
            unpack_bundle(previous, previous_folder)
        try:
            export_snapshot(contract, facts, term=basis.term, replaced=replaced)
            done = settle_folder(
                terms=basis.terms,
                facts=facts,
                month=month,
                out=folder / "out",
                previous=previous_folder if previous else None,
                closed_at=at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
                version=version,
                copies={**_on_paper(contract, terms, at, version), "past_prices": on_paper(contract, past)},
                same_as=_computed(unsent, version, previous, terms, past),
            )
        except Unchanged:
            assert unsent is not None
            return unsent
        except EngineFailed as why:
            raise UnableToClose(
                why.args[0], code="NO_ROOM", remedy=say("腾出空间后再关账；什么都没有写入。")
            ) from None
        except BadInput as refused:
            raise FactsRefused(list_bad_facts(refused, facts), len(refused.errors)) from None
        if unsent:
            unsent.files.all().delete()
            unsent.delete()
        statement = Statement.objects.create(
            contract=contract, month=month, version=version, figures=done.statement, terms=done.terms,
            sources=terms.sources, past_prices=past, digest=done.digest, previous=previous, closed_by=person, closed_at=at,
        )  # fmt: skip
        _keep_files(statement, done)
    return statement


def _computed(
    unsent: Statement | None, version: int, previous: Statement | None, terms: TermsInForce, past: list[int]
) -> dict[str, str] | None:
    """Terms, statement and facts of what stands unsent, which a closing that changes nothing finds again; None where it must differ."""
    if unsent is None:
        return None
    as_of = (unsent.version, unsent.previous, unsent.sources, unsent.past_prices, get_rules_version(unsent))
    if as_of != (version, previous, terms.sources, past, RULES_VERSION):
        return None
    return dict(unsent.files.exclude(name__in=FOLLOWS).values_list("name", "sha256"))


def _keep_files(statement: Statement, done: Bundle) -> None:
    for name, sha256 in done.files.items():  # one at a time: together they may be more than memory
        BundleFile.objects.create(
            statement=statement,
            contract=statement.contract,
            name=name,
            sha256=sha256,
            content=(done.folder / name).read_bytes(),
        )


def _on_paper(contract: Contract, terms: TermsInForce, at: datetime, version: int) -> dict[str, object]:
    """What the copies for people print besides the figures."""
    return {
        **heading_of(contract),
        "version": version,
        "closed_at": at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "evidence": {"seq": contract.chain.head_seq, "hash": contract.chain.head_hash},
        "clauses": figure_clauses(terms.terms, terms.sources),
    }
