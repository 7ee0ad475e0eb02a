"""What every route has in common: problems, languages, one-time keys, pages by cursor, no cookies, nothing in the logs."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.cast import acting, come_in

from paidang.api.tests.calling import MADE, Caller, caller_for, code_of
from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.evidence.models import Entry
from paidang.intake.models import ImportFile
from paidang.intake.tests.files import line, lines
from paidang.settlement.actions import close_month
from paidang.settlement.models import Statement
from paidang.settlement.tests.month import MARCH_CLOSED
from paidang.team.actions.api_tokens import TRIES


def month(contract: Contract, act: str, of: str = "2026-03") -> str:
    return f"/contracts/{contract.code}/statements/{of}/{act}"


def acts(contract: Contract, person, act: str) -> int:
    with acting(person):
        return Entry.objects.filter(chain_id=contract.chain_id, act=act).count()


# Saying no


def test_a_refusal_says_what_why_and_what_to_do(filled, agency):
    answer = caller_for(agency.finance).post(month(filled, "close", "2026-05"))
    said = answer.json()
    assert code_of(answer) == (409, "NOT_ITS_TURN")
    assert said["type"] == "urn:paidang:problem:NOT_ITS_TURN" and said["status"] == 409
    assert said["detail"] == "还轮不到 2026-05" and said["facts"] == {"month": "2026-05"}
    assert said["remedy"] == "先结 2026-03。"


def test_in_english_where_that_is_asked_for(filled, agency):
    caller = caller_for(agency.finance, lang="en-GB,en;q=0.9")
    said = caller.post(month(filled, "close", "2026-05")).json()
    assert said["detail"].isascii() and said["remedy"].isascii() and said["title"].isascii()
    assert said["facts"] == {"month": "2026-05"} and said["code"] == "NOT_ITS_TURN"


def test_another_organisations_contract_is_no_other_answer_than_one_that_is_not_there(filled, outsider):
    caller = caller_for(outsider.manager)
    theirs, none = (caller.get(f"/contracts/{code}") for code in (filled.code, "PD-2026-9999"))
    assert code_of(theirs) == code_of(none) == (404, "NOT_FOUND")
    assert theirs.content.decode().replace(filled.code, "X") == none.content.decode().replace(
        "PD-2026-9999", "X"
    )


def test_who_asks_must_have_the_role_whatever_the_token_says(filled, agency):
    answer = caller_for(agency.people["agency_operator"]).post(month(filled, "close"))
    assert code_of(answer) == (403, "NOT_ALLOWED")
    assert acts(filled, agency.manager, "statement.closed") == 0


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"amount_fen": 1.5}, "amount_fen"),
        ({"amount_fen": "100"}, "amount_fen"),
        ({"amount_fen": 100.0}, "amount_fen"),
        ({"amount_fen": 0}, "amount_fen"),
        ({"amount_fen": 2**63}, "amount_fen"),
        ({"amount_fen": True}, "amount_fen"),
        ({}, "amount_fen"),
        ({"amount_fen": 1, "paid_on": "yesterday"}, "paid_on"),
        ({"amount_fen": 1, "amount": "1.00"}, "amount"),
        ({"amount_fen": 1, "note": "x" * 201}, "note"),
    ],
)
def test_malformed_is_said_by_place(filled, agency, body, where):
    answer = caller_for(agency.finance).post(f"/contracts/{filled.code}/payments", body)
    assert code_of(answer) == (422, "MALFORMED")
    assert [wrong["where"].split(".")[-1] for wrong in answer.json()["errors"]] == [where]


def test_a_month_or_day_with_nothing_before_or_after_it_is_malformed(filled, agency):
    caller, code = caller_for(agency.manager), filled.code
    for path in (
        "bills/9999-12",
        "bills/0000-01",
        "scorecard?month=9999-12",
        "shifts?first=9999-12-31",
        "service?first=0001-01-01",
    ):
        assert code_of(caller.get(f"/contracts/{code}/{path}")) == (422, "MALFORMED"), path


@pytest.mark.parametrize(
    "content", ["", "{", '{"amount_fen": NaN}', '{"note": "\\u0000"}', '{"note": "\\ud800"}', "\ud83d"]
)
def test_what_is_no_json_or_cannot_be_kept_is_refused(filled, agency, content):
    caller = caller_for(agency.finance)
    answer = caller.client.post(
        f"/api/v1/contracts/{filled.code}/payments", content.encode("utf-8", "surrogatepass"),
        content_type="application/json", headers={**caller.headers, "idempotency-key": "k"},
    )  # fmt: skip
    assert code_of(answer) == (422, "MALFORMED")


def test_what_comes_to_no_route_is_a_problem_too(agency):
    caller = caller_for(agency.finance)
    assert code_of(caller.get("/nothing")) == (404, "NOT_FOUND")
    wrong = caller.post("/me")
    assert code_of(wrong) == (405, "METHOD_NOT_ALLOWED") and wrong["Allow"] == "GET"
    assert code_of(caller.get("/orders", q="\0")) == (422, "MALFORMED")


def test_a_route_that_breaks_is_a_problem_and_writes_nothing(filled, agency, monkeypatch, caplog):
    caller = caller_for(agency.finance)
    caller.client.raise_request_exception = False

    def breaks(**asked: object) -> None:
        close_month(**asked)
        raise RuntimeError("broken")

    monkeypatch.setattr("paidang.settlement.actions.close_month", breaks)
    assert code_of(caller.post(month(filled, "close"))) == (500, "FAILED")
    assert acts(filled, agency.manager, "statement.closed") == 0
    assert caller.token not in caplog.text


# Once


def test_the_same_request_again_is_answered_the_same_and_done_once(filled, agency):
    caller = caller_for(agency.finance)
    first, again = (caller.post(month(filled, "close"), key="one") for _ in range(2))
    assert first.status_code == again.status_code == 200 and first.content == again.content
    assert "Idempotency-Replayed" not in first and again["Idempotency-Replayed"] == "true"
    assert acts(filled, agency.manager, "statement.closed") == 1
    assert "Idempotency-Replayed" not in caller.post(month(filled, "close"), key="two")


def test_another_request_under_the_same_key_is_refused(filled, agency):
    caller = caller_for(agency.finance)
    path = f"/contracts/{filled.code}/payments"
    body = {"amount_fen": 100, "paid_on": "2026-04-02"}
    assert caller.post(path, body, key="one").status_code == 200
    assert caller.post(path, dict(reversed(body.items())), key="one").status_code == 200, (
        "the same, in another order"
    )
    assert code_of(caller.post(path, body | {"amount_fen": 200}, key="one")) == (
        409,
        "IDEMPOTENCY_KEY_REUSED",
    )
    assert code_of(caller.post(month(filled, "close"), key="one")) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert acts(filled, agency.manager, "payment.recorded") == 1


def test_of_a_refusal_nothing_is_kept(filled, agency, brand):
    """Asked again with the same key once it can be done, it is done."""
    caller, path = caller_for(agency.finance), month(filled, "close", "2026-04")
    assert code_of(caller.post(path, key="one")) == (409, "NOT_ITS_TURN")
    march = caller.post(month(filled, "close")).json()
    assert caller.post(month(filled, "send"), {"digest": march["digest"]}).status_code == 200
    assert caller.post(path, key="one").status_code == 200


def test_a_file_under_one_key_comes_in_once_whatever_the_boundary(filled, agency):
    caller = caller_for(agency.people["agency_operator"])

    def hand_in(content: bytes):
        file = SimpleUploadedFile("orders.csv", content)
        return caller.post(f"/contracts/{filled.code}/imports", key="one", file=file)

    first, again = hand_in(lines(line("W1"))), hand_in(lines(line("W1")))
    assert first.json() == again.json() and again["Idempotency-Replayed"] == "true"
    assert code_of(hand_in(lines(line("W2")))) == (409, "IDEMPOTENCY_KEY_REUSED")
    with acting(agency.manager):
        assert ImportFile.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "with space", "钥匙"])
def test_without_a_key_nothing_is_done(filled, agency, key):
    caller = caller_for(agency.finance)
    headers = caller.headers | ({"idempotency-key": key} if key else {})
    answer = caller.client.post(f"/api/v1{month(filled, 'close')}", headers=headers)
    assert code_of(answer) == (422, "MALFORMED")
    assert acts(filled, agency.manager, "statement.closed") == 0


# Pages


def test_a_list_goes_on_by_its_cursor_and_misses_nothing(filled, agency):
    caller = caller_for(agency.finance)
    whole = caller.get(f"/contracts/{filled.code}/evidence", limit=200).json()
    assert whole["next_cursor"] is None
    for path, query in ((f"/contracts/{filled.code}/evidence", {}), ("/orders", {"contract": filled.code})):
        seen, cursor = [], ""
        for _page in range(50):
            page = caller.get(path, limit=2, **query, **({"cursor": cursor} if cursor else {})).json()
            seen += page["items"]
            if not (cursor := page["next_cursor"]):
                break
        assert seen == caller.get(path, limit=200, **query).json()["items"] and len(seen) >= 3


def test_entries_name_people_and_not_their_numbers(filled, agency, brand):
    """Both sides may see either side's names; of somebody whom the reader does not see only that there was one."""
    org, who = agency.manager.org_id, agency.people["agency_operator"]
    with acting(agency.manager):
        for seen in (who.pk, 10**9):
            append(
                filled.chain_id, at=MADE, org_id=org, person_id=agency.manager.pk, act="duty.assigned", subject=filled.code,
                facts={"key": "x", "to": f"person:{seen}"},
            )  # fmt: skip
    for lang, nobody in (("zh", "一位同事"), ("en", "a colleague")):
        page = caller_for(brand.manager, lang=lang).get(f"/contracts/{filled.code}/evidence", limit=9).json()
        unseen, named = [one for one in page["items"] if one["act"] == "duty.assigned"]
        assert named["person_name"] == agency.manager.name and named["facts"]["to"] == f"person:{who.pk}"
        assert (
            who.name in named["words"]
            and nobody in unseen["words"]
            and "person:" not in named["words"] + unseen["words"]
        )


