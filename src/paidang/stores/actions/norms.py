"""The technical norms of a contract's stores: one side proposes, the other agrees; what their pages' checks say of them."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.actions.recording import record as record_of_contract
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI, day_of
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.stores.actions.connect import check_may_operate
from paidang.stores.actions.recording import record
from paidang.stores.engines.checking import Seen, look_at
from paidang.stores.models import StoreCheck, StoreCheckDay, StoreLink, StoreNorms
from paidang.stores.queries import get_link
from paidang.stores.queries.norms import get_norms as find_norms
from paidang.stores.queries.norms import health_now, norms_at, norms_of
from paidang.stores.rules.norms import (
    AGREED,
    CHECK_EVERY,
    DECLINED,
    PROPOSED,
    RANGES,
    Norms,
    judge,
    missed,
    p95,
)
from paidang.team.context import act_as
from paidang.team.models import Person

NOTE_CHARS_MAX = 500
CLAUSE = "OP-2-B-1"


class UnableToSetNorms(UnableTo):
    """Codes: NORMS_NOT_SET, NORMS_ANSWERED, CONTRACT_NOT_IN_FORCE."""

    code = "NORMS_NOT_SET"


@clause("OP-2-B-1", "OP-4-B-3")
@transaction.atomic
def propose_norms(
    *, person: Person, at: datetime, code: str, norms: Norms | None, note: str = ""
) -> StoreNorms:
    """Propose a new version to the other side; one that waits is replaced by it, if it is one's own."""
    contract, side = _contract_of(person, code)
    if norms is None or not all(low <= getattr(norms, name) <= high for name, (low, high) in RANGES.items()):
        raise UnableToSetNorms(
            say("数不对"),
            remedy=say("可用率 50% 到 100%，响应 100 到 60000 毫秒，证书 0 到 365 天，打不开 0 到 288 次。"),
        )
    waiting = StoreNorms.objects.filter(contract=contract, state=PROPOSED).first()
    if waiting and waiting.side != side:
        raise UnableToSetNorms(
            say("对方提的第 {n} 版还没有答复", n=waiting.number), remedy=say("先同意或不同意它。")
        )
    if waiting:
        waiting.state, waiting.answered_by, waiting.answered_at = DECLINED, person, at
        waiting.save()
    row = StoreNorms.objects.create(
        contract=contract, number=next_number(StoreNorms, contract=contract),
        uptime_bp=norms.uptime_bp, p95_ms=norms.p95_ms, cert_days=norms.cert_days,
        failed_max=norms.failed_max, note=note.strip()[:NOTE_CHARS_MAX], state=PROPOSED, side=side, proposed_by=person, proposed_at=at,
    )  # fmt: skip
    _record(contract, person, at, "stores.norms_proposed", row)
    raise_duty(
        contract.pk, key=f"norms-{row.number}", kind="answer_norms", side=other_side(side), at=at, clause=CLAUSE,
        page=f"/settings/stores/norms?contract={contract.code}", facts={"number": row.number},
    )  # fmt: skip
    if waiting:
        close_duty(contract.pk, key=f"norms-{waiting.number}", at=at)
    return row


@clause("OP-2-B-1", "OP-4-B-3")
@transaction.atomic
def answer_norms(*, person: Person, at: datetime, code: str, number: int, agree: bool) -> StoreNorms:
    """Agree to the other side's version, which holds from now on, or not. The same answer again changes nothing."""
    contract, side = _contract_of(person, code)
    row = find_norms(contract.pk, number, lock=True)
    state = AGREED if agree else DECLINED
    if row.state == state:
        return row
    if row.state != PROPOSED or row.side == side:
        raise UnableToSetNorms(
            say("第 {n} 版技术规范不由您答复，或已经答复过", n=number),
            code="NORMS_ANSWERED",
            remedy=say("要改就提新的一版。"),
        )
    row.state, row.answered_by, row.answered_at = state, person, at
    row.save()
    _record(contract, person, at, "stores.norms_agreed" if agree else "stores.norms_declined", row)
    close_duty(contract.pk, key=f"norms-{number}", at=at)
    return row


