"""Negotiating a draft clause by clause: remarks, yes, no, other words, and the version made of what is agreed."""

import hashlib
from datetime import date

import pytest
from tests.cast import acting, decide_all, shanghai
from tests.reading import TEXT
from tests.worlds import kept

from paidang.contracts.actions import (
    UnableToAccept,
    UnableToCompose,
    UnableToReply,
    UnableToRevise,
    accept_contract,
    compose_version,
    reply_to_clause,
    submit_version,
)
from paidang.contracts.models import ClauseReply, Contract
from paidang.contracts.queries import get_negotiation, get_standing
from paidang.contracts.rules.negotiating import ACCEPT, DECLINE, OFFER, REMARK, TAKE_BACK
from paidang.contracts.rules.reading import read_contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import day_of

NOW = shanghai("2026-03-05 10:00")
LINES = TEXT.splitlines()
HEAD = [LINES[0], "甲方：青岚茶器", "乙方：拾舟电商"]
NUMBERED = [f"第{'一二三四五六七八'[at]}条 {line}" for at, line in enumerate(LINES[1:])]
OLD = "\n".join([*HEAD, *NUMBERED, ""])
NEW = OLD.replace("7:3", "6:4").replace("3日内支付10000元", "3日内支付8000元")
SHARE, SETUP = "第五条", "第四条"


def submit(person, contract, text, *, answer_by=None):
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    reading = read_contract(text, name="稿.txt", sha256=sha256).to_json()
    with acting(person):
        return submit_version(
            person=person, at=NOW, code=contract.code, file_name="稿.txt", sha256=sha256, text=text, reading=reading,
            document=0, answer_by=answer_by,
        )  # fmt: skip


@kept
def offered(draft_contract, agency, brand):
    """The agency has changed two clauses of what the brand handed in: version 3 changes version 2."""
    submit(brand.manager, draft_contract, OLD)
    submit(agency.manager, draft_contract, NEW)
    return draft_contract


def room_of(person, contract):
    with acting(person):
        return get_negotiation(Contract.objects.get(pk=contract.pk))


def key_of(person, contract, clause):
    return next(change.key for change in room_of(person, contract).found.clauses if change.path == clause)


def reply(person, contract, clause, kind, body="", *, version=3):
    key = key_of(person, contract, clause)
    with acting(person):
        return reply_to_clause(
            person=person, at=NOW, code=contract.code, version=version, key=key, kind=kind, body=body
        )


def compose(person, contract, version=3):
    with acting(person):
        return compose_version(person=person, at=NOW, code=contract.code, version=version)


def open_offers(person, contract):
    with acting(person):
        return {
            duty.side: duty.facts["count"]
            for duty in Duty.objects.filter(contract_id=contract.pk, kind="answer_offers", closed_at=None)
        }


def test_accepted_changes_make_the_next_version_declined_ones_stay_out(
    offered, brand_manager, agency_manager
):
    assert open_offers(brand_manager, offered) == {"a": 2}
    reply(brand_manager, offered, SHARE, DECLINE, "分成不动")
    reply(brand_manager, offered, SETUP, ACCEPT)
    assert open_offers(brand_manager, offered) == {}
    made = compose(agency_manager, offered)
    assert (made.number, made.composed, made.text) == (4, True, NEW.replace("6:4", "7:3"))
    room = room_of(brand_manager, offered)
    assert (room.before.text.number, room.author, room.open, room.unwritten) == (2, None, [], [])
    assert [change.path for change in room.found.changes] == [SETUP]
    with acting(agency_manager):
        entry = Entry.objects.get(act="contract.composed")
        assert (entry.facts["of"], entry.facts["accepted"]) == (3, 1)


def test_other_words_wait_for_the_side_that_did_not_offer_them(offered, brand_manager, agency_manager):
    reply(
        brand_manager,
        offered,
        SHARE,
        OFFER,
        "收益按照6.5:3.5的比例分配，收益=产品销售价-（产品出厂价+税收+物流费）。",
    )
    assert open_offers(brand_manager, offered) == {"a": 1, "b": 1}
    with pytest.raises(UnableToReply):
        reply(brand_manager, offered, SHARE, ACCEPT)
    reply(agency_manager, offered, SHARE, ACCEPT)
    reply(brand_manager, offered, SETUP, ACCEPT)
    text = compose(brand_manager, offered).text
    assert "第五条 收益按照6.5:3.5的比例分配" in text and "8000元" in text
    with acting(brand_manager):
        terms = {one["term"]: one["value"] for one in get_standing(offered).document["terms"]}
        assert terms["fee.share.b"] == "0.35"


