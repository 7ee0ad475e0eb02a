"""Incidents of the demo world: an offline sale that the agency disputes, and a platform's penalty, still to be appealed."""

import struct
import zlib
from datetime import datetime, timedelta

from paidang.duties.actions import Proof
from paidang.incidents.actions import PenaltyRow, answer_incident, enter_penalties, report_incident, say_fault
from paidang.incidents.actions.incidents import Reported
from paidang.incidents.rules.words import DISPUTED
from paidang.kit.period import day_of
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND
from paidang.site.demo.month import JD, STORES

LIN, SHEN = AGENCY.people[0].email, BRAND.people[0].email


def write_incidents(code: str, now: datetime, acting_as: ActingAs) -> None:
    """What was seen on a market, what the agency says to it; what the platform took."""
    seen_at = now - timedelta(days=3, hours=4)
    with acting_as(SHEN) as shen:
        seen = report_incident(
            person=shen, at=seen_at + timedelta(hours=1), code=code, files=[Proof("摊位.png", _picture())],
            reported=Reported(
                kind="offline_sale", at_fault="b", found_by="沈知夏在茶叶市场看到", seen_at=seen_at,
                words="城西茶叶市场 23 号摊在卖青岚的品茗杯，约 40 只，标价 98 元一只，外箱是线上的批次标签。",
            ),
        )  # fmt: skip
    with acting_as(LIN) as lin:
        answer_incident(
            person=lin, at=now - timedelta(days=1), code=code, number=seen.number, verdict=DISPUTED,
            answer="这一批卖给了登记过的直接客户，由对方转卖。出库单和客户名册可以核对。",
        )  # fmt: skip
        today = day_of(now)
        taken = PenaltyRow(
            channel=JD, store=STORES[JD], penalised_on=today - timedelta(days=6), rule="延迟发货", points=4, money_fen=30000,
            cause="三单超过承诺的 48 小时才揽收", appeal_by=today + timedelta(days=4),
        )  # fmt: skip
        enter_penalties(person=lin, at=now - timedelta(hours=20), code=code, rows=[taken])
        say_fault(person=lin, at=now - timedelta(hours=20), code=code, number=1, fault="a")


def _picture(width: int = 320, height: int = 240) -> bytes:
    """A PNG that stands for a photograph: a table with bowls on it, in three greys."""
    rows = b""
    for y in range(height):
        row = bytes(
            90 if (x // 40 + y // 60) % 2 and y > 120 else 200 if y > 120 else 235 for x in range(width)
        )
        rows += b"\0" + row
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body
