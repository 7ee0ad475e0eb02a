"""Reminders by e-mail: who is written to, in which words, exactly once, whatever happens to the worker or the server."""

import asyncio
import os
import signal
import smtplib
import time
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from tests.cast import acting, agree_on, come_in, shanghai
from tests.ports import free_port
from tests.signing import authorise, sign

from paidang.contracts.actions import complete_duty, serve_notice
from paidang.contracts.rules.rights import Known
from paidang.contracts.rules.serving import Said
from paidang.duties.actions import raise_duty
from paidang.duties.models import DROPPED, FAILED, PENDING, SENT, Reminder
from paidang.evidence.models import Entry
from paidang.portal.actions import assign_duty
from paidang.portal.tasks import remind_all
from paidang.team.actions import choose_mail, deactivate_person

# The set-up fee of the cast's contract falls due on Wednesday 4 March 2026; the brand pays it.
KEY = "pay_agreed:2026-03-04:a"
EARLY = shanghai("2026-02-26 09:00")
DAY_BEFORE = shanghai("2026-03-03 09:00")
DUE_DAY = shanghai("2026-03-04 09:00")
OVERDUE_1 = shanghai("2026-03-05 09:00")
OVERDUE_3 = shanghai("2026-03-09 09:00")


def recipients() -> list[str]:
    return sorted(to.partition("@")[0] for one in mail.outbox for to in one.to)


def choose(person, how: str, language: str = "zh-hans") -> None:
    with acting(person):
        choose_mail(person=person, at=DAY_BEFORE, mail=how, language=language)


def assign(by, to, code: str) -> None:
    with acting(by):
        assign_duty(person=by, at=DAY_BEFORE, code=code, key=KEY, person_id=to.pk if to else 0)


def test_those_who_may_do_it_are_written_to_the_day_before(contract_in_force, brand):
    assert remind_all(DAY_BEFORE) == 2
    assert recipients() == ["brand_finance", "brand_manager"]
    letter = mail.outbox[0]
    assert letter.subject == "拍档：还有 1 个工作日：付开办费 ¥10,000.00"
    for said in (
        "2026-03-04 周三", "第三章 B", "电子商务运营合作协议", "请在当天结束前做完",
        f"http://127.0.0.1:8000/contracts/{contract_in_force.code}/duties/{KEY}",
    ):  # fmt: skip
        assert said in letter.body, said
        assert said in letter.alternatives[0].content, said


def test_nobody_is_written_to_before_the_first_step_or_at_night(contract_in_force):
    assert remind_all(EARLY) == 0
    assert remind_all(shanghai("2026-03-03 23:00")) == 0


def test_twice_is_once(contract_in_force):
    assert remind_all(DAY_BEFORE) == 2
    assert remind_all(DAY_BEFORE) == 0
    assert remind_all(shanghai("2026-03-03 15:00")) == 0
    assert remind_all(DUE_DAY) == 2
    assert [one.subject for one in mail.outbox[2:]] == ["拍档：今天到期：付开办费 ¥10,000.00"] * 2


def test_it_is_on_record_in_the_organisations_own_chain(contract_in_force, brand, agency):
    remind_all(DAY_BEFORE)
    with acting(brand.manager):
        facts = [entry.facts["count"] for entry in Entry.objects.filter(act="reminder.sent")]
        assert facts == [1, 1]
        assert Reminder.objects.filter(state=SENT, step="before_1").count() == 2
    with acting(agency.manager):
        assert not Reminder.objects.filter(key=KEY).exists()
        assert not Entry.objects.filter(act="reminder.sent").exists()