def test_a_cursor_of_another_list_is_none(filled, agency):
    caller = caller_for(agency.finance)
    cursor = caller.get(f"/contracts/{filled.code}/evidence", limit=1).json()["next_cursor"]
    for path, wrong in (
        ("/orders", cursor),
        ("/contracts", "x"),
        (f"/contracts/{filled.code}/evidence", "é"),
    ):
        assert code_of(caller.get(path, cursor=wrong)) == (422, "CURSOR_UNKNOWN")


# Who asks


def test_who_is_signed_in_in_a_browser_is_nobody_here(filled, agency, brand):
    """No cookie counts: neither alone, nor against the token's person."""
    client = come_in(Client(), agency.manager)
    assert code_of(client.get("/api/v1/contracts")) == (401, "TOKEN_UNKNOWN")
    caller = Caller(caller_for(brand.finance).token, client=client)
    assert caller.get("/me").json()["organisation"] == brand.org.name
    assert "Set-Cookie" not in caller.get("/me").headers


def test_a_token_is_sent_in_its_header_alone(agency):
    token = caller_for(agency.finance).token
    for headers in ({"authorization": f"Basic {token}"}, {"authorization": token}, {"x-api-key": token}):
        assert code_of(Client().get("/api/v1/me", {"token": token}, headers=headers)) == (
            401,
            "TOKEN_UNKNOWN",
        )


