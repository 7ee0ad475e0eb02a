"""What `paidang doctor` finds: each thing that can be wrong is said, with what to do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from paidang.intake.tests.goods import HOUSE, declare
from paidang.site.doctor import BAD, DOUBTFUL, GOOD, examine
from tests.cast import acting, shanghai


@pytest.fixture(autouse=True)
def var(db, settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def found(kind, at=None):
    """All of that kind, but for how full the disk of this machine is."""
    seen = [one for one in examine(at or timezone.now()) if " GiB" not in one.text]
    return [f"{one.text} {one.remedy}" for one in seen if one.kind == kind]


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_sound_installation_has_nothing_bad_but_its_worker_is_missed_when_it_is_silent():
    assert found(BAD) == ["后台任务没有在跑 paidang serve 会带起它。"]
    run("insert into procrastinate_workers (last_heartbeat) values (now())")
    assert found(BAD) == []
    assert "后台任务在跑 " in found(GOOD) and "数据库结构是最新的 " in found(GOOD)
    assert any(line.startswith("没有设邮件服务器") for line in found(DOUBTFUL))


def test_a_table_without_forced_row_level_security_is_named():
    run("alter table orders_orderline no force row level security")
    assert any(line.startswith("这些表没有强制行级权限：orders_orderline ") for line in found(BAD))


def test_a_structure_that_is_behind_is_named():
    run(
        "delete from django_migrations where id = (select max(id) from django_migrations where app = 'settlement')"
    )
    assert any("数据库结构差" in line and "paidang serve" in line for line in found(BAD))


def test_a_key_that_others_may_read_and_a_foreign_clock_are_bad(var):
    (var / "secret-key").write_text("x")
    (var / "secret-key").chmod(0o644)
    assert any("别人也能读 chmod 600" in line for line in found(BAD))
    assert any("数据库的时钟差" in line for line in found(BAD, timezone.now() + timedelta(minutes=3)))


def test_an_address_that_does_not_fit_its_cookies_is_bad(settings):
    settings.PUBLIC_URL = "https://paidang.example"
    assert any("PAIDANG_HTTPS=1" in line for line in found(BAD))
    settings.SESSION_COOKIE_SECURE = True
    assert any("PAIDANG_PROXIES" in line for line in found(DOUBTFUL))
    settings.PROXIES = 1
    assert not any("PAIDANG_PROXIES" in line for line in found(DOUBTFUL))
    assert not any("https" in line for line in found(BAD))


def test_from_december_on_next_years_holidays_are_asked_for():
    assert not any("放假安排" in line for line in found(DOUBTFUL, shanghai("2025-11-30 10:00")))
    assert any("还没有 2099 年的放假安排" in line for line in found(DOUBTFUL, shanghai("2098-12-01 10:00")))


def test_a_mail_server_that_does_not_answer_is_bad(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    assert any("127.0.0.1 连不上" in line for line in found(BAD))


def test_a_balance_that_is_not_the_sum_of_its_ledger_is_named(contract_in_force, brand_manager):
    declare(brand_manager, contract_in_force, f"{HOUSE},QL-1,10", f"{HOUSE},QL-2,10")
    assert "1 份合同的库存余额都等于流水之和 " in found(GOOD)
    with acting(brand_manager):
        run("update stock_stocklevel set on_hand = 11 where sku = 'QL-2'")
    assert any(
        f"合同 {contract_in_force.code} 有 1 个商品的库存余额不等于流水之和" in line for line in found(BAD)
    )
