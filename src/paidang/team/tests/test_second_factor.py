"""The second factor: turning it on, codes that work once, guessing that stops, recovery, and who may reset it."""

from datetime import datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from tests.at_once import at_once, wait_until_another_waits
from tests.cast import Party, acting, shanghai

from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.team.actions import (
    UnableToConfirm,
    begin_second_factor,
    check_code,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from paidang.team.models import Person, SecondFactor
from paidang.team.queries import get_begun_enrolment, has_second_factor, list_with_second_factor
from paidang.team.rules.one_time_codes import STEP_S, TRIES, TRIES_A_DAY, code_at, step_of

AT = shanghai("2026-10-09 10:00")


def code(secret: str, at: datetime = AT) -> str:
    return code_at(secret, step_of(at))


def enrol(person: Person, at: datetime = AT - timedelta(minutes=5)) -> tuple[str, list[str]]:
    """The secret and the recovery codes of somebody who turned it on a while ago."""
    with acting(person):
        secret = begin_second_factor(person=person, at=at).secret
        return secret, confirm_second_factor(person=person, at=at, code=code(secret, at))


def refused_with(reason: str, person: Person, typed: str, at: datetime = AT, **more: bool) -> UnableToConfirm:
    with pytest.raises(UnableToConfirm) as refused:
        check_code(person=person, at=at, code=typed, **more)
    assert refused.value.code == reason
    return refused.value


def acts(party: Party) -> list[str]:
    return list(
        Entry.objects.filter(chain_id=party.org.chain_id).order_by("seq").values_list("act", flat=True)
    )


def test_it_is_on_once_a_code_is_confirmed(brand):
    person = brand.manager
    with acting(person):
        begun = begin_second_factor(person=person, at=AT)
        assert begun.secret in begun.uri and begun.qr_svg.startswith("<svg")
        assert not has_second_factor(person)
        assert get_begun_enrolment(person) == begun
        recovery = confirm_second_factor(person=person, at=AT, code=code(begun.secret))
        assert has_second_factor(person)
        assert get_begun_enrolment(person) is None
        assert len(set(recovery)) == 10
        assert acts(brand)[-2:] == ["person.second_factor_begun", "person.second_factor_on"]


def test_neither_secret_nor_codes_stand_anywhere_in_the_clear(brand):
    secret, recovery = enrol(brand.manager)
    with acting(brand.manager), connection.cursor() as cursor:
        cursor.execute("select row_to_json(f)::text from team_secondfactor f")
        kept = cursor.fetchone()[0] + str(list(Entry.objects.values_list("facts", flat=True)))
    assert secret not in kept
    assert not any(each in kept or each.replace("-", "") in kept for each in recovery)


def test_a_wrong_first_code_turns_nothing_on_and_the_secret_stays(brand):
    with acting(brand.manager):
        begun = begin_second_factor(person=brand.manager, at=AT)
        with pytest.raises(UnableToConfirm):
            confirm_second_factor(person=brand.manager, at=AT, code=wrong(begun.secret))
        assert not has_second_factor(brand.manager)
        assert get_begun_enrolment(brand.manager) == begun
        assert "person.second_factor_on" not in acts(brand)


def test_beginning_again_voids_the_first_secret_and_is_refused_once_on(brand):
    person = brand.manager
    with acting(person):
        first, second = (begin_second_factor(person=person, at=AT).secret for _ in range(2))
        with pytest.raises(UnableToConfirm):
            confirm_second_factor(person=person, at=AT, code=code(first))
        confirm_second_factor(person=person, at=AT, code=code(second))
        for again in (begin_second_factor, confirm_second_factor):
            with pytest.raises(UnableToConfirm):
                again(
                    person=person, at=AT, **({"code": code(second)} if again is confirm_second_factor else {})
                )


def test_without_one_a_code_cannot_be_checked(brand):
    with acting(brand.manager):
        refused_with("SECOND_FACTOR_MISSING", brand.manager, "123456")
        begin_second_factor(person=brand.manager, at=AT)
        refused_with("SECOND_FACTOR_MISSING", brand.manager, "123456")


def wrong(secret: str, at: datetime = AT) -> str:
    """Six digits that are none of the codes around that moment."""
    around = {code_at(secret, step_of(at) + by) for by in range(-2, 3)}
    return next(digits for number in range(10) if (digits := f"{number:06d}") not in around)


@pytest.mark.parametrize("by", [-1, 0, 1])
def test_a_clock_may_be_wrong_by_one_step(brand, by):
    secret, _ = enrol(brand.manager)
    with acting(brand.manager):
        check_code(person=brand.manager, at=AT, code=code_at(secret, step_of(AT) + by))


@pytest.mark.parametrize("by", [-2, 2])
def test_and_no_more(brand, by):
    secret, _ = enrol(brand.manager)
    with acting(brand.manager):
        refused_with("CODE_WRONG", brand.manager, code_at(secret, step_of(AT) + by))


def test_a_code_is_taken_as_people_type_it(brand):
    secret, _ = enrol(brand.manager)
    six = code(secret)
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in six)
    with acting(brand.manager):
        check_code(person=brand.manager, at=AT, code=f" {full_width[:3]} {full_width[3:]} ")