def test_guessing_is_slowed_down(agency):
    caller = caller_for(agency.finance)
    for number in range(TRIES):
        assert code_of(Caller(f"paidang_{number}").get("/me")) == (401, "TOKEN_UNKNOWN")
    slowed = Caller("paidang_x").get("/me")
    assert code_of(slowed) == (429, "TOO_MANY_TRIES") and slowed["Retry-After"] == "900"
    assert caller.get("/me").status_code == 200


def test_a_token_stands_in_no_log(filled, agency, caplog):
    caller = caller_for(agency.finance)
    with caplog.at_level(logging.DEBUG):
        caller.get("/me")
        caller.get("/nothing")
        Caller(caller.token + "x").get("/me")
        caller.post(month(filled, "close", "2026-05"))
    assert caller.token not in caplog.text


def test_the_token_is_in_no_row(agency):
    caller = caller_for(agency.finance)
    with acting(agency.finance), connection.cursor() as cursor:
        cursor.execute("select row_to_json(t)::text from team_apitoken t")
        [(row,)] = cursor.fetchall()
    assert caller.token not in row and caller.token.removeprefix("paidang_") not in row


# Some answers


def test_what_is_unsent_is_the_agencys_alone(filled, agency, brand):
    with acting(agency.finance):
        close_month(person=agency.finance, at=MARCH_CLOSED, code=filled.code, month="2026-03")
    path = f"/contracts/{filled.code}/statements/2026-03"
    assert caller_for(agency.finance).get(path).status_code == 200
    assert code_of(caller_for(brand.finance).get(path)) == (404, "NOT_FOUND")
    assert code_of(caller_for(brand.finance).get(f"/contracts/{filled.code}/preview")) == (404, "NOT_FOUND")


def test_the_brands_first_look_goes_on_record_once(sent, brand, agency):
    path = f"/contracts/{sent.contract.code}/statements/2026-03"
    for party in (agency, brand, brand):
        assert caller_for(party.finance).get(path).status_code == 200
    assert acts(sent.contract, brand.manager, "statement.opened") == 1


def test_moments_are_in_shanghai_and_money_is_fen(sent, agency):
    said = caller_for(agency.finance).get(f"/contracts/{sent.contract.code}/statements/2026-03").json()
    assert said["sent_at"] == "2026-04-09T16:48:00+08:00" and said["confirm_by"] == "2026-04-16"
    with acting(agency.manager):
        figures = Statement.objects.get(pk=sent.pk).figures
    assert said["amount_due_fen"] == figures["amount_due"] == 5960 and said["figures"] == figures
