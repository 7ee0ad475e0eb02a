"""Killed (-9) at any point of closing, sending, confirming, paying: the old state or the new one, never half; again completes it once.

PAIDANG_KILLS: how many points in all. `make soak` takes hundreds.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection
from tests.cast import Party, acting, agree_on, shanghai
from tests.killing import AFTER_COMMIT, AT_COMMIT, KILLED, NEVER, Killer

from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry, HeldHead
from paidang.evidence.queries import verify_chain
from paidang.settlement.actions import start_batch
from paidang.settlement.bundle import verify_folder
from paidang.settlement.models import (
    BankFile,
    BankLine,
    BatchItem,
    BundleFile,
    Payment,
    PaymentPart,
    SettledRow,
    Statement,
)
from paidang.settlement.queries import unpack_bundle
from paidang.settlement.tests.many import more_contracts
from paidang.settlement.tests.month import MARCH_CLOSED, MARCH_SENT, fill_march
from paidang.team.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS = int(os.environ.get("PAIDANG_KILLS", "30"))
ACTS = "paidang.settlement.tests.killed_acts:"
MARCH = "2026-03"
Picture = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def killer(tmp_path: Path) -> Iterator[Killer]:
    with Killer(database=connection.settings_dict["NAME"], folder=tmp_path) as killer:
        yield killer


def picture(person: Person) -> Picture:
    """All that the acts may write, as a second process sees it."""
    with acting(person):
        return {
            "statements": [*Statement.objects.order_by("pk").values_list("pk", "state", "digest", "note", "pay_by")],
            "files": [*BundleFile.objects.order_by("pk").values_list("statement_id", "name", "sha256")],
            "settled": [*SettledRow.objects.order_by("contract_id", "kind", "row_id").values_list("kind", "row_id")],
            "payments": [*Payment.objects.order_by("pk").values_list("pk", "amount_fen")],
            "parts": [*PaymentPart.objects.order_by("pk").values_list("payment_id", "debt", "amount_fen")],
            "duties": [*Duty.objects.order_by("pk").values_list("key", "closed_at")],
            "entries": [*Entry.objects.order_by("chain_id", "seq").values_list("chain_id", "seq", "act")],
            "heads": [*HeldHead.objects.order_by("pk").values_list("chain_id", "seq", "document")],
            "bank": [*BankFile.objects.order_by("pk").values_list("sha256", "taken_in_at")],
            "lines": [*BankLine.objects.order_by("pk").values_list("serial", "amount_fen")],
            "items": [*BatchItem.objects.order_by("pk").values_list("contract_id", "state")],
        }  # fmt: skip


def check_whole(person: Person) -> None:
    """Every chain verifies, and every statement that there is recomputes from its own bundle."""
    with acting(person):
        for contract in Contract.objects.all():
            assert verify_chain(contract.chain_id).broken_at is None
        for statement in Statement.objects.all():
            with TemporaryDirectory() as folder:
                unpack_bundle(statement, Path(folder))
                assert verify_folder(Path(folder)).is_verified


def points(total: int, wanted: int) -> list[int]:
    """`wanted` numbers from 1 to `total`, the first and the last among them."""
    count = max(2, min(wanted, total))
    return sorted({1 + round(n * (total - 1) / (count - 1)) for n in range(count)})


def kill_all_along(
    killer: Killer, act: str, arguments: dict[str, object], seen_by: Person, kills: int
) -> None:
    """Kill it at points all along, at the commit and after it; each time nothing or all of it is there, the last time once."""
    before = picture(seen_by)
    ended, total = killer.run(ACTS + act, arguments, AT_COMMIT)
    assert ended == KILLED and picture(seen_by) == before
    for point in points(total, kills):
        assert killer.run(ACTS + act, arguments, point) == (KILLED, point)
        assert picture(seen_by) == before, f"{act}, killed at {point} of {total}"
    assert killer.run(ACTS + act, arguments, AFTER_COMMIT)[0] == KILLED
    after = picture(seen_by)
    assert after != before
    check_whole(seen_by)
    assert killer.run(ACTS + act, arguments, NEVER)[0] == ""
    assert picture(seen_by) == after


def asked(person: Person, at: datetime, contract: Contract) -> dict[str, object]:
    return {
        "org": person.org_id, "person": person.pk, "at": at.isoformat(), "code": contract.code, "month": MARCH,
    }  # fmt: skip


def test_a_month_killed_at_any_point_is_as_before_or_done(
    killer: Killer, brand: Party, agency: Party
) -> None:
    contract = agree_on(brand=brand, agency=agency)
    fill_march(contract, brand, agency)
    each, ours, theirs = max(2, KILLS * 2 // 9), agency.finance, brand.finance
    kill_all_along(killer, "close", asked(ours, MARCH_CLOSED, contract), ours, each)
    kill_all_along(killer, "send", asked(ours, MARCH_SENT, contract), ours, each)
    kill_all_along(killer, "confirm", asked(theirs, MARCH_SENT, contract), ours, each)
    kill_all_along(killer, "pay", asked(ours, shanghai("2026-04-17 10:00"), contract), ours, each)
    with acting(ours):
        acts = list(
            Entry.objects.filter(chain_id=contract.chain_id, act__startswith="statement.").values_list(
                "act", flat=True
            )
        )
    assert acts == ["statement.closed", "statement.sent", "statement.confirmed", "statement.paid"]


def test_a_bank_import_killed_at_any_point_brings_no_line_twice_and_loses_none(
    killer: Killer, brand: Party, agency: Party
) -> None:
    contract, ours, each = agree_on(brand=brand, agency=agency), agency.finance, max(2, KILLS // 9)
    who: dict[str, object] = {
        "org": ours.org_id, "person": ours.pk, "at": shanghai("2026-04-18 10:00").isoformat()
    }  # fmt: skip
    kill_all_along(killer, "receive_bank", who, ours, each)
    kill_all_along(killer, "take_bank_in", who, ours, each)
    kill_all_along(killer, "pay_by_lines", who | {"code": contract.code}, ours, each)
    with acting(ours):
        assert sorted(BankLine.objects.values_list("serial", "payments__amount_fen")) == [
            ("S1", 1_000),
            ("S2", 2_000),
        ]
        acts = Entry.objects.filter(chain_id=ours.org.chain_id, act__startswith="bank.").order_by("seq")
        assert [*acts.values_list("act", flat=True)] == ["bank.received", "bank.taken_in"]


def test_a_worker_killed_at_any_point_of_a_batch_closes_each_contract_once(
    killer: Killer, brand: Party, agency: Party
) -> None:
    first = agree_on(brand=brand, agency=agency)
    fill_march(first, brand, agency)
    contracts, ours = [first, *more_contracts(first, brand, agency, 1)], agency.finance
    with acting(ours):
        picks = {one.code: "" for one in contracts}
        batch, _new = start_batch(person=ours, at=MARCH_CLOSED, kind="close", month=MARCH, picks=picks)
    arguments = {"org": ours.org_id, "person": ours.pk, "batch": batch.pk}
    _ended, total = killer.run(ACTS + "carry_out", arguments, AT_COMMIT)
    step = max(1, 3 * total // max(3, KILLS // 5))
    killed, point, ended = 0, step, KILLED
    while ended == KILLED:
        ended, _passed = killer.run(ACTS + "carry_out", arguments, point)
        killed, point = killed + 1, point + step
        with acting(ours):
            closed = set(Statement.objects.values_list("contract_id", flat=True))
            assert closed == set(batch.items.filter(state="done").values_list("contract_id", flat=True))
    assert ended == "" and killed > 2
    check_whole(ours)
    with acting(ours):
        assert list(batch.items.values_list("state", flat=True)) == ["done", "done"]
        for contract in contracts:
            assert Entry.objects.filter(chain_id=contract.chain_id, act="statement.closed").count() == 1
        assert Entry.objects.filter(chain_id=ours.org.chain_id, act="batch.close_done").count() == 1