def test_a_code_works_once_and_no_earlier_one_after_it(brand):
    secret, _ = enrol(brand.manager)
    with acting(brand.manager):
        check_code(person=brand.manager, at=AT, code=code(secret))
        refused_with("CODE_USED", brand.manager, code(secret))
        refused_with("CODE_USED", brand.manager, code_at(secret, step_of(AT) - 1))
        check_code(
            person=brand.manager, at=AT + timedelta(seconds=STEP_S), code=code_at(secret, step_of(AT) + 1)
        )


def test_the_code_that_turned_it_on_is_used_up(brand):
    with acting(brand.manager):
        secret = begin_second_factor(person=brand.manager, at=AT).secret
        confirm_second_factor(person=brand.manager, at=AT, code=code(secret))
        refused_with("CODE_USED", brand.manager, code(secret))


def test_guessing_stops_and_goes_on_when_the_first_try_is_a_quarter_of_an_hour_old(brand):
    secret, _ = enrol(brand.manager)
    with acting(brand.manager):
        for n in range(TRIES):
            refused_with("CODE_WRONG", brand.manager, wrong(secret), AT + timedelta(minutes=n))
        late = AT + timedelta(minutes=14)
        refused = refused_with("TOO_MANY_TRIES", brand.manager, code(secret, late), late)
        assert "10:15:00" in refused.message
        free = AT + timedelta(minutes=15, seconds=1)
        check_code(person=brand.manager, at=free, code=code(secret, free))


def test_guessing_with_patience_stops_for_the_day(brand):
    secret, _ = enrol(brand.manager)
    with acting(brand.manager):
        for n in range(TRIES_A_DAY):
            refused_with("CODE_WRONG", brand.manager, wrong(secret), AT + timedelta(minutes=20 * n))
        late = AT + timedelta(hours=13)
        refused = refused_with("TOO_MANY_TRIES", brand.manager, code(secret, late), late)
        assert "一天之内已错 30 次，10-10 10:00:00 之后可再试" in str(refused)
        free = AT + timedelta(days=1, seconds=1)
        check_code(person=brand.manager, at=free, code=code(secret, free))


def test_what_the_refused_request_rolls_back_does_not_give_the_tries_back(brand):
    secret, _ = enrol(brand.manager)
    for _ in range(TRIES):
        with pytest.raises(UnableTo), acting(brand.manager):
            check_code(person=brand.manager, at=AT, code=wrong(secret))
    with acting(brand.manager):
        refused_with("TOO_MANY_TRIES", brand.manager, code(secret))


def test_a_success_forgets_the_wrong_tries(brand):
    secret, _ = enrol(brand.manager)
    with acting(brand.manager):
        for n in range(3):
            for _ in range(TRIES - 1):
                refused_with("CODE_WRONG", brand.manager, wrong(secret))
            later = AT + timedelta(seconds=STEP_S * n)
            check_code(person=brand.manager, at=later, code=code(secret, later))


def test_a_recovery_code_works_once_and_only_where_it_may(brand):
    _, recovery = enrol(brand.manager)
    with acting(brand.manager):
        refused_with("CODE_WRONG", brand.manager, recovery[0])
        check_code(person=brand.manager, at=AT, code=recovery[0].lower(), or_recovery=True)
        refused_with("CODE_WRONG", brand.manager, recovery[0], or_recovery=True)
        entry = Entry.objects.filter(chain_id=brand.org.chain_id).latest("seq")
        assert (entry.act, entry.facts) == ("person.recovery_code_used", {"left": 9})


def test_renewed_recovery_codes_void_the_old_ones(brand):
    secret, old = enrol(brand.manager)
    with acting(brand.manager):
        new = renew_recovery_codes(person=brand.manager, at=AT, code=code(secret))
        assert not set(new) & set(old)
        refused_with("CODE_WRONG", brand.manager, old[0], or_recovery=True)
        check_code(person=brand.manager, at=AT, code=new[9], or_recovery=True)
        assert "person.recovery_codes_renewed" in acts(brand)


def test_it_is_removed_with_a_code_and_not_without(brand):
    secret, _ = enrol(brand.manager)
    with acting(brand.manager):
        with pytest.raises(UnableToConfirm):
            remove_second_factor(person=brand.manager, at=AT, code=wrong(secret))
        assert has_second_factor(brand.manager)
        remove_second_factor(person=brand.manager, at=AT, code=code(secret))
        assert not has_second_factor(brand.manager)
        assert acts(brand)[-1] == "person.second_factor_off"


