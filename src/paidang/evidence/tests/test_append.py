"""Appending: in order under concurrency, together with the act or not at all, never changed afterwards."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import acting, shanghai

from paidang.evidence import queries
from paidang.evidence.actions import append, check_chain, export_chain, hand_out_head
from paidang.evidence.models import Chain, Entry
from paidang.evidence.queries import get_heads, verify_chain, verify_chain_lately

AT = shanghai("2026-10-09 10:00")
APPENDERS, EACH = 6, 5


def say(person, subject):
    return append(
        person.org.chain_id,
        at=AT,
        org_id=person.org_id,
        person_id=person.pk,
        act="signed_in",
        subject=subject,
    )


def test_an_entry_continues_the_chain(brand):
    with acting(brand.manager):
        before = Chain.objects.get(pk=brand.org.chain_id)
        entry = say(brand.manager, "a")
        assert (entry.seq, entry.previous) == (before.head_seq + 1, before.head_hash)
        assert verify_chain(brand.org.chain_id).is_unaltered


def test_what_was_written_and_what_was_hashed_are_the_same(brand):
    """Facts go through jsonb and moments through another zone, and the hash still holds."""
    with acting(brand.manager):
        append(
            brand.org.chain_id, at=AT, org_id=brand.org.pk, person_id=None, act="x", subject="测试",
            facts={"b": [1, None, {"z": "值", "a": 2**60}], "a": True, "": ""},
        )  # fmt: skip
        assert verify_chain(brand.org.chain_id).is_unaltered


def test_of_a_long_chain_what_was_verified_lately_is_not_read_again(brand, monkeypatch):
    monkeypatch.setattr(queries, "LONG", 1)
    chain, later = brand.org.chain_id, shanghai("2026-10-09 10:05")
    with acting(brand.manager):
        first, _at = verify_chain_lately(chain, at=AT)
        say(brand.manager, "a")
        verdict, known_at = verify_chain_lately(chain, at=later)
        assert (verdict.entries, verdict.is_unaltered, known_at) == (first.entries + 1, True, AT)
        check_chain(chain, at=later, org_id=brand.org.pk, person_id=brand.manager.pk, subject="x")
        assert verify_chain_lately(chain, at=later) == (verify_chain(chain), later), (
            "the button reads all of it"
        )


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended():
    with pytest.raises(AssertionError, match="transaction"):
        append(1, at=AT, org_id=1, person_id=None, act="x", subject="x")


def test_a_rollback_of_the_act_leaves_no_entry(brand):
    with acting(brand.manager):
        before = Chain.objects.get(pk=brand.org.chain_id).head_seq
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            say(brand.manager, "a")
            raise ZeroDivisionError
        assert Chain.objects.get(pk=brand.org.chain_id).head_seq == before
        assert Entry.objects.filter(chain_id=brand.org.chain_id).count() == before


@pytest.mark.django_db(transaction=True)
def test_concurrent_appenders_wait_for_each_other(transactional_db, brand):
    problems: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(EACH):
                with acting(brand.manager):
                    say(brand.manager, f"{number}/{turn}")
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)
        finally:
            connection.close()

    with acting(brand.manager):
        before = Chain.objects.get(pk=brand.org.chain_id).head_seq
    threads = [threading.Thread(target=work, args=(number,)) for number in range(APPENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    with acting(brand.manager):
        verdict = verify_chain(brand.org.chain_id)
        assert verdict.is_unaltered
        assert verdict.entries == before + APPENDERS * EACH
        for number in range(APPENDERS):  # each appender's own entries kept their order
            said = list(
                Entry.objects.filter(subject__startswith=f"{number}/")
                .order_by("seq")
                .values_list("subject", flat=True)
            )
            assert said == [f"{number}/{turn}" for turn in range(EACH)]


@pytest.mark.parametrize("sql", ["update evidence_entry set act = 'x'", "delete from evidence_entry"])
def test_the_web_role_can_neither_edit_nor_delete(brand, sql):
    with acting(brand.manager):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)
        assert verify_chain(brand.org.chain_id).is_unaltered


def test_another_organisation_cannot_append(brand, outsider):
    with acting(outsider.manager), pytest.raises(Chain.DoesNotExist):
        append(
            brand.org.chain_id,
            at=AT,
            org_id=outsider.org.pk,
            person_id=outsider.manager.pk,
            act="x",
            subject="x",
        )
    with acting(brand.manager):
        assert not Entry.objects.filter(subject="x").exists()


def test_a_head_in_somebodys_hands_vouches_up_to_it(brand):
    with acting(brand.manager):
        entry = say(brand.manager, "a")
        hand_out_head(entry, document="回执", holder_org_id=brand.org.pk)
        say(brand.manager, "b")
        verdict = verify_chain(brand.org.chain_id)
        assert (verdict.complete_to, verdict.entries) == (entry.seq, entry.seq + 1)


def test_a_check_is_on_record_with_its_result(brand):
    with acting(brand.manager):
        verdict = check_chain(
            brand.org.chain_id, at=AT, org_id=brand.org.pk, person_id=brand.manager.pk, subject="org"
        )
        last = Entry.objects.filter(chain_id=brand.org.chain_id).last()
        assert last.act == "evidence.verified"
        assert last.facts == {"entries": verdict.entries, "broken_at": None, "complete_to": 0}


def test_an_export_holds_itself_and_is_held(brand):
    with acting(brand.manager):
        export_chain(
            brand.org.chain_id, at=AT, org_id=brand.org.pk, person_id=brand.manager.pk, subject="org"
        )
        head = Chain.objects.get(pk=brand.org.chain_id)
        assert [(held.seq, held.hash) for held in get_heads(head.pk)] == [(head.head_seq, head.head_hash)]
