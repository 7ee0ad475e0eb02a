"""Blanks of every kind are filled in on the page and bring the contract into force: tiers, instalments, lists, windows, words."""

import copy
from pathlib import Path

import pytest
from django.test import Client
from tests.cast import BEFORE, acting, come_in, sign_on_paper
from tests.reading import PLAIN, READING

from paidang.contracts.actions import accept_contract, share_contract, upload_contract
from paidang.contracts.models import Contract, Decision
from paidang.contracts.queries import get_standing, get_terms

BLANKS = (
    "fee.commission.tiers",
    "fee.installments",
    "platform",
    "settlement.pay_window",
    "settlement.silence",
)
FORMS: dict[str, dict[str, object]] = {
    "fee.commission.tiers": {
        "fee.commission.tiers.to": ["500,000", "", "", ""],
        "fee.commission.tiers.rate": ["8", "6%", "", ""],
    },
    "fee.installments": {
        "fee.installments.trigger": ["signing", "end", "signing"],
        "fee.installments.days": ["3", "5", ""],
        "fee.installments.day_kind": ["working", "calendar", "working"],
        "fee.installments.sum": ["40%", "60%", ""],
    },
    "platform": {"platform": ["tmall", "jd"]},
    "settlement.pay_window": {"settlement.pay_window": ["15", "20"]},
    "settlement.silence": {"picked": '"approved"'},
    "commission.of": {"value": "net_sales"},
    "commission.tier_mode": {"value": "marginal"},
}
VALUES = {
    "fee.commission.tiers": [
        {"from": 0, "to": 500_000_00, "rate": "0.08"},
        {"from": 500_000_00, "to": None, "rate": "0.06"},
    ],
    "fee.installments": [
        {"share": "0.4", "trigger": "signing", "days": 3, "day_kind": "working"},
        {"share": "0.6", "trigger": "end", "days": 5, "day_kind": "calendar"},
    ],
    "platform": ["jd", "tmall"],
    "settlement.pay_window": [15, 20],
    "settlement.silence": "approved",
}


@pytest.fixture
def blank(brand, agency) -> Contract:
    """A shared draft whose text leaves places of every kind."""
    reading = copy.deepcopy(READING)
    [document] = reading["documents"]
    place = {**document["terms"][-1], "status": "stated"}
    kept = [one for one in document["terms"] if one["term"] not in BLANKS]
    blanks = [{**place, "term": term, "value": None, "status": "blank"} for term in BLANKS]
    document["terms"] = [*kept, *blanks, {**place, "term": "fee.fixed_total", "value": 50_000_00}]
    with acting(agency.manager):
        made = upload_contract(
            person=agency.manager, at=BEFORE, file_name="x.txt", sha256=PLAIN.sha256, text=PLAIN.text, reading=reading,
            document=0, party_a="brand",
        )  # fmt: skip
        return share_contract(
            person=agency.manager, at=BEFORE, code=made.code, counterparty_code=brand.org.code
        )


def decide(client: Client, contract: Contract, key: str, fields):
    return client.post(f"/contracts/{contract.code}/decide", {"key": key, "reason": "按双方商定", **fields})


def test_a_text_with_blanks_of_every_kind_comes_into_force(blank, brand, agency):
    ours, theirs = come_in(Client(), agency.manager), come_in(Client(), brand.manager)
    shown = ours.get(f"/contracts/{blank.code}").content.decode()
    for key in BLANKS:
        assert f'id="d-{key}"' in shown, key
    assert 'name="fee.commission.tiers.to"' in shown and 'type="checkbox" name="platform"' in shown
    while True:
        with acting(agency.manager):
            open_points = get_standing(Contract.objects.get(pk=blank.pk)).compiled.open
        if not open_points:
            break
        point = open_points[0]
        if point.key in FORMS:
            assert decide(ours, blank, point.key, FORMS[point.key]).status_code == 302, point.key
        else:
            fields = {"value": point.proposed} if point.key != "tax" else {"mode": "none", "paid_by": "a"}
            assert decide(ours, blank, point.key, fields).status_code == 302, point.key
        with acting(agency.manager):
            latest = Decision.objects.latest("pk")
        if point.key in VALUES:
            assert latest.value == VALUES[point.key]
        assert theirs.post(f"/contracts/{blank.code}/agree", {"decision": latest.pk}).status_code == 302
    for person in (agency.manager, brand.manager):
        with acting(person):
            seen = get_standing(Contract.objects.get(pk=blank.pk)).terms_sha256
            accept_contract(person=person, at=BEFORE, code=blank.code, terms_sha256=seen)
    sign_on_paper(blank, brand=brand, agency=agency, at=BEFORE)
    with acting(brand.manager):
        terms = get_terms(Contract.objects.get(pk=blank.pk), "2026-03").terms
    assert [part["kind"] for part in terms["components"]] == ["profit_share", "commission"]
    assert terms["components"][1]["tiers"][1] == {"from": 500_000_00, "rate": "0.06"}
    assert [debt["kind"] for debt in terms["dated_debts"]] == ["setup", "fixed_total"]
    assert (terms["statement"]["pay_window"], terms["statement"]["silence"]) == ([15, 20], "approved")


