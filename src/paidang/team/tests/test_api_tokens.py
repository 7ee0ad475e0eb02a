"""Tokens for programs: made, used, ended; what they may, and who is turned away."""

from datetime import date, timedelta

import pytest
from tests.cast import Party, acting, shanghai

from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.team.actions import (
    TokenRefused,
    TooManyTokens,
    UnableToMakeToken,
    check_may,
    deactivate_person,
    end_api_token,
    make_api_token,
    reactivate_person,
    use_api_token,
)
from paidang.team.actions.api_tokens import PAUSE, TRIES
from paidang.team.context import act_as
from paidang.team.models import ApiToken
from paidang.team.queries import list_api_tokens
from paidang.team.rules.api_tokens import TOKENS_MAX, VERBS, verb_label
from paidang.team.rules.roles import ACTS

AT = shanghai("2026-10-09 10:00")
UNTIL = date(2026, 12, 31)


def make(person, *, verbs=("read", "close_month"), until=UNTIL, name="ERP", at=AT):
    with acting(person):
        return make_api_token(person=person, at=at, name=name, verbs=verbs, until=until)


def use(text: str, at=AT, key: str = "here") -> ApiToken:
    """At the door, in nobody's name."""
    with act_as(org_id=None):
        return use_api_token(at=at, text=text, tries_key=key)


def acts(party: Party) -> list[tuple[str, object]]:
    with acting(party.manager):
        entries = Entry.objects.filter(chain_id=party.org.chain_id, act__contains="token").order_by("seq")
        return [(entry.act, entry.facts) for entry in entries]


def test_it_is_its_persons_and_on_record_and_its_text_is_nowhere(agency):
    token, text = make(agency.finance)
    found = use(text)
    assert (found.pk, found.person_id) == (token.pk, agency.finance.pk)
    facts = {"name": "ERP", "verbs": ["close_month", "read"], "until": "2026-12-31"}
    assert acts(agency) == [("person.token_made", facts)]
    assert text.startswith("paidang_") and text not in token.token_hash and text not in str(acts(agency))


def test_it_may_what_both_its_verbs_and_the_roles_of_its_person_include(agency, brand):
    _token, text = make(agency.finance, verbs=("read", "close_month", "accept_contract"))
    person = use(text).person
    assert person.may("close_month")
    assert not person.may("send_statement"), "the role has it, the token has not"
    assert not person.may("accept_contract"), "the token has it, the role has not"
    with pytest.raises(NotAllowed):
        check_may(person, "send_statement")
    assert agency.finance.may("send_statement"), "at a screen nothing has changed"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"name": "  "}, "TOKEN_UNNAMED"),
        ({"verbs": ()}, "TOKEN_VERBS"),
        ({"verbs": ("read", "manage_people")}, "TOKEN_VERBS"),
        ({"until": None}, "TOKEN_UNTIL"),
        ({"until": date(2026, 10, 8)}, "TOKEN_UNTIL"),
        ({"until": date(2027, 10, 11)}, "TOKEN_UNTIL"),
    ],
)
def test_what_is_not_made(agency, asked, code):
    with pytest.raises(UnableToMakeToken) as refused:
        make(agency.finance, **asked)
    assert refused.value.code == code and acts(agency) == []


@pytest.mark.parametrize("until", [date(2026, 10, 9), date(2027, 10, 10)])
def test_it_is_good_from_today_for_a_year_at_most(agency, until):
    assert make(agency.finance, until=until)[0].until == until


def test_there_are_not_more_than_a_person_can_oversee(agency):
    for _ in range(TOKENS_MAX):
        make(agency.finance)
    with pytest.raises(UnableToMakeToken) as refused:
        make(agency.finance)
    assert refused.value.code == "TOKEN_TOO_MANY"
    make(agency.manager)


def test_it_is_good_through_its_last_day_in_shanghai(agency):
    _token, text = make(agency.finance)
    use(text, at=shanghai("2026-12-31 23:59"))
    with pytest.raises(TokenRefused) as refused:
        use(text, at=shanghai("2027-01-01 00:00"))
    assert refused.value.code == "TOKEN_OVER"


def test_its_last_use_is_noted_by_the_minute(agency):
    _token, text = make(agency.finance)
    for minutes in (0, 0.5, 2):
        use(text, at=AT + timedelta(minutes=minutes))
    with acting(agency.finance):
        assert list_api_tokens(agency.finance)[0].used_at == AT + timedelta(minutes=2)
    use(text, at=AT + timedelta(minutes=2.5))
    with acting(agency.finance):
        assert list_api_tokens(agency.finance)[0].used_at == AT + timedelta(minutes=2)


def test_ended_it_is_unknown_and_nobody_ends_anothers(agency):
    token, text = make(agency.finance)
    with acting(agency.manager), pytest.raises(NotFound):
        end_api_token(person=agency.manager, at=AT, token_id=token.pk)
    use(text)
    with acting(agency.finance):
        end_api_token(person=agency.finance, at=AT, token_id=token.pk)
    with pytest.raises(TokenRefused):
        use(text)
    assert acts(agency)[-1] == ("person.token_ended", {"name": "ERP"})
    with acting(agency.finance), pytest.raises(NotFound):
        end_api_token(person=agency.finance, at=AT, token_id=token.pk)


def test_with_the_account_it_ends_for_good(agency):
    _token, text = make(agency.finance)
    with acting(agency.manager):
        deactivate_person(person=agency.manager, at=AT, person_id=agency.finance.pk)
    with pytest.raises(TokenRefused):
        use(text)
    with acting(agency.manager):
        reactivate_person(person=agency.manager, at=AT, person_id=agency.finance.pk)
    with pytest.raises(TokenRefused):
        use(text)


def test_wrong_ones_are_counted_by_address_and_hold_no_good_one_up(agency):
    _token, text = make(agency.finance)
    for number in range(TRIES):
        with pytest.raises(TokenRefused):
            use(f"paidang_{number}")
    with pytest.raises(TooManyTokens):
        use("paidang_x")
    with pytest.raises(TokenRefused):
        use("paidang_x", key="elsewhere")
    use(text)
    with pytest.raises(TokenRefused):
        use("paidang_x", at=AT + PAUSE + timedelta(seconds=1))


def test_nobody_else_sees_it_not_even_a_colleague(agency, brand):
    make(agency.finance)
    for person in (agency.manager, brand.manager):
        with acting(person):
            assert not ApiToken.objects.exists()


def test_every_verb_has_words_and_is_an_act_of_the_roles():
    for verb in VERBS:
        assert verb_label(verb, "zh") and verb_label(verb, "en").isascii()
    assert set(VERBS) - {"read"} <= set(ACTS)