def test_a_manager_resets_it_for_somebody_who_lost_the_phone(brand):
    enrol(brand.finance)
    with acting(brand.manager):
        assert list_with_second_factor([brand.manager, brand.finance]) == {brand.finance.pk}
        reset_second_factor(person=brand.manager, at=AT, person_id=brand.finance.pk)
        with pytest.raises(UnableToConfirm):
            reset_second_factor(person=brand.manager, at=AT, person_id=brand.finance.pk)
        assert not has_second_factor(brand.finance)
        assert acts(brand).count("person.second_factor_reset") == 1


def test_nobody_else_resets_it(contract_in_force, brand, agency):
    enrol(brand.finance)
    enrol(brand.manager)
    with acting(agency.manager), pytest.raises(NotFound):
        reset_second_factor(person=agency.manager, at=AT, person_id=brand.finance.pk)
    with acting(brand.finance), pytest.raises(NotAllowed):
        reset_second_factor(person=brand.finance, at=AT, person_id=brand.manager.pk)
    with acting(brand.manager):
        with pytest.raises(UnableToConfirm) as refused:
            reset_second_factor(person=brand.manager, at=AT, person_id=brand.manager.pk)
        assert refused.value.code == "ONESELF"
        assert "person.second_factor_reset" not in acts(brand)
        assert list_with_second_factor([brand.manager, brand.finance]) == {brand.manager.pk, brand.finance.pk}


def test_the_row_is_visible_to_the_person_alone(brand):
    enrol(brand.finance)
    with acting(brand.finance):
        assert SecondFactor.objects.count() == 1
    with acting(brand.manager):
        assert SecondFactor.objects.count() == 0
        assert SecondFactor.objects.update(last_step=0) == 0


def test_another_installation_key_says_so_and_recovery_codes_are_void_with_it(brand, settings):
    secret, recovery = enrol(brand.manager)
    settings.SECRET_KEY = "another-key"
    with acting(brand.manager):
        refused_with("SECOND_FACTOR_UNREADABLE", brand.manager, code(secret))
        refused_with("CODE_WRONG", brand.manager, recovery[0], or_recovery=True)


def test_a_secret_moved_to_another_persons_row_cannot_be_read(brand):
    secret, _ = enrol(brand.manager)
    enrol(brand.finance)
    with acting(brand.manager):
        sealed = SecondFactor.objects.get().secret
    with acting(brand.finance):
        SecondFactor.objects.update(secret=sealed)
        refused_with("SECOND_FACTOR_UNREADABLE", brand.finance, code(secret))


def test_a_new_secret_gives_no_tries_back(brand):
    secret, recovery = enrol(brand.manager)
    with acting(brand.manager):
        for _ in range(TRIES - 1):
            refused_with("CODE_WRONG", brand.manager, wrong(secret))
    with acting(brand.finance):
        brand.finance.roles = ["brand_manager"]
        brand.finance.save(update_fields=["roles"])
        reset_second_factor(person=brand.finance, at=AT, person_id=brand.manager.pk)
    with acting(brand.manager):
        begun = begin_second_factor(person=brand.manager, at=AT)
        for reason in ("CODE_WRONG", "TOO_MANY_TRIES"):
            with pytest.raises(UnableToConfirm) as refused:
                confirm_second_factor(person=brand.manager, at=AT, code=wrong(begun.secret))
            assert refused.value.code == reason


def test_tries_are_counted_in_the_database_for_all_machines(brand):
    secret, _ = enrol(brand.manager)
    with acting(brand.manager):
        refused_with("CODE_WRONG", brand.manager, wrong(secret))
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from team_wrongtry")
        assert cursor.fetchone() == (0,), "seen by nobody who does not know the key"
        cursor.execute("alter table team_wrongtry no force row level security")
        cursor.execute("select key from team_wrongtry where at = %s", [AT])
        keys = {key for (key,) in cursor.fetchall()}
        cursor.execute("alter table team_wrongtry force row level security")
    assert keys and not any(str(brand.manager.pk) == key or brand.manager.email in key for key in keys)


@pytest.mark.django_db(transaction=True)
def test_begun_once_more_while_it_is_confirmed_it_stays_as_confirmed(brand):
    person = brand.manager
    with acting(person):
        secret = begin_second_factor(person=person, at=AT).secret
    confirmed, outcomes = Event(), []

    def begin_again() -> None:
        confirmed.wait(60)
        try:
            with acting(person):
                outcomes.append(begin_second_factor(person=person, at=AT).secret)
        except UnableToConfirm as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    other = Thread(target=begin_again)
    other.start()
    with acting(person):
        confirm_second_factor(person=person, at=AT, code=code(secret))
        confirmed.set()
        wait_until_another_waits()  # it has looked before this is committed, and waits for the row
    other.join()
    assert outcomes == ["SECOND_FACTOR_ON"]
    with acting(person):
        later = AT + timedelta(minutes=1)
        check_code(person=person, at=later, code=code(secret, later))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_the_same_code_one_comes_in(brand):
    person = brand.manager
    secret, _ = enrol(person)

    def come() -> str:
        with acting(person):
            check_code(person=person, at=AT, code=code(secret))
        return "in"

    assert sorted(at_once(come, come)) == ["CODE_USED", "in"]
