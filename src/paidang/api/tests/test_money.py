"""Bank lines, batches, what-if and books over the API: what a program finds in the answers."""

from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from paidang.api.tests.calling import caller_for, code_of
from paidang.settlement.models import Statement
from paidang.settlement.tests.month import confirm

HEAD = "交易日期,收入,支出,对方户名,附言,流水号\n"
LINES = (
    "2026-04-20,10.00,,青岚茶器,3月款,S1\n2026-04-21,12.00,,周**,,S2\n2026-04-21,,50.00,房东,房租,S3\n"
    "不是日期,1.00,,青岚茶器,,S4\n"
)


def test_a_bank_statement_from_the_file_to_the_payment_and_back(sent: Statement, brand, agency):
    confirm(sent.contract, brand)
    erp, code = caller_for(agency.finance), sent.contract.code
    given = {"file": SimpleUploadedFile("流水.csv", (HEAD + LINES).encode("gb18030"))}
    file = erp.post("/bank-files", **given).json()
    read = erp.get(f"/bank-files/{file['id']}").json()
    assert [(row["serial"], row["match"]["state"]) for row in read["fresh"]] == [
        ("S1", "matched"),
        ("S2", "unmatched"),
    ]
    assert (read["outgoing"], read["fresh_count"], [bad["row"] for bad in read["bad"]]) == (1, 2, [5])
    assert read["taken_in_at"] is None and erp.get("/bank-lines").json() == {"items": []}
    assert erp.post(f"/bank-files/{file['id']}/take-in").json() == {"count": 2}
    one, two = erp.get("/bank-lines").json()["items"]
    assert one["match"]["contract"] == code and one["match"]["debt"] == "statement-2026-03"

    pick = {"line_id": one["id"], "contract": code, "debt": one["match"]["debt"], "amount_fen": 1_000}
    answer = erp.post(
        "/bank-lines/record", {"picks": [pick, pick | {"line_id": two["id"], "amount_fen": 1_201}]}
    ).json()
    [paid] = answer["payments"]
    assert (paid["amount_fen"], paid["paid_on"]) == (1_000, "2026-04-20")
    assert [no["code"] for no in answer["refused"]] == ["LINE_USED"]
    assert erp.post(f"/bank-lines/{two['id']}/set-aside", {"reason": "误汇"}).json()["set_aside"] == "误汇"
    assert erp.get("/bank-lines").json()["items"] == []
    assert [line["serial"] for line in erp.get("/bank-lines", view="aside").json()["items"]] == ["S2"]
    assert code_of(erp.post(f"/bank-lines/{one['id']}/set-aside", {"reason": "x"})) == (409, "LINE_RECORDED")

    ledger = erp.get(f"/contracts/{code}/ledger").json()
    assert ledger["entries"][-1] | {"at": ""} == ledger["entries"][-1] | {
        "at": "",
        "words": "银行来款，抵2026 年 3 月对账单",
    }
    assert caller_for(brand.finance).get(f"/contracts/{code}/ledger").json() == ledger
    erp.post(f"/contracts/{code}/payments/{paid['id']}/reverse", {"reason": "对错了"})
    assert [line["left_fen"] for line in erp.get("/bank-lines").json()["items"]] == [1_000]


def test_the_vouchers_of_a_month_as_each_program_takes_them(sent: Statement, brand, agency):
    confirm(sent.contract, brand)
    erp, code = caller_for(agency.finance), sent.contract.code
    entries = erp.get(f"/contracts/{code}/ledger").json()["entries"]
    months = {entry["day"][:7] for entry in entries}
    lines = 0
    for month in months:
        text = erp.get("/vouchers", form="u8", month=month, contract=code).content.decode("gbk")
        head, *rows = text.splitlines()
        assert head == "填制凭证,V800" and all(row.startswith(month) for row in rows)
        assert {int(row.split(",")[2]) for row in rows} == set(range(1, len(rows) // 2 + 1))
        lines += len(rows)
    assert lines == 2 * len(entries)
    workbook = erp.get("/vouchers", form="k3")
    assert workbook.content.startswith(b"\xd0\xcf\x11\xe0") and workbook["Content-Disposition"].endswith(
        ".xls"
    )
    assert code_of(erp.get("/vouchers", form="t9")) == (422, "MALFORMED")


def test_a_batch_is_started_once_and_an_unknown_contract_is_named(sent: Statement, agency):
    erp, code = caller_for(agency.finance), sent.contract.code
    [standing] = erp.get("/months/2026-03/contracts").json()["items"]
    assert (standing["place"], standing["digest"]) == ("sent", sent.digest)
    assert erp.get("/months/2026-04/contracts").json()["items"][0]["turn"] == "2026-04"
    body = {"kind": "close", "picks": [{"contract": code}, {"contract": "PD-2020-0404"}]}
    refused = erp.post("/months/2026-04/batches", body)
    assert code_of(refused) == (404, "NOT_FOUND") and "PD-2020-0404" in refused.json()["detail"]
    body["picks"].pop()
    batch = erp.post("/months/2026-04/batches", body).json()
    assert batch["is_new"] and [item["state"] for item in batch["items"]] == ["waiting"]
    again = erp.post("/months/2026-04/batches", body).json()
    assert (again["id"], again["is_new"]) == (batch["id"], False)
    assert erp.get(f"/batches/{batch['id']}").json()["done_at"] is None
    jobs = ProcrastinateJob.objects.filter(task_name="settlement.carry_out")
    assert {job.args["batch_id"] for job in jobs} == {batch["id"]}


def test_what_if_says_both_sides_of_each_month_and_refuses_what_is_no_value(sent: Statement, brand):
    program, code = caller_for(brand.finance), sent.contract.code
    known = program.get(f"/contracts/{code}/what-if").json()
    share = next(knob for knob in known["terms"] if knob["kind"] == "share")
    assert known["months"] == ["2026-03"] and known["dearest"]
    path = f"/contracts/{code}/what-if"
    same = program.post(path, {"terms": {share["key"]: share["value"]}}).json()
    assert same["gain_b_fen"] == 0 and same["months"][0]["before"]["entitled_b"] == sent.figures["entitled_b"]
    more = program.post(path, {"terms": {share["key"]: "0.5"}, "prices_percent": "-10"}).json()
    assert (
        more["gain_b_fen"] > 0
        and more["months"][0]["after"]["totals"]["cost"] < sent.figures["totals"]["cost"]
    )
    for wrong in (
        {"terms": {"components.9.b": "0.5"}}, {"terms": {share["key"]: "1.5"}}, {"terms": {share["key"]: 30}},
        {"prices_percent": "many"},
    ):  # fmt: skip
        assert code_of(program.post(path, wrong)) == (422, "NOT_TO_BE_TRIED"), wrong
