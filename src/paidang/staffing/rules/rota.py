"""A rota as a CSV: one shift a line."""

from dataclasses import dataclass
from datetime import date

from paidang.kit.sentence import say
from paidang.staffing.rules.roles import ROLES
from paidang.staffing.rules.shifts import Shift
from paidang.staffing.rules.table import FileFault, read_lines

HEADER = ("day", "role", "who", "from_hour", "until_hour", "store")
HEADER_ZH = ("日期", "角色", "谁", "从几点", "到几点", "店铺")
ROWS_MAX = 1_000
_ROLE_OF = {str(role.word): key for key, role in ROLES.items()} | {key: key for key in ROLES}


@dataclass(frozen=True, slots=True)
class RotaRow:
    """One line: a shift for somebody by name; `store` may be empty."""

    line: int
    role: str
    who: str
    shift: Shift
    store: str


def read_rota(content: bytes) -> list[RotaRow]:
    """The shifts of the file; FileFault names line and fault."""
    lines = read_lines(content, HEADER, HEADER_ZH)
    if len(lines) > ROWS_MAX:
        raise FileFault(say("超过 {most:,} 行", most=ROWS_MAX))
    found: dict[tuple[str, str, date, int], RotaRow] = {}
    for number, cells in lines:
        row = _row(number, cells)
        key = (row.role, row.who, row.shift.day, row.shift.from_hour)
        if key in found:
            raise FileFault(say("第 {line} 行：和第 {other} 行重复", line=number, other=found[key].line))
        found[key] = row
    return list(found.values())


def _row(number: int, cells: list[str]) -> RotaRow:
    day, role, who, from_hour, until_hour, store = cells
    if role not in _ROLE_OF:
        raise FileFault(say("第 {line} 行：没有角色“{role}”", line=number, role=role[:20]))
    try:
        shift = Shift(date.fromisoformat(day), int(from_hour), int(until_hour))
    except ValueError:
        raise FileFault(say("第 {line} 行读不了：日期写 2026-11-01，钟点写整数", line=number)) from None
    if not who:
        raise FileFault(say("第 {line} 行：没有写谁", line=number))
    return RotaRow(number, _ROLE_OF[role], who, shift, store[:200])