def test_only_the_one_it_was_given_to_until_it_is_escalated(contract_in_force, brand):
    assign(brand.manager, brand.finance, contract_in_force.code)
    remind_all(DAY_BEFORE)
    assert recipients() == ["brand_finance"]
    remind_all(OVERDUE_1)
    assert recipients() == ["brand_finance", "brand_finance", "brand_manager"]
    to_manager = next(one for one in mail.outbox if one.to[0].startswith("brand_manager"))
    assert "已升级给您" in to_manager.body
    assert "逾期 1 天" in to_manager.subject
    remind_all(OVERDUE_3)
    assert recipients().count("brand_manager") == 2
    remind_all(shanghai("2026-03-20 09:00"))
    assert len([one for one in mail.outbox if "付开办费" in one.subject]) == 5


def test_what_is_done_is_not_reminded_of(contract_in_force, brand):
    with acting(brand.manager):
        complete_duty(person=brand.manager, at=EARLY, code=contract_in_force.code, key=KEY, note="已汇")
    assert remind_all(DUE_DAY) == 0


def test_who_left_or_switched_it_off_hears_nothing(contract_in_force, brand):
    choose(brand.finance, "off")
    remind_all(DAY_BEFORE)
    assert recipients() == ["brand_manager"]
    with acting(brand.manager):
        deactivate_person(person=brand.manager, at=DUE_DAY, person_id=brand.finance.pk)
    choose(brand.manager, "now")
    remind_all(DUE_DAY)
    assert recipients() == ["brand_manager", "brand_manager"]


def test_a_digest_is_one_letter_a_day_and_at_once_is_one_for_each(contract_in_force, brand, agency):
    agree_on(brand=brand, agency=agency)
    choose(brand.finance, "now")
    remind_all(DAY_BEFORE)
    assert recipients() == ["brand_finance", "brand_finance", "brand_manager"]
    digest = next(one for one in mail.outbox if one.to[0].startswith("brand_manager"))
    assert digest.subject == "拍档：2 件事要做"
    agree_on(brand=brand, agency=agency)  # a third, later on the same day
    remind_all(shanghai("2026-03-03 15:00"))
    assert recipients() == ["brand_finance", "brand_finance", "brand_finance", "brand_manager"]


def test_it_is_written_in_its_readers_language(contract_in_force, brand):
    choose(brand.finance, "digest", "en")
    remind_all(OVERDUE_1)
    english = next(one for one in mail.outbox if one.to[0].startswith("brand_finance"))
    assert english.subject == "Paidang: 1 day overdue: Pay the Set-up fee, ¥10,000.00"
    assert "Please do it soon" in english.body
    assert not any("\u4e00" <= char <= "\u9fff" for char in english.subject)


def test_a_long_digest_names_the_first_and_counts_the_rest(contract_in_force, brand, agency, monkeypatch):
    monkeypatch.setattr("paidang.portal.tasks.letters.TASKS_MAX", 1)
    agree_on(brand=brand, agency=agency)
    remind_all(DAY_BEFORE)
    digest = next(one for one in mail.outbox if one.to[0].startswith("brand_manager"))
    assert digest.body.count("/duties/") == 1
    assert "此外 1 件： http://127.0.0.1:8000/" in digest.body
    assert "此外 1 件" in digest.alternatives[0].content


def test_a_title_cannot_write_headers(contract_in_force, brand):
    with acting(brand.manager):
        contract_in_force.title = "x\r\nBcc: thief@example.com"
        contract_in_force.save(update_fields=["title"])
    remind_all(DAY_BEFORE)
    assert all("Bcc" not in one.message() for one in mail.outbox)


# A server that refuses, is down, or a worker that is killed