def test_a_clause_that_nobody_changed_can_be_offered_in_other_words(offered, brand_manager, agency_manager):
    for clause in (SHARE, SETUP):
        reply(brand_manager, offered, clause, ACCEPT)
    reply(brand_manager, offered, "第二条", OFFER, "甲方：青岚茶器。乙方：拾舟电商。货款由乙方代收。")
    with pytest.raises(UnableToCompose) as refused:
        compose(brand_manager, offered)
    assert refused.value.code == "CLAUSES_OPEN"
    reply(agency_manager, offered, "第二条", DECLINE)
    with pytest.raises(UnableToCompose):  # the version has all that was agreed
        compose(brand_manager, offered)


def test_said_twice_it_stands_once(offered, brand_manager, agency_manager):
    for kind, body in ((REMARK, "太少"), (OFFER, "甲方付8500元。")):
        assert (
            reply(brand_manager, offered, SETUP, kind, body).pk
            == reply(brand_manager, offered, SETUP, kind, body).pk
        )
    with acting(brand_manager):
        assert ClauseReply.objects.count() == 2
        assert Entry.objects.filter(act__startswith="clause.").count() == 2
    reply(agency_manager, offered, SETUP, ACCEPT)
    reply(brand_manager, offered, SHARE, DECLINE)
    assert compose(brand_manager, offered).pk == compose(brand_manager, offered).pk
    with pytest.raises(UnableToCompose):
        compose(brand_manager, offered, version=4)


@pytest.mark.parametrize(
    ("kind", "body"),
    [(REMARK, " "), (REMARK, "长" * 2001), (OFFER, ""), (OFFER, "长" * 5001), (ACCEPT, "长" * 2001)],
)
def test_nothing_or_too_much_is_refused(offered, brand_manager, kind, body):
    with pytest.raises(UnableToReply):
        reply(brand_manager, offered, SHARE, kind, body)
    with acting(brand_manager):
        assert not ClauseReply.objects.exists()


def test_the_same_words_are_no_offer(offered, brand_manager):
    body = next(c.now.body for c in room_of(brand_manager, offered).found.clauses if c.path == SHARE)
    with pytest.raises(UnableToReply):
        reply(brand_manager, offered, SHARE, OFFER, body)


def test_an_earlier_version_is_not_talked_about_any_more(offered, brand_manager, agency_manager):
    with pytest.raises(UnableToReply):
        reply(brand_manager, offered, SHARE, ACCEPT, version=2)
    with acting(brand_manager), pytest.raises(UnableToReply):
        reply_to_clause(person=brand_manager, at=NOW, code=offered.code, version=3, key="0" * 64, kind=ACCEPT)
    with pytest.raises(UnableToCompose):
        compose(brand_manager, offered, version=2)


def test_a_version_whose_words_are_in_question_is_not_accepted_whole(offered, brand, agency):
    decide_all(offered, brand=brand, agency=agency, at=NOW)
    reply(brand.manager, offered, SHARE, DECLINE)
    with acting(brand.manager):
        seen = get_standing(Contract.objects.get(pk=offered.pk)).terms_sha256
        with pytest.raises(UnableToAccept) as refused:
            accept_contract(person=brand.manager, at=NOW, code=offered.code, terms_sha256=seen)
    assert refused.value.code == "CLAUSES_OPEN"


def test_a_new_version_is_answered_by_accepting_it_whole(offered, brand, agency):
    decide_all(offered, brand=brand, agency=agency, at=NOW)
    for party in (brand, agency):
        with acting(party.manager):
            seen = get_standing(Contract.objects.get(pk=offered.pk)).terms_sha256
            accept_contract(person=party.manager, at=NOW, code=offered.code, terms_sha256=seen)
    assert open_offers(brand.manager, offered) == {}


