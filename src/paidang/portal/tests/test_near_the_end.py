"""The pages of both sides as a contract comes to its last day, 2027-02-28, and after it."""

import pytest
from django.test import Client
from tests.cast import come_in, shanghai

PAGES = ("/", "/contracts", "/statements", "/payments", "/orders", "/imports", "/settings")
OF_CONTRACT = ("", "/life", "/terms", "/sign", "/amend")
ENDS = "合同 2027-02-28 期满：安排最后一期对账与交接"
MATERIAL = "归还或销毁对方的保密材料，登记后由对方确认"


@pytest.fixture
def on_day(monkeypatch):
    """What a person sees at ten in the morning of a day: all pages of one contract, each of which must open."""

    def see(person, contract, day: str) -> dict[str, str]:
        monkeypatch.setattr("django.utils.timezone.now", lambda: shanghai(f"{day} 10:00"))
        client, seen = come_in(Client(), person), {}
        for path in [*PAGES, *(f"/contracts/{contract.code}{page}" for page in OF_CONTRACT)]:
            answer = client.get(path)
            assert answer.status_code == 200, (day, path, answer.status_code)
            seen[path.removeprefix(f"/contracts/{contract.code}") or "contract"] = answer.content.decode()
        return seen

    return see


@pytest.mark.parametrize("side", ["brand", "agency"])
def test_a_contract_that_ends(contract_in_force, brand, agency, on_day, side):
    person = {"brand": brand, "agency": agency}[side].manager
    before = on_day(person, contract_in_force, "2027-01-27")
    assert "期满即终止" in before["/life"] and "02-28" in before["/contracts"]
    last = on_day(person, contract_in_force, "2027-02-28")
    assert ENDS in last["/"] and "23:59" in last["/"] and "履行中" in last["/life"]
    after = on_day(person, contract_in_force, "2027-03-01")
    assert ENDS not in after["/"] and MATERIAL in after["/"]
    assert "已终止" in after["/life"] and "已终止" in after["contract"]
    assert "最后一期对账单发出并确认" in after["/life"]
    assert "停止登记店铺和新业务；查看、下载仍可" in after["/life"]
    long_after = on_day(person, contract_in_force, "2027-06-01")
    assert ENDS not in long_after["/"] and MATERIAL in long_after["/"] and "已终止" in long_after["/life"]


@pytest.mark.parametrize("side", ["brand", "agency"])
def test_a_contract_that_renews(living_contract, brand, agency, on_day, side):
    person = {"brand": brand, "agency": agency}[side].manager
    before = on_day(person, living_contract, "2027-01-27")
    assert "定下续不续：不续须在截止日前书面提出（2027-02-28 期满）" in before["/"]
    after = on_day(person, living_contract, "2027-03-01")
    assert "履行中" in after["/life"] and "已终止" not in after["/life"]
    assert MATERIAL not in after["/"] and ENDS not in after["/"]