class Refusing(EmailBackend):
    """A mail server that knows nobody."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})


class Down(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError


def test_what_is_refused_is_tried_again_later_each_time_after_a_longer_wait(
    contract_in_force, brand, settings
):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert remind_all(DAY_BEFORE) == 0
    with acting(brand.manager):
        row = Reminder.objects.filter(person=brand.finance).get()
        assert (row.state, row.attempts, row.reason) == (PENDING, 1, "SMTPRecipientsRefused")
    settings.EMAIL_BACKEND = working
    assert remind_all(shanghai("2026-03-03 09:05")) == 0
    assert remind_all(shanghai("2026-03-03 09:10")) == 2


def test_it_is_given_up_in_the_end_and_the_next_step_is_tried_anew(contract_in_force, brand, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    remind_all(DAY_BEFORE)
    with acting(brand.manager):
        Reminder.objects.update(attempts=7, next_at=DAY_BEFORE)
    remind_all(DAY_BEFORE)
    with acting(brand.manager):
        assert set(Reminder.objects.values_list("state", flat=True)) == {FAILED}
    settings.EMAIL_BACKEND = working
    assert remind_all(shanghai("2026-03-03 19:00")) == 0
    assert remind_all(DUE_DAY) == 2


def test_a_server_that_is_down_is_asked_once_a_round(contract_in_force, brand, agency, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    assert remind_all(DAY_BEFORE) == 0
    with acting(brand.manager):
        assert sorted(Reminder.objects.values_list("attempts", flat=True)) == [0, 1]


def test_what_waited_is_dropped_once_it_is_overtaken(contract_in_force, brand, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    remind_all(DAY_BEFORE)
    settings.EMAIL_BACKEND = working
    assert remind_all(DUE_DAY) == 2
    with acting(brand.manager):
        states = set(Reminder.objects.values_list("step", "state"))
    assert states == {("before_1", DROPPED), ("on_day", SENT)}


class Inbox:
    """A real SMTP server's handler; `hang` makes it keep its sender waiting before it takes the mail."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.hang = False

    async def handle_DATA(self, server, session, envelope):
        while self.hang:
            await asyncio.sleep(0.05)
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def inbox(settings):
    """A mail server on this machine, which the settings name."""
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), ready_timeout=60)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


def test_a_real_server_takes_the_letter_as_it_was_written(contract_in_force, inbox):
    assert remind_all(DAY_BEFORE) == 2
    letter = message_from_bytes(inbox.mails[0])
    assert str(make_header(decode_header(letter["Subject"]))) == "拍档：还有 1 个工作日：付开办费 ¥10,000.00"
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.get_payload()] == ["text/plain", "text/html"]
    assert letter["Message-ID"].startswith("<reminder-")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_sends_loses_nothing_and_sends_nothing_twice(
    contract_in_force, inbox, brand
):
    inbox.hang = True
    connection.close()
    worker = os.fork()
    if worker == 0:
        remind_all(DAY_BEFORE)
        os._exit(0)
    deadline = time.monotonic() + 60
    while not _is_sending(brand):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    inbox.hang = False
    while inbox.mails:
        inbox.mails.pop()
    with acting(brand.manager):
        assert set(Reminder.objects.values_list("state", flat=True)) == {PENDING}
    assert remind_all(DAY_BEFORE) == 2
    assert remind_all(DAY_BEFORE) == 0
    assert len({message_from_bytes(one)["Message-ID"] for one in inbox.mails}) == 2


def _is_sending(brand) -> bool:
    """Whether another connection holds a reminder: what is locked is skipped."""
    with acting(brand.manager):
        rows = Reminder.objects.filter(state=PENDING)
        free = Reminder.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=PENDING)
        return rows.count() > 0 and len(free) < rows.count()


# Choosing


def test_one_chooses_for_oneself_on_the_settings_page(client, brand):
    come_in(client, brand.finance)
    answer = client.post("/settings/mail", {"mail": "now", "language": "en"}, follow=True)
    assert answer.status_code == 200
    with acting(brand.finance):
        brand.finance.account.refresh_from_db()
    assert (brand.finance.account.mail, brand.finance.account.language) == ("now", "en")
    client.post("/settings/mail", {"mail": "now", "language": "en"})
    with acting(brand.finance):
        assert Entry.objects.filter(act="person.mail_chosen").count() == 1
    assert client.post("/settings/mail", {"mail": "fax", "language": "en"}).status_code == 409


