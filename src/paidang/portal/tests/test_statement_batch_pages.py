"""The page of many contracts: who sees what, what is ticked, what the two buttons do, what became of each contract."""

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import acting, come_in, shanghai
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.settlement import tasks
from paidang.settlement.models import Batch, Statement
from paidang.settlement.tests.many import more_contracts
from paidang.settlement.tests.month import add_refund, close, declare, fill_march

NOW = shanghai("2026-04-09 10:00")
PAGE = "/statements/batch"


@kept
def three(contract_in_force, brand, agency) -> list[Contract]:
    """The first wants a look (an unpriced SKU), the second's facts are refused, the third is ready."""
    fill_march(contract_in_force, brand, agency)
    made = [contract_in_force, *more_contracts(contract_in_force, brand, agency, 2)]
    with acting(agency.manager):
        add_refund(made[1], "R9", "L2", at="2026-03-22 10:00", amount=99_900)
    declare(made[2], brand, "GIFT-BOX", 9_000)
    return made


@pytest.fixture
def ours(client, three, agency_finance, monkeypatch) -> Client:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return come_in(client, agency_finance)


def text(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def work() -> None:
    """What the worker does."""
    for job in ProcrastinateJob.objects.filter(task_name="settlement.carry_out"):
        tasks.carry_out(**job.args)


def ticked(shown: str) -> set[str]:
    return {
        part.split('value="')[1].split("|")[0] for part in shown.split("<input")[1:]
        if 'name="pick"' in part.split(">")[0] and " checked" in part.split(">")[0]
    }  # fmt: skip


def test_it_ticks_what_is_ready_and_says_what_else_wants_a_look(ours, three):
    assert f'href="{PAGE}"' in text(ours, "/statements")
    shown = text(ours)
    assert ticked(shown) == {three[2].code}
    assert "1 个商品没有出厂价，1 行会挂起" in shown and "可计入 3 单，3 行" in shown
    for words in ("2026 年 3 月，所有合同", '待关账 <span class="n">3</span>', "先看一眼", "可以关账"):
        assert words in shown, words


def test_a_contract_whose_earlier_month_is_open_leads_to_that_month(
    client, three, agency_finance, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: shanghai("2026-05-09 10:00"))
    shown = text(come_in(client, agency_finance), f"{PAGE}?month=2026-04&view=later")
    assert shown.count(f'<a href="{PAGE}?month=2026-03">去结2026 年 3 月</a>') == len(three)


def test_closing_them_all_shows_what_became_of_each(ours, three, agency):
    picks = [f"{one.code}|" for one in three]
    answer = ours.post(f"{PAGE}/close", {"month": "2026-03", "pick": picks})
    page = answer.headers["Location"]
    running = text(ours, page)
    assert "正在关账" in running and "0 / 3 份合同" in running and 'hx-get="' in running
    assert "看做到哪里" in text(ours)
    bar = ours.get(page, headers={"HX-Request": "true"})
    assert "0 / 3 份合同" in bar.content.decode() and "HX-Refresh" not in bar.headers
    work()
    assert ours.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    done = text(ours, page)
    for words in (
        "搁下", "有 1 处数据不能结算，什么都没有写入。更正后重新导入，再关账。", f"/contracts/{three[1].code}/trial",
        "已算出", "¥59.60", "看过再发出，2 份", "搁下的 1 份再试",
    ):  # fmt: skip
        assert words in done, words
    shown = text(ours, f"{PAGE}?view=close")
    assert "搁下" in shown and ticked(shown) == set()


def test_sending_them_is_by_digest_with_one_note(ours, three, agency, brand_finance):
    for one in (three[0], three[2]):
        close(one, agency, at=NOW)
    shown = text(ours, f"{PAGE}?view=send")
    assert ticked(shown) == {three[0].code, three[2].code}
    with acting(agency.finance):
        digests = dict(Statement.objects.values_list("contract__code", "digest"))
    picks = [f"{code}|{digest}" for code, digest in digests.items()]
    assert all(pick in shown for pick in picks)
    answer = ours.post(f"{PAGE}/send", {"month": "2026-03", "pick": picks, "note": "三月一并"})
    work()
    assert "已发出" in text(ours, answer.headers["Location"])
    theirs = come_in(Client(), brand_finance)
    page = text(theirs, f"/contracts/{three[0].code}/statements/2026-03")
    assert "三月一并" in page
    assert "没有等着发出的对账单" in text(ours, f"{PAGE}?view=send")
    assert "待甲方确认" in text(ours, f"{PAGE}?view=sent")


def test_who_presses_second_sees_the_first_ones_run(ours, three, agency_manager):
    asked = {"month": "2026-03", "pick": [f"{three[0].code}|"]}
    first = ours.post(f"{PAGE}/close", asked).headers["Location"]
    other = come_in(Client(), agency_manager)
    answer = other.post(f"{PAGE}/close", asked, follow=True)
    assert answer.redirect_chain[0][0] == first
    assert "没有再做一遍" in answer.content.decode()
    assert (
        ProcrastinateJob.objects.filter(task_name="settlement.carry_out").count() == 2
    )  # one may have been given up
    work()
    assert "已算出" in text(ours, first)
    with acting(agency_manager):
        assert Batch.objects.count() == 1


def test_the_brand_has_no_such_page_and_an_operator_no_button(ours, brand_finance, agency_operator):
    assert come_in(Client(), brand_finance).get(PAGE).status_code == 404
    assert PAGE not in text(come_in(Client(), brand_finance), "/statements")
    operator = come_in(Client(), agency_operator)
    shown = text(operator)
    assert "关账并算出" not in shown and 'name="pick"' not in shown
    assert operator.post(f"{PAGE}/close", {"month": "2026-03", "pick": ["x|"]}).status_code == 403


def test_a_month_or_a_run_that_there_is_not(ours, three):
    assert "2026 年 3 月，所有合同" in text(ours, f"{PAGE}?month=nonsense&view=nonsense")
    assert ours.get(f"{PAGE}/999999").status_code == 404
    assert ours.post(f"{PAGE}/close", {"month": "2026-03"}).status_code == 409
