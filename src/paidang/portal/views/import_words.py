"""How the import page calls things: files, their state and counts, columns, bad rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from paidang.channels.custom.plan import FIELD_WORDS
from paidang.channels.document_words import Line, lines_of
from paidang.channels.document_words import shown as shown_value
from paidang.channels.facts.tables import TABLES
from paidang.channels.field_names import FIELD_NAMES
from paidang.channels.formats import FORMATS, KINDS, Format
from paidang.channels.link.sheet import document_of
from paidang.intake.actions.map_columns import is_mappable
from paidang.intake.actions.receive import DECLARED_BY_BRAND
from paidang.intake.models import ImportFile, Progress, QuarantineRow
from paidang.intake.rules.states import (
    CONTINUED,
    OPEN,
    READ,
    READ_PAUSED,
    RECEIVED,
    REFUSED,
    RUNNING,
    STOPPED,
    UNCHANGED,
    WRITE_PAUSED,
    WRITING,
    WRITTEN,
)
from paidang.portal.templatetags.paidang import worded
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in the list."""

    file: ImportFile
    url: str
    hint: str
    state: tuple[str, str, str]
    is_running: bool
    is_paused: bool
    halt: str
    may: bool
    progress: Progress | None
    parts: dict[str, int] = field(default_factory=dict)
    bar_label: str = ""
    words: list[tuple[str, int, str]] = field(default_factory=list)
    said: str = ""
    waiting: int = 0

    @property
    def percent(self) -> int | None:
        """How much is read; None where nobody knows how many rows there are."""
        if not self.progress or not self.progress.rows_total:
            return None
        return min(100, self.progress.rows_done * 100 // self.progress.rows_total)

    @property
    def phase(self) -> str:
        """What is being done with the rows now."""
        words = {
            "grouping": _("按订单归拢"),
            "checking": _("核对中"),
            "comparing": _("比较中"),
            "writing": _("写入中"),
            "following": _("库存跟上订单中"),
            "reconciling": _("与平台账单核对中"),
        }
        return words.get(self.progress.phase.split()[0], "") if self.progress and self.progress.phase else ""


def file_row(
    file: ImportFile, *, person: Person, waiting: int, progress: Progress | None, halt: str
) -> FileRow:
    """The file as one line: what it is, how far, what came of it. `halt`: what is wished of a running one."""
    unsettled = file.state in (*RUNNING, *CONTINUED)
    counted = not unsettled and file.state not in (REFUSED, STOPPED)
    words = count_words(file, waiting) if counted else []
    return FileRow(
        file=file,
        url=reverse("portal:import_file", args=[file.pk]),
        hint=_hint(file),
        state=state_of(file, waiting),
        is_running=file.state in RUNNING,
        is_paused=file.state in CONTINUED,
        halt=halt,
        may=may_import(person, file),
        progress=progress if unsettled else None,
        parts=parts_of(file, waiting) if counted else {},
        words=words,
        bar_label=" ".join(f"{word} {n:,}" for word, n, _kind in words),
        said=said(file),
        waiting=waiting,
    )


def parts_of(file: ImportFile, waiting: int) -> dict[str, int]:
    """The bar: new and changed green, unchanged grey, bad red; amber is what needs the platform's other report."""
    if file.state == UNCHANGED:
        return {"ok": 0, "same": 1, "warn": 0, "bad": 0}
    counts = file.counts
    bad = waiting if file.state == WRITTEN else int(counts.get("bad", 0))
    good, same = _n(counts, "new") + _n(counts, "changed"), _n(counts, "unchanged")
    return {"ok": good, "same": same, "warn": _n(counts, "waiting"), "bad": bad}


def count_words(file: ImportFile, waiting: int) -> list[tuple[str, int, str]]:
    """`新 121 · 未变 76 · 隔离 3`, each with its colour."""
    if file.state == UNCHANGED:
        return []
    counts = file.counts
    found = [(_("新"), _n(counts, "new"), "")]
    if _n(counts, "changed"):
        found.append((_("改"), _n(counts, "changed"), ""))
    found.append((_("未变"), _n(counts, "unchanged"), ""))
    if _n(counts, "waiting"):
        found.append((_("与另一张报表合成"), _n(counts, "waiting"), ""))
    if file.state == WRITTEN and waiting:
        found.append((_("隔离"), waiting, "bad"))
    if file.state == READ and _n(counts, "bad"):
        found.append((_("有错"), _n(counts, "bad"), "bad"))
    return found


def _n(counts: dict[str, Any], key: str) -> int:
    return int(counts.get(key) or 0)


def said(file: ImportFile) -> str:
    """The one clear line where there is nothing to count."""
    if file.state == REFUSED and file.problem:
        return problem_words(file.problem)
    if file.state == STOPPED:
        return _("没有写入任何内容")
    if file.state == UNCHANGED:
        return worded(file.notes[0]) if file.notes else _("和以前写入的文件相同，没有变化")
    return ""


def problem_words(problem: dict[str, Any]) -> str:
    """Where and why a file as a whole cannot be read."""
    row, reason = problem.get("row"), worded(problem.get("reason", ""))
    return _("第 %(row)s 行：%(reason)s") % {"row": row, "reason": reason} if row and row > 1 else reason


def format_word(key: str) -> str:
    """What kind of file it is."""
    words = {
        "order_lines": _("订单明细"),
        "refunds": _("退款"),
        "logistics": _("物流费"),
        "platform_fees": _("平台费用"),
        "costs": _("出厂价"),
        "prices": _("零售价"),
        "bill_lines": _("平台账单"),
        "jd_orders": _("京东订单导出"),
        "taobao_orders": _("淘宝/天猫订单报表"),
        "taobao_items": _("淘宝/天猫宝贝报表"),
        "renren_orders": _("人人商城订单导出"),
        "jd_bill": _("京东结算单"),
        "alipay_bill": _("支付宝账务明细"),
        "wechat_pay_bill": _("微信支付交易账单"),
        "wechat_shop_bill": _("微信小店资金流水"),
        "douyin_bill": _("抖店资金流水"),
        "pinduoduo_bill": _("拼多多货款明细"),
        "youzan_bill": _("有赞对账单"),
    }
    found = FORMATS.get(key)
    return words.get(key) or (worded(found.label) if found else "")


def list_format_words() -> list[dict[str, str]]:
    """Every kind of file that can be read, the columns it needs, and how far that has been checked."""
    own, others = _("拍档自己的格式"), _("照公开的表头自制的文件核对过，没有用真实导出核对")
    return [
        {
            "label": format_word(key),
            "columns": "、".join(found.required),
            "checked": own if found.is_facts else others,
        }
        for key, found in FORMATS.items()
    ]


def _hint(file: ImportFile) -> str:
    if file.state == REFUSED:
        return _("没有写入任何内容")
    name = file.mapping["name"] if file.mapping else ""
    return " · ".join(part for part in (file.store, format_word(file.format), name) if part)


def state_of(file: ImportFile, waiting: int) -> tuple[str, str, str]:
    """(kind, word, icon) of a file's state."""
    if file.state == WRITTEN and waiting:
        word = ngettext("%(n)s 行待修", "%(n)s 行待修", waiting) % {"n": f"{waiting:,}"}
        return "warn", word, ""
    if is_mappable(file) and file.state == REFUSED:
        return "warn", _("待对列"), ""
    return {
        RECEIVED: ("info", _("试读中"), ""),
        READ: ("me", _("待写入"), ""),
        WRITING: ("info", _("写入中"), ""),
        WRITTEN: ("ok", _("已写入"), ""),
        UNCHANGED: ("", _("未变"), ""),
        REFUSED: ("bad", _("已拒绝"), ""),
        READ_PAUSED: ("warn", _("试读已暂停"), "pause"),
        WRITE_PAUSED: ("warn", _("写入已暂停"), "pause"),
        STOPPED: ("", _("已停止"), ""),
    }[file.state]


def may_import(person: Person, file: ImportFile) -> bool:
    """Whether this person may write this kind of file."""
    return person.may(DECLARED_BY_BRAND.get(file.format, "import_facts"))


# Columns


@dataclass(frozen=True, slots=True)
class ColumnWord:
    """A column of the file and what it becomes; `fact` is empty where it only helps to reconcile."""

    title: str
    fact: str
    word: str


def columns_of(found: Format) -> list[ColumnWord]:
    """How the file's columns are read, in the file's own order."""
    if found.is_facts:
        return [
            ColumnWord(column.name, column.name, fact_word(column.name))
            for column in TABLES[found.table].columns
        ]
    facts: dict[str, list[str]] = {}
    for fact, title in found.shown_as:
        facts.setdefault(title, []).append(fact)
    titles = dict.fromkeys((*found.required, *found.kept))
    return [
        ColumnWord(
            title,
            "、".join(facts.get(title, [])),
            _("、").join(fact_word(fact) for fact in facts.get(title, [])),
        )
        for title in titles
    ]


def fact_word(name: str) -> str:
    """What a column of the facts, or of what a person's plan reads beside them, is called."""
    words = {
        "unit_price": _("单价"),
        "merchant_discount": _("商家优惠"),
        "platform_discount": _("平台优惠"),
    }
    return words.get(name) or (worded(FIELD_WORDS[name]) if name in FIELD_WORDS else name)


# Bad rows


@dataclass(frozen=True, slots=True)
class FaultWords:
    """One fault of a row: the column, its value, why, and the hint that the reason carries.

    `name`: what the column is read as; `field`: the platform's own name, where it is a field of a platform's document.
    """

    column: str
    value: str
    reason: str
    hint: str
    waits: bool
    name: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A bad row with what is to be mended, and the rest of its cells; `document`: as a person reads what an interface sent."""

    row: QuarantineRow
    faults: list[FaultWords]
    others: list[tuple[str, str]]
    said: str = ""
    document: list[Line] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.row.state == OPEN

    @property
    def pk_text(self) -> str:
        """For the ids of its dialog."""
        return str(self.row.pk)


def bad_row(row: QuarantineRow, found: Format, said: str = "") -> BadRow:
    """The row as its file has it, its faults first."""
    document = document_of(row.cells) if found.key in KINDS["api"] else None
    words = {column.title: column.word for column in columns_of(found)}
    faults = [_fault(fault, row.cells, found.key if document else "", words) for fault in row.faults]
    shown = {fault.column for fault in faults if not fault.waits}
    place = {column.title: at for at, column in enumerate(columns_of(found))}
    titles = sorted(row.cells, key=lambda title: place.get(title, len(place)))
    others = [(title, row.cells[title]) for title in titles if title not in shown]
    lines = lines_of(found.key, document.body) if document else []
    return BadRow(row, faults, others, said, [replace(line, word=_field_word(line.name)) for line in lines])


def _fault(
    fault: dict[str, str], cells: dict[str, str], document_key: str, words: Mapping[str, str]
) -> FaultWords:
    """`document_key`: the format of the document that the row is; "" for a row of cells, whose columns are called `words`."""
    reason, column = fault.get("reason", ""), fault.get("column", "")
    _before, near, hint = reason.partition("最接近：")
    is_field = bool(document_key) and column not in cells
    value = fault.get("value", "") or cells.get(column, "")
    return FaultWords(
        column=column if column in cells else "",
        value=shown_value(document_key, column, value) if is_field else value,
        reason=worded(reason),
        hint=hint.split()[0] if near and hint.split() else "",
        waits=fault.get("code") == "waits",
        name=_field_word(column) if is_field else words.get(column, ""),
        field=column if is_field else "",
    )


def _field_word(name: str) -> str:
    """What a field is called: in Chinese where that is read and there is a word, else as its platform has it."""
    return FIELD_NAMES.get(name, name) if get_language() != "en" else name
