"""What is wrong with this installation, and what to do about it. It looks as the owner of the database, and changes nothing."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from paidang.contracts.queries import list_contracts
from paidang.kit.outcome import UnableTo
from paidang.kit.workdays import is_announced
from paidang.printing.contract_signed import load_identity
from paidang.site.postgres import SERVER_VERSION_MIN
from paidang.stock.queries.levels import find_unproven
from paidang.team.context import act_as
from paidang.team.queries import list_organisation_ids

GOOD, DOUBTFUL, BAD = "good", "doubtful", "bad"
FREE_GIB_BAD, FREE_GIB_DOUBTFUL = 1, 5
WORKER_SILENT = timedelta(seconds=60)
JOB_WAITS = timedelta(minutes=10)
CERTIFICATE_ENDS = timedelta(days=30)
MAIL_TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: good, doubtful or bad; `remedy` says what to do."""

    kind: str
    text: str
    remedy: str = ""


def examine(at: datetime) -> list[Finding]:
    """Look at everything; what needs the database is left out where it does not answer."""
    found = [*_folder(settings.VAR), *_identity(at), *_mail(), *_address(), *_calendar(at)]
    checks: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
        _server,
        _migrations,
        _row_level_security,
        _worker,
        _stock,
    )
    try:
        for check in checks:
            found += check(at)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        found.append(Finding(BAD, f"数据库没有答应：{reason}", "先运行 paidang serve，或检查 DATABASE_URL。"))
    return found