def test_in_force_nothing_is_negotiated(contract_in_force, agency_manager):
    with pytest.raises(UnableToReply):
        reply(agency_manager, contract_in_force, "首部", REMARK, "晚了", version=1)
    with pytest.raises(UnableToCompose):
        compose(agency_manager, contract_in_force, version=1)


def test_who_may_not(offered, brand_warehouse, outsider_manager, brand_manager):
    key = key_of(brand_manager, offered, SHARE)
    for person, refusal in ((brand_warehouse, NotAllowed), (outsider_manager, NotFound)):
        with acting(person), pytest.raises(refusal):
            reply_to_clause(person=person, at=NOW, code=offered.code, version=3, key=key, kind=ACCEPT)
        with acting(person), pytest.raises(refusal):
            compose_version(person=person, at=NOW, code=offered.code, version=3)


def test_a_yes_is_taken_back_by_who_gave_it_until_the_next_version(offered, brand_manager, agency_manager):
    reply(brand_manager, offered, SHARE, ACCEPT)
    with pytest.raises(UnableToReply):
        reply(agency_manager, offered, SHARE, TAKE_BACK)
    taken = reply(brand_manager, offered, SHARE, TAKE_BACK)
    assert reply(brand_manager, offered, SHARE, TAKE_BACK).pk == taken.pk
    assert open_offers(brand_manager, offered) == {"a": 2}
    with acting(brand_manager):
        assert Entry.objects.filter(act="clause.take_back").count() == 1
    reply(brand_manager, offered, SHARE, ACCEPT)
    reply(brand_manager, offered, SETUP, DECLINE)
    compose(brand_manager, offered)
    with pytest.raises(UnableToReply):
        reply(brand_manager, offered, SHARE, TAKE_BACK, version=4)


def test_a_yes_is_not_taken_back_from_under_a_contract_accepted_whole(offered, brand, agency):
    decide_all(offered, brand=brand, agency=agency, at=NOW)
    reply(brand.manager, offered, SHARE, ACCEPT)
    reply(brand.manager, offered, SETUP, ACCEPT)
    with acting(brand.manager):
        terms = get_standing(Contract.objects.get(pk=offered.pk)).terms_sha256
        accept_contract(person=brand.manager, at=NOW, code=offered.code, terms_sha256=terms)
    with pytest.raises(UnableToReply, match="已接受整份合同"):
        reply(brand.manager, offered, SHARE, TAKE_BACK)


def test_a_version_may_ask_for_an_answer_by_a_day(draft_contract, brand, agency):
    submit(brand.manager, draft_contract, OLD)
    submit(agency.manager, draft_contract, NEW, answer_by=date(2026, 3, 9))
    with acting(brand.manager):
        [asked] = Duty.objects.filter(kind="answer_offers", closed_at=None)
        assert (asked.side, day_of(asked.due_at)) == ("a", date(2026, 3, 9))
    reply(brand.manager, draft_contract, SHARE, OFFER, "甲乙双方按照6.5:3.5的比例分配收益。")
    with acting(agency.manager):
        dues = dict(Duty.objects.filter(kind="answer_offers", closed_at=None).values_list("side", "due_at"))
        assert dues["b"] is None and day_of(dues["a"]) == date(2026, 3, 9), "it binds who was asked"
    with pytest.raises(UnableToRevise, match="已经过了"):
        submit(brand.manager, draft_contract, OLD, answer_by=date(2026, 3, 4))


def test_a_yes_is_for_the_words_that_were_seen(offered, brand_manager, agency_manager):
    key = key_of(brand_manager, offered, SHARE)
    yes = {"at": NOW, "code": offered.code, "version": 3, "key": key, "kind": ACCEPT}
    reply(agency_manager, offered, SHARE, OFFER, "甲乙双方按照5:5的比例分配收益。")
    with acting(brand_manager), pytest.raises(UnableToReply, match="刚有了新的话"):
        reply_to_clause(person=brand_manager, **yes, seen=0)
    last = room_of(brand_manager, offered).replies[key][-1]
    with acting(brand_manager):
        made = reply_to_clause(person=brand_manager, **yes, seen=last.pk)
        again = reply_to_clause(person=brand_manager, **yes, seen=last.pk)
    assert (made.kind, again.pk) == (ACCEPT, made.pk)