@transaction.atomic
def set_front(*, person: Person, at: datetime, link_id: int, url: str) -> StoreLink:
    """Say which page of a store buyers open: it is looked at from now on. Empty: no more. The same again changes nothing."""
    link, url = get_link(link_id, lock=True), url.strip()
    check_may_operate(person, link.contract)
    there = urlsplit(url)
    if url and not (
        there.scheme in ("http", "https") and there.hostname and not there.username and len(url) <= 300
    ):
        raise UnableToSetNorms(say("网址不对"), remedy=say("要 https:// 开头的完整网址，如店铺首页。"))
    if url == link.front_url:
        return link
    link.front_url, link.check_at = url, at if url else None
    link.save(update_fields=["front_url", "check_at"])
    record(link, person, at, "stores.front_set", {"host": there.hostname or ""})
    return link


def check_front(*, link_id: int, org_id: int, clock: Callable[[], datetime]) -> None:
    """Look at a store's page, with nothing locked, and write what was seen. To be called in nobody's name."""
    with act_as(org_id=org_id):
        url = get_link(link_id).front_url
    if not url:
        return
    at, seen = clock(), look_at(url)
    with act_as(org_id=org_id):
        note_check(at=at, link_id=link_id, seen=seen)


@transaction.atomic
def note_check(*, at: datetime, link_id: int, seen: Seen) -> StoreCheck | None:
    """Write what a look at a store's page showed, count the day anew, and hold it against the norms. None: written already.

    A look of somebody's that nobody asked for any more is not kept.
    """
    link = get_link(link_id, lock=True)
    if not link.front_url or StoreCheck.objects.filter(link=link, at=at).exists():
        return None
    check = StoreCheck.objects.create(
        contract=link.contract, link=link, at=at, status=seen.status, took_ms=seen.took_ms, cert_until=seen.cert_until,
        is_good=seen.is_good, problem=seen.problem,
    )  # fmt: skip
    link.check_at = at + CHECK_EVERY
    _count_day(link, at)
    _hold_against_norms(link, at)
    link.save(update_fields=["check_at", "misses"])
    return check


def _count_day(link: StoreLink, at: datetime) -> None:
    day = day_of(at)
    start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    rows = list(
        StoreCheck.objects.filter(link=link, at__gte=start, at__lte=at).values_list(
            "is_good", "status", "took_ms", "cert_until"
        )
    )
    ends = [cert for *_, cert in rows if cert]
    StoreCheckDay.objects.update_or_create(
        link=link,
        day=day,
        defaults={
            "contract_id": link.contract_id,
            "checks": len(rows),
            "failed": sum(not is_good for is_good, *_ in rows),
            "p95_ms": p95([took for _, status, took, _ in rows if status is not None]),
            "cert_until": min(ends) if ends else None,
        },
    )


def _hold_against_norms(link: StoreLink, at: datetime) -> None:
    """What is not kept any more, or again, goes on record and on the agency's list."""
    norms = norms_at(link.contract_id, at)
    day = day_of(at)
    misses = missed(judge(norms_of(norms), health_now(link, day), day)) if norms else []
    if misses == link.misses:
        return
    link.misses = misses
    key = f"store-norms-{link.pk}"
    if misses:
        record(
            link,
            link.connected_by,
            at,
            "stores.norms_missed",
            {"norms": misses, "version": norms.number if norms else 0},
        )
        raise_duty(
            link.contract_id, key=key, kind="keep_norms", side="b", at=at, clause=CLAUSE,
            page=f"/settings/stores/norms?contract={link.contract.code}", facts={"store": link.store},
        )  # fmt: skip
    else:
        record(link, link.connected_by, at, "stores.norms_kept", {"version": norms.number if norms else 0})
        close_duty(link.contract_id, key=key, at=at)


def _contract_of(person: Person, code: str) -> tuple[Contract, str]:
    contract = contract_in_force(person, code, "agree_norms", unable=UnableToSetNorms)
    return contract, contract.side_of(person.org_id)


def _record(contract: Contract, person: Person, at: datetime, act: str, row: StoreNorms) -> None:
    facts = {
        "number": row.number, "uptime_bp": row.uptime_bp, "p95_ms": row.p95_ms, "cert_days": row.cert_days, "failed_max": row.failed_max,
    }  # fmt: skip
    record_of_contract(contract, person, at, act, facts)