@pytest.mark.parametrize(
    ("key", "fields", "says"),
    [
        ("fee.commission.tiers", {"fee.commission.tiers.to": [""], "fee.commission.tiers.rate": ["acht"]}, "第 1 档的比例"),
        ("fee.commission.tiers", {}, "阶梯要写"),
        (
            "fee.installments",
            {**FORMS["fee.installments"], "fee.installments.sum": ["40%", "50%", ""]},
            "现在是 90%",
        ),
        (
            "fee.installments",
            {**FORMS["fee.installments"], "fee.installments.sum": ["20000", "20000", ""]},
            "各期合计 ¥40,000.00，总费用 ¥50,000.00",
        ),
        ("platform", {}, "至少选一项"),
        ("settlement.pay_window", {"settlement.pay_window": ["20", "15"]}, "先小后大"),
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_in_a_sentence(blank, agency, key, fields, says):
    answer = decide(come_in(Client(), agency.manager), blank, key, fields)
    assert answer.status_code == 409 and says in answer.content.decode()
    with acting(agency.manager):
        assert not Decision.objects.exists()


def test_tiers_show_what_they_come_to_while_they_are_typed(agency):
    client = come_in(Client(), agency.manager)
    both = client.get("/contracts/tiers-example", FORMS["fee.commission.tiers"]).content.decode()
    # 250,000 at 8 %; 750,000: 40,000 + 15,000 by slices, 45,000 all at 6 %
    assert all(
        amount in both for amount in ("¥250,000.00", "¥20,000.00", "¥750,000.00", "¥55,000.00", "¥45,000.00")
    )
    one = client.get(
        "/contracts/tiers-example", {**FORMS["fee.commission.tiers"], "fee.commission.tier_mode": "whole"}
    )
    assert "¥45,000.00" in one.content.decode() and "¥55,000.00" not in one.content.decode()
    assert client.get("/contracts/tiers-example", {"fee.commission.tiers.to": ["x"]}).content == b""
    assert Client().get("/contracts/tiers-example").status_code == 302


def test_the_blank_template_of_the_sources_comes_into_force_without_another_text(brand, agency):
    ours, theirs = come_in(Client(), agency.manager), come_in(Client(), brand.manager)
    text = Path("samples/contracts/04-consulting-template-blank.txt").read_text("utf-8")
    form = {"text": text, "document": "0", "party_a": "brand"}
    path = ours.post("/contracts/new", form)["Location"]
    assert ours.post(f"{path}/share", {"counterparty": brand.org.code}).status_code == 302
    code = path.rsplit("/", 1)[1]
    typed = {
        "signed_on": "2026-03-01", "term.start": "2026-03-01", "term.end": "2026-08-31", "account.holder": "拾舟电商",
        "account.bank": "中国银行青岛分行", "account.number": "6222020200112233",
    }  # fmt: skip
    for _step in range(30):
        with acting(agency.manager):
            standing = get_standing(Contract.objects.get(code=code))
        if not standing.compiled.open:
            break
        point = standing.compiled.open[0]
        fields = {"value": typed.get(point.key) or point.proposed}
        if point.key == "tax":
            fields = {"mode": "none", "paid_by": "a"}
        assert decide(ours, standing.contract, point.key, fields).status_code == 302, point.key
        with acting(agency.manager):
            latest = Decision.objects.latest("pk").pk
        assert theirs.post(f"/contracts/{code}/agree", {"decision": latest}).status_code == 302
    for client in (ours, theirs):
        with acting(brand.manager):
            seen = get_standing(Contract.objects.get(code=code)).terms_sha256
        assert client.post(f"/contracts/{code}/accept", {"terms": seen}).status_code == 302
    sign_on_paper(standing.contract, brand=brand, agency=agency, at=BEFORE)
    with acting(brand.manager):
        terms = get_terms(Contract.objects.get(code=code), "2026-03").terms
    assert [debt["amount"] for debt in terms["dated_debts"]] == [50_000_00]
