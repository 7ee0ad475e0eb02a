"""One-time keys: done once, answered the same; another request is refused; of a refusal nothing is kept."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import acting, register, shanghai

from paidang.kit.outcome import UnableTo
from paidang.team.actions import KeyReused, answer_once, set_legal_name
from paidang.team.actions.forms import KEPT_FOR
from paidang.team.models import AnsweredForm, Organisation, Person
from paidang.team.rules.once import request_digest
from paidang.team.rules.roles import AGENCY

AT = shanghai("2026-10-09 10:00")


def rename(person: Person, name: str, *, key: str = "k", at=AT):
    """An act that leaves a trace: the organisation's registered name, which it answers with how often it was done."""

    def act() -> tuple[int, str]:
        set_legal_name(person=person, at=at, legal_name=name)
        return 200, f"{name} {at:%H:%M}"

    with acting(person):
        return answer_once(
            person=person, at=at, key=key, request_sha256=request_digest([name.encode()]), act=act
        )


def name_of(person: Person) -> str:
    with acting(person):
        return Organisation.objects.get(pk=person.org_id).legal_name


def test_the_same_request_again_is_answered_as_before_and_done_once(agency):
    first = rename(agency.manager, "甲")
    rename(agency.manager, "乙", key="another")
    again = rename(agency.manager, "甲", at=AT + timedelta(hours=1))
    assert (again.status, again.body) == (first.status, first.body)
    assert (first.again, again.again) == (False, True)
    assert name_of(agency.manager) == "乙"


def test_another_request_under_the_same_key_is_refused(agency):
    rename(agency.manager, "甲")
    with pytest.raises(KeyReused) as refused:
        rename(agency.manager, "乙")
    assert refused.value.code == "IDEMPOTENCY_KEY_REUSED" and name_of(agency.manager) == "甲"


def test_two_people_may_use_the_same_key(agency, brand):
    rename(agency.manager, "甲")
    assert not rename(brand.manager, "甲").again


def test_of_a_refusal_nothing_is_kept(agency):
    def refuse() -> tuple[int, str]:
        set_legal_name(person=agency.manager, at=AT, legal_name="丙")
        raise UnableTo("现在不行")

    digest = request_digest(["甲".encode()])
    with acting(agency.manager), pytest.raises(UnableTo):
        answer_once(person=agency.manager, at=AT, key="k", request_sha256=digest, act=refuse)
    assert name_of(agency.manager) != "丙"
    assert not rename(agency.manager, "甲").again


def test_it_is_kept_for_some_days_and_no_longer(agency):
    rename(agency.manager, "甲")
    assert rename(agency.manager, "甲", at=AT + KEPT_FOR - timedelta(seconds=1)).again
    assert not rename(agency.manager, "乙", at=AT + KEPT_FOR + timedelta(seconds=1)).again
    with acting(agency.manager):
        assert AnsweredForm.objects.count() == 1


def test_nobody_else_sees_what_was_answered(agency, brand):
    rename(agency.manager, "甲")
    for person in (agency.finance, brand.manager):
        with acting(person):
            assert not AnsweredForm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_does_it_and_the_other_hears_the_same():
    person = register(name="拾舟电商", kind=AGENCY, code="shizhou").manager
    start, answers = Barrier(2), []

    def ask() -> None:
        start.wait(timeout=20)
        answers.append(rename(person, "甲"))
        connection.close()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answer.again for answer in answers) == [False, True]
    assert answers[0].body == answers[1].body


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_two_requests_have_one_digest_only_if_they_are_one(one, other):
    assert (request_digest(one) == request_digest(other)) == (one == other)