def test_whose_signature_is_awaited_is_told_once(accepted_contract, agency, brand):
    """Nothing is due by a day: who may sign is told on the day it is their turn, and never again for it."""
    signer = authorise(agency)
    days = [shanghai(f"2026-03-0{day} 10:00") for day in (1, 2, 9)]
    assert [remind_all(at) for at in days] == [2, 0, 0]
    assert recipients() == ["agency_manager", "brand_manager"]
    assert mail.outbox[0].subject == "拍档：轮到您：签署合同 电子商务运营合作协议"
    assert "从 2026-03-01 周日 起等您" in mail.outbox[0].body and "逾期" not in mail.outbox[0].body
    sign(signer, accepted_contract, shanghai("2026-03-09 11:00"))
    assert remind_all(shanghai("2026-03-10 10:00")) == 1
    assert recipients() == ["agency_manager", "brand_manager", "brand_manager"]


def test_a_notice_and_a_right_are_told_the_day_they_arise_and_once(living_contract, agency, brand):
    """A notice to cure is told at once and again near its day; its breach then gives a right, told to who has it."""
    served_at = shanghai("2026-03-02 10:00")
    with acting(brand.manager):
        serve_notice(
            person=brand.manager, at=served_at, code=living_contract.code, known=Known(),
            said=Said(kind="cure", grounds="客服三天不回复"),
        )  # fmt: skip
    told = lambda: sorted(one.subject for one in mail.outbox if "纠正" in one.subject)  # noqa: E731
    remind_all(shanghai("2026-03-02 11:00"))
    remind_all(shanghai("2026-03-03 11:00"))
    at_once = "拍档：轮到您：纠正并答复对方的限期纠正通知（2026-03-17 前）"
    assert told() == [at_once] * 2  # the manager and finance may answer
    remind_all(shanghai("2026-03-16 11:00"))
    assert told() == sorted(
        [at_once] * 2 + ["拍档：还有 1 个工作日" + at_once.removeprefix("拍档：轮到您")] * 2
    )
    mail.outbox.clear()
    remind_all(shanghai("2026-03-18 11:00"))
    remind_all(shanghai("2026-03-19 11:00"))
    rights = [one for one in mail.outbox if one.to[0].startswith("brand_manager") and "解除" in one.body]
    assert len(rights) == 1
    assert "可以解除合同：限期届满没有纠正" in rights[0].body and "2026-03-18 周三 产生" in rights[0].body
    assert not [one for one in mail.outbox if one.to[0].startswith("agency") and "可以解除" in one.body]


def test_what_has_hours_left_is_told_at_once_also_after_the_days_letter_and_by_night(
    contract_in_force, brand, agency
):
    remind_all(DAY_BEFORE)
    mail.outbox.clear()
    facts = {"number": 3, "name": "今晚秒杀", "store": "京东店"}
    with acting(agency.manager):
        for key, due_at in (("approve-offer-3", "23:00"), ("approve-offer-4", None)):
            raise_duty(
                contract_in_force.pk, key=key, kind="approve_offer", side="a", page="/", at=shanghai("2026-03-03 20:30"),
                due_at=due_at and shanghai(f"2026-03-03 {due_at}"), facts=facts,
            )  # fmt: skip
    remind_all(shanghai("2026-03-03 20:40"))
    [letter] = mail.outbox
    assert letter.to == [brand.manager.email]
    assert letter.subject == "拍档：今天 23:00 截止：批准优惠 3：今晚秒杀，京东店"
    assert "请在 03-03 23:00 之前答复" in letter.body
    remind_all(shanghai("2026-03-03 20:50"))
    assert len(mail.outbox) == 1, "once"
    remind_all(DUE_DAY)
    [morning] = [one for one in mail.outbox[1:] if one.to == [brand.manager.email]]
    assert "批准优惠 3" in morning.body, "what waits without a day is told of, too"