def _folder(var: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(var).free / 2**30
    kind = BAD if free < FREE_GIB_BAD else DOUBTFUL if free < FREE_GIB_DOUBTFUL else GOOD
    yield Finding(
        kind, f"{var} 还有 {free:.1f} GiB", "" if kind == GOOD else "腾出空间：关账和导入要写临时文件。"
    )
    secrets = [var / "secret-key", *(var / "identity").glob("*.key")]
    for open_to_others in [file for file in secrets if file.exists() and file.stat().st_mode & 0o077]:
        yield Finding(BAD, f"{open_to_others} 别人也能读", f"chmod 600 {open_to_others}")


def _identity(at: datetime) -> Iterator[Finding]:
    source = settings.SIGNING
    if source.p12 is None and not (source.folder / "signing.key").exists():
        yield Finding(GOOD, "第一次签约时会做本套拍档自己的证书")
        return
    try:
        certificate = load_identity(source, at).signing.certificate
    except UnableTo as refused:
        yield Finding(BAD, f"不能签合同：{refused}")
        return
    ends = certificate.not_valid_after_utc
    kind = DOUBTFUL if ends - at < CERTIFICATE_ENDS else GOOD
    yield Finding(
        kind, f"签名证书有效到 {ends:%Y-%m-%d}", "换上新证书，见运维手册。" if kind == DOUBTFUL else ""
    )


def _mail() -> Iterator[Finding]:
    if not settings.EMAIL_HOST or "smtp" not in settings.EMAIL_BACKEND:
        yield Finding(DOUBTFUL, "没有设邮件服务器，提醒写在 mail.log", "设 PAIDANG_SMTP_URL。")
        return
    try:
        sender = get_connection(timeout=MAIL_TIMEOUT_S)
        sender.open()
        sender.close()
    except OSError as error:  # smtplib's own errors are among them
        yield Finding(BAD, f"邮件服务器 {settings.EMAIL_HOST} 连不上：{error}", "检查 PAIDANG_SMTP_URL。")
        return
    yield Finding(GOOD, f"邮件服务器 {settings.EMAIL_HOST} 连得上")


def _address() -> Iterator[Finding]:
    is_https = settings.PUBLIC_URL.startswith("https://")
    if is_https and not settings.SESSION_COOKIE_SECURE:
        yield Finding(BAD, "网址是 https，登录却可能走明文", "设 PAIDANG_HTTPS=1。")
    elif not is_https and settings.SESSION_COOKIE_SECURE:
        yield Finding(BAD, f"PAIDANG_HTTPS=1，网址却是 {settings.PUBLIC_URL}：登录不了", "改 PAIDANG_URL。")
    else:
        yield Finding(GOOD, f"网址 {settings.PUBLIC_URL}")
    if is_https and not settings.PROXIES:
        yield Finding(
            DOUBTFUL,
            "网址是 https，却没有说前面有几个反向代理：登录错几次，会按代理的地址算在一起",
            "设 PAIDANG_PROXIES（一般是 1），并让代理写 X-Forwarded-For。",
        )


def _calendar(at: datetime) -> Iterator[Finding]:
    year = at.year + (at.month == 12)
    if is_announced(year):
        yield Finding(GOOD, f"{year} 年的放假安排已有")
    else:
        yield Finding(DOUBTFUL, f"还没有 {year} 年的放假安排，这一年的日期都是暂定", "国务院公布后更新拍档。")


def _server(at: datetime) -> Iterator[Finding]:
    version, web, is_bound, db_now = _row(
        "select current_setting('server_version_num')::int, count(rolname),"
        " coalesce(bool_and(not (rolsuper or rolbypassrls)), true), clock_timestamp()"
        " from pg_roles where rolname = 'paidang_web'"
    )
    assert isinstance(db_now, datetime) and isinstance(version, int)
    kind = GOOD if version >= SERVER_VERSION_MIN else BAD
    yield Finding(kind, f"PostgreSQL {version // 10_000}", "" if kind == GOOD else "要 18 或更新的。")
    if not web:
        yield Finding(BAD, "没有角色 paidang_web", "重新启动 paidang serve。")
    if not is_bound:
        yield Finding(
            BAD, "角色 paidang_web 不受行级权限约束", "alter role paidang_web nosuperuser nobypassrls;"
        )
    apart = abs((db_now - at).total_seconds())
    if apart > MAIL_TIMEOUT_S + 5:  # the mail server may have taken its time in between
        yield Finding(BAD, f"数据库的时钟差 {apart:.0f} 秒", "对时（NTP）：截止时刻都按时钟算。")


def _migrations(at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        first = plan[0][0]
        yield Finding(
            BAD, f"数据库结构差 {len(plan)} 步（{first.app_label} {first.name}）", "重新启动 paidang serve。"
        )
    else:
        yield Finding(GOOD, "数据库结构是最新的")


def _row_level_security(at: datetime) -> Iterator[Finding]:
    ours = {
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name.startswith("paidang.")
        for model in config.get_models(include_auto_created=True)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relname = any(%s) and not (relrowsecurity and relforcerowsecurity)",
            [sorted(ours)],
        )
        bare = sorted(name for (name,) in cursor.fetchall())
    if bare:
        yield Finding(BAD, f"这些表没有强制行级权限：{'、'.join(bare)}", "停下网页，查谁改过数据库。")
    else:
        yield Finding(GOOD, f"{len(ours)} 张表都强制行级权限")


def _worker(at: datetime) -> Iterator[Finding]:
    heard, failed, waiting = _row(
        "select (select max(last_heartbeat) from procrastinate_workers),"
        " (select count(*) from procrastinate_jobs where status = 'failed'),"
        " (select min(coalesce(j.scheduled_at, e.at)) from procrastinate_jobs j join procrastinate_events e"
        "  on e.job_id = j.id and e.type = 'deferred' where j.status = 'todo')"
    )
    if not isinstance(heard, datetime) or at - heard > WORKER_SILENT:
        yield Finding(BAD, "后台任务没有在跑", "paidang serve 会带起它。")
    else:
        yield Finding(GOOD, "后台任务在跑")
    if isinstance(waiting, datetime) and at - waiting > JOB_WAITS:
        minutes = (at - waiting).total_seconds() // 60
        yield Finding(DOUBTFUL, f"有任务等了 {minutes:.0f} 分钟", "看后台任务的输出。")
    if failed:
        yield Finding(DOUBTFUL, f"有 {failed} 个后台任务没有做成", "见导入页和设置页上的说明。")


def _stock(at: datetime) -> Iterator[Finding]:
    """Each balance is the sum of its ledger, and what is reserved is what the orders have: nothing but us writes there."""
    wrong, looked = dict[str, int](), set[str]()
    for org_id in list_organisation_ids():
        with act_as(org_id=org_id):
            for contract in list_contracts():
                if contract.code not in looked and (unproven := find_unproven(contract.pk)):
                    wrong[contract.code] = len(unproven)
                looked.add(contract.code)
    for code, count in wrong.items():
        text = f"合同 {code} 有 {count} 个商品的库存余额不等于流水之和"
        yield Finding(BAD, text, "盘点这些商品，并查谁改过数据库：流水只增不改。")
    if not wrong:
        yield Finding(GOOD, f"{len(looked)} 份合同的库存余额都等于流水之和")


def _row(query: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)
