"""The month's work: close the facts, send, recompute, confirm or question. All checks stand before the first write."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction

from paidang.contracts.models import IN_FORCE, Contract, TermsInForce
from paidang.contracts.queries import get_contract, get_terms
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append, hand_out_head
from paidang.evidence.models import Entry
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI, NotAMonth, Period, day_of, month_end_at, term_period
from paidang.kit.workdays import add_days
from paidang.settlement.bundle import VerifyResult, settle_folder, verify_folder
from paidang.settlement.models import (
    CLOSED,
    CONFIRMED,
    QUESTIONED,
    REPLACED,
    SENT,
    BundleFile,
    Question,
    SettledRow,
    Statement,
)
from paidang.settlement.queries import (
    SETTLED_COLUMNS,
    export_snapshot,
    get_open_month,
    get_previous,
    get_statement,
    iter_settled,
    unpack_bundle,
)
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToClose(UnableTo):
    code = "MONTH_NOT_CLOSED"


class UnableToSend(UnableTo):
    code = "STATEMENT_NOT_SENT"


class UnableToAnswer(UnableTo):
    code = "STATEMENT_NOT_ANSWERED"


@clause("OP-3-D", "OP-3-E-4")
@transaction.atomic
def close_month(*, person: Person, at: datetime, code: str, month: str) -> Statement:
    """Close a month's facts as they are known at this moment, compute its statement and keep the bundle.

    Closing again before sending computes anew from the facts of then. Months are closed in their order. After a
    question the closing makes the next version. Raises UnableToClose; facts that the engine refuses raise its BadInput.
    """
    check_may(person, "close_month")
    contract = get_contract(code, lock=True)
    _check_may_close(contract, month, at)
    terms = get_terms(contract, month)
    unsent, replaced = _find_versions(contract, month)
    previous = get_previous(contract, month)
    statement = _compute(
        contract, terms, month, at, person, replaced=replaced, previous=previous, unsent=unsent
    )
    _record(statement, person, at, "statement.closed")
    return statement


def _check_may_close(contract: Contract, month: str, at: datetime) -> None:
    if contract.state != IN_FORCE:
        raise UnableToClose("合同还没有生效", code="CONTRACT_NOT_IN_FORCE", remedy="双方接受合同后才能结算。")
    try:
        over_at = month_end_at(month)
    except NotAMonth:
        raise UnableToClose(f"“{month}”不是月份", code="NOT_A_MONTH", remedy="写成 2026-09 这样。") from None
    if at < over_at:
        raise UnableToClose(
            f"{month} 还没过完", code="MONTH_NOT_OVER", remedy=f"{day_of(over_at):%m-%d} 起可以关账。"
        )
    current = contract.statements.filter(month=month).exclude(state=REPLACED).first()
    if current and current.state in (SENT, CONFIRMED):
        raise UnableToClose(
            f"{month} 对账单已经发出", code="ALREADY_SENT", remedy="发出后不再改变；对方有疑问时可出下一版。"
        )
    first_month = contract.terms.order_by("from_month").values_list("from_month", flat=True).first() or month
    if current is None and month != (turn := get_open_month(contract, first_month)):
        raise UnableToClose(f"还轮不到 {month}", code="NOT_ITS_TURN", remedy=f"先结 {turn}。")


def _find_versions(contract: Contract, month: str) -> tuple[Statement | None, Statement | None]:
    """The unsent closing that this one overwrites, and the questioned version that it will replace once sent."""
    found = {
        statement.state: statement
        for statement in contract.statements.filter(month=month).exclude(state=REPLACED)
    }
    return found.get(CLOSED), found.get(QUESTIONED)


def _compute(
    contract: Contract,
    terms: TermsInForce,
    month: str,
    at: datetime,
    person: Person,
    *,
    replaced: Statement | None,
    previous: Statement | None,
    unsent: Statement | None,
) -> Statement:
    """Take the snapshot, run the engine, add the copies for people, and store the bundle."""
    chain, (brand, agency) = contract.chain, contract.parties
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        facts, previous_folder, out = folder / "facts", folder / "previous", folder / "out"
        facts.mkdir()
        export_snapshot(contract, facts, term=_term(terms), replaced=replaced)
        if previous:
            unpack_bundle(previous, previous_folder)
        version = (replaced.version + 1) if replaced else 1
        done = settle_folder(
            terms={**terms.terms, "carried_in": previous.figures["carried_out"] if previous else 0},
            facts=facts,
            month=month,
            out=out,
            previous=previous_folder if previous else None,
            closed_at=at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            version=version,
            copies={
                "contract_title": contract.title,
                "contract_code": contract.code,
                "brand": brand.name,
                "agency": agency.name,
                "evidence": {"seq": chain.head_seq, "hash": chain.head_hash},
                "clauses": terms.sources,
            },
        )
        if unsent:
            unsent.files.all().delete()
            unsent.delete()
        statement = Statement.objects.create(
            contract=contract, month=month, version=version, figures=done.statement, terms=done.terms,
            sources=terms.sources, digest=done.digest, previous=previous, closed_by=person, closed_at=at,
        )  # fmt: skip
        BundleFile.objects.bulk_create(
            BundleFile(
                statement=statement,
                contract=contract,
                name=name,
                sha256=sha256,
                content=(out / name).read_bytes(),
            )
            for name, sha256 in done.files.items()
        )
    return statement


def _term(terms: TermsInForce) -> Period:
    term = terms.terms["term"]
    return term_period(date.fromisoformat(term["start"]), date.fromisoformat(term["end"]))


@clause("OP-3-E-4")
@transaction.atomic
def send_statement(
    *, person: Person, at: datetime, code: str, month: str, digest: str, note: str = ""
) -> Statement:
    """Send the statement whose digest the person saw. It never changes again; its rows are settled for good.

    It is received at once, since it stands in the other side's portal. Sending twice sends once.
    """
    check_may(person, "send_statement")
    contract = get_contract(code, lock=True)
    statement = get_statement(contract, month, lock=True)
    if statement.state != CLOSED and statement.digest == digest:
        return statement
    unsent, replaced = _find_versions(contract, month)
    if unsent is None or unsent.digest != digest:
        raise UnableToSend(
            "对账单在你打开页面后重新算过", code="STATEMENT_CHANGED", remedy="请刷新页面，看过再发。"
        )
    if replaced:
        replaced.state = REPLACED
        replaced.save(update_fields=["state"])
        release_rows(replaced)
    unsent.state, unsent.sent_by, unsent.sent_at, unsent.note = SENT, person, at, note.strip()[:500]
    unsent.confirm_by = _confirm_by(unsent, at)
    unsent.save(update_fields=["state", "sent_by", "sent_at", "note", "confirm_by"])
    settle_rows(unsent)
    entry = _record(unsent, person, at, "statement.sent")
    for party in contract.parties:
        hand_out_head(entry, document=f"{month} 对账单第 {unsent.version} 版", holder_org_id=party.pk)
    close_duty(contract.pk, key=f"answer-question-{month}", at=at)
    raise_duty(
        contract.pk, key=f"answer-{month}", kind="answer_statement", side="a", page=_page(unsent), at=at,
        due_at=_end_of(unsent.confirm_by), clause=unsent.sources.get("statement", ""),
        facts={"month": month, "amount": yuan(unsent.figures["amount_due"])},
    )  # fmt: skip
    return unsent


@transaction.atomic
def recompute(
    *, person: Person, at: datetime, code: str, month: str, version: int | None = None
) -> VerifyResult:
    """Recompute a statement from its bundle alone, for either side, and put the verdict on record."""
    statement = get_statement(get_contract(code), month, version)
    with TemporaryDirectory() as temporary:
        folder, previous = Path(temporary) / "bundle", Path(temporary) / "previous"
        unpack_bundle(statement, folder)
        if statement.previous:
            unpack_bundle(statement.previous, previous)
        result = verify_folder(folder, previous=previous if statement.previous else None)
    act = "statement.recomputed" if result.is_verified else "statement.recomputed_differs"
    _record(statement, person, at, act)
    return result


@clause("OP-3-E-4")
@transaction.atomic
def confirm_statement(*, person: Person, at: datetime, code: str, month: str, digest: str) -> Statement:
    """The brand confirms exactly the version it saw; amount and payment date are fixed from then on. Twice is once."""
    check_may(person, "answer_statement")
    contract = get_contract(code, lock=True)
    statement = get_statement(contract, month, lock=True)
    if statement.digest != digest:
        raise UnableToAnswer("已有新的版本", code="STATEMENT_CHANGED", remedy="请刷新页面，看过新版再确认。")
    if statement.state == CONFIRMED:
        return statement
    if statement.state == CLOSED:
        raise UnableToAnswer("对账单还没有发出", remedy="等乙方发出后再确认。")
    statement.state, statement.confirmed_by, statement.confirmed_at = CONFIRMED, person, at
    statement.pay_by = _pay_by(statement, at)
    statement.save(update_fields=["state", "confirmed_by", "confirmed_at", "pay_by"])
    entry = _record(statement, person, at, "statement.confirmed")
    for party in contract.parties:
        hand_out_head(entry, document=f"{month} 对账单回执", holder_org_id=party.pk)
    for key in (f"answer-{month}", f"answer-question-{month}"):
        close_duty(contract.pk, key=key, at=at)
    _raise_payment(statement, at)
    return statement


@transaction.atomic
def ask_question(
    *, person: Person, at: datetime, code: str, month: str, digest: str, reason: str, rows: Sequence[str] = ()
) -> Question:
    """The brand questions the sent version it saw, or rows of it, with a reason; the agency answers or sends a new version."""
    check_may(person, "answer_statement")
    contract = get_contract(code, lock=True)
    statement = get_statement(contract, month, lock=True)
    if statement.digest != digest:
        raise UnableToAnswer("已有新的版本", code="STATEMENT_CHANGED", remedy="请刷新页面，看过新版再提。")
    if statement.state not in (SENT, QUESTIONED):
        raise UnableToAnswer(
            f"对账单现在是“{statement.get_state_display()}”", remedy="确认后的差异记入下月调整。"
        )
    if not reason.strip():
        raise UnableToAnswer("没有写理由", code="REASON_MISSING", remedy="请写明哪里不对、应是多少。")
    question = Question.objects.create(
        statement=statement,
        contract=contract,
        rows=list(rows)[:1000],
        reason=reason.strip()[:2000],
        asked_by=person,
        asked_at=at,
    )
    statement.state = QUESTIONED
    statement.save(update_fields=["state"])
    _record(
        statement, person, at, "statement.questioned", {"question": question.pk, "rows": len(question.rows)}
    )
    raise_duty(
        contract.pk, key=f"answer-question-{month}", kind="answer_question", side="b", page=_page(statement), at=at,
        facts={"month": month}, clause=statement.sources.get("statement", ""),
    )  # fmt: skip
    return question


@transaction.atomic
def answer_question(*, person: Person, at: datetime, code: str, question_id: int, answer: str) -> Question:
    """The agency answers a question and stands by the statement; a changed figure needs a new version instead."""
    check_may(person, "send_statement")
    contract = get_contract(code, lock=True)
    question = contract.questions.select_related("statement").filter(pk=question_id).first()
    if question is None or question.answered_at:
        raise UnableToAnswer("这个疑问已经答复", remedy="请刷新页面。")
    if not answer.strip():
        raise UnableToAnswer("没有写答复", code="REASON_MISSING", remedy="请写明为什么这样算。")
    question.answer, question.answered_by, question.answered_at = answer.strip()[:2000], person, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    statement = question.statement
    _record(statement, person, at, "statement.answered", {"question": question.pk})
    if statement.state == QUESTIONED and not statement.questions.filter(answered_at=None).exists():
        statement.state = SENT
        statement.save(update_fields=["state"])
        close_duty(contract.pk, key=f"answer-question-{statement.month}", at=at)
    return question


def settle_rows(statement: Statement) -> None:
    """Mark the rows of the bundle as settled; the primary key refuses a row that another statement has settled."""
    with connection.cursor() as cursor:
        cursor.execute("create temp table settling (like settlement_settledrow) on commit drop")
        with cursor.copy(f"copy settling ({', '.join(SETTLED_COLUMNS)}) from stdin") as copy:
            for row in iter_settled(statement):
                copy.write_row(row)
        columns = ", ".join(SETTLED_COLUMNS)
        cursor.execute(f"insert into settlement_settledrow ({columns}) select {columns} from settling")
        cursor.execute("drop table settling")


def release_rows(statement: Statement) -> None:
    """Give the rows of a replaced version free for the version that takes its place."""
    SettledRow.objects.filter(statement=statement).delete()


def _record(
    statement: Statement, person: Person, at: datetime, act: str, facts: Mapping[str, object] | None = None
) -> Entry:
    figures = statement.figures
    return append(
        statement.contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act,
        subject=f"{statement.contract.code} {statement.month} v{statement.version}",
        facts={"digest": statement.digest, "amount_due": figures["amount_due"], "payer": figures["payer"], **(facts or {})},
    )  # fmt: skip


def _page(statement: Statement) -> str:
    return f"/contracts/{statement.contract.code}/statements/{statement.month}"


def _end_of(day: date | None) -> datetime | None:
    """The last moment of a day in Asia/Shanghai."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI) if day else None


def _confirm_by(statement: Statement, at: datetime) -> date | None:
    rules = statement.terms.get("statement")
    return add_days(day_of(at), rules["confirm_days"], rules["confirm_day_kind"])[0] if rules else None


def _pay_by(statement: Statement, at: datetime) -> date | None:
    """The later of `pay_days` after confirmation and the window's end (SPEC §6)."""
    rules, window_end = statement.terms.get("statement"), statement.figures["dates"]["window_end"]
    if not rules or not window_end:
        return None
    return max(
        add_days(day_of(at), rules["pay_days"], rules["pay_day_kind"])[0], date.fromisoformat(window_end)
    )


def _raise_payment(statement: Statement, at: datetime) -> None:
    figures = statement.figures
    if figures["payer"]:
        raise_duty(
            statement.contract_id, key=f"pay-{statement.month}", kind="pay_statement", side=figures["payer"], page=_page(statement),
            at=at, due_at=_end_of(statement.pay_by), clause=statement.sources.get("statement", ""),
            facts={"month": statement.month, "amount": yuan(figures["amount_due"])},
        )  # fmt: skip
