"""Which debt the money of one line of a bank statement is for, with the reasons; a person has the last word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from paidang.kit.period import month_said
from paidang.kit.sentence import Sentence, say
from paidang.settlement.rules.paying import Debt, how_named, named_key

MATCHED, DOUBTFUL, UNMATCHED = "matched", "doubtful", "unmatched"
OK, WARN = "ok", "warn"
_YEAR_MONTH = re.compile(r"(20\d\d)\s*[-年/.]?\s*(1[0-2]|0?[1-9])\s*(?:月|$|(?=[^\d]))")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*月")
_FEE = re.compile("违约金|滞纳金|late fee", re.IGNORECASE)
_SETUP = re.compile("开办费|平台费|建设费|开店费|服务器|注册费|setup", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Incoming:
    """The money of one line: its day, amount, what of it is not recorded yet, who sent it with which remark."""

    day: date
    left: int
    payer_name: str
    remark: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A debt, or its late fee, that the payer of a line could mean; with nothing open it only says who pays."""

    contract: str
    names: tuple[str, ...]
    debt: Debt
    open: int
    is_fee: bool = False

    @property
    def key(self) -> str:
        """As a form names it."""
        return named_key(self.debt.key, self.is_fee)


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict: `matched` only where the payer is known and nothing speaks against it. `checks`: what was looked at."""

    state: str
    candidate: Candidate | None
    checks: tuple[tuple[str, Sentence], ...]


def match_each(
    lines: Iterable[Incoming], candidates_on: Callable[[date], Sequence[Candidate]]
) -> list[Match]:
    """Each line in turn, among what is open at the end of its day: late fees grow. What one that is matched takes is there
    for no other."""
    taken: Counter[tuple[str, str]] = Counter()
    found = []
    for line in lines:
        left = [
            replace(each, open=max(each.open - taken[each.contract, each.key], 0))
            for each in candidates_on(line.day)
        ]
        one = match(line, left)
        found.append(one)
        if one.state == MATCHED and one.candidate:
            taken += _taken(left, one.candidate, line)
    return found


def _taken(candidates: Sequence[Candidate], first: Candidate, line: Incoming) -> Counter[tuple[str, str]]:
    """What goes to the first, and what is over to the others of its contract in their order."""
    amount, taken = line.left, Counter[tuple[str, str]]()
    same = [each for each in candidates if each.contract == first.contract]
    for each in sorted(
        same, key=lambda one: (how_named(one.debt.key, one.is_fee, first.key), *_order(one, line.day))
    ):
        taken[each.contract, each.key] = part = min(each.open, amount)
        amount -= part
    return taken


def match(line: Incoming, candidates: Sequence[Candidate]) -> Match:
    """The debt that the remark names, else the oldest of this payer's open debts (SPEC §6)."""
    mine = [each for each in candidates if _same(line.payer_name, each.names)]
    checks = [(OK, say("户名与合同一致"))]
    doubt = not mine
    if not mine:
        mine = [each for each in candidates if _alike(line.payer_name, each.names)]
        checks = [(WARN, say("户名与合同相近，不相同"))]
    if not mine:
        return _of_a_stranger(line, [each for each in candidates if each.open])
    mine = [each for each in mine if each.open]
    if not mine:
        return Match(UNMATCHED, None, (*checks, (WARN, say("没有未收的款，或已由前面的来款抵完"))))
    contracts = {each.contract for each in mine}
    by_code = [each for each in mine if each.contract.lower() in line.remark.lower()]
    named, said = _named(line, by_code or mine)
    found = _first(named or by_code or mine, line.day)
    if named and said:
        checks.append((OK, say("附言写明{what}", what=said)))
        doubt = doubt or len({each.contract for each in named}) > 1
    elif said:
        checks.append((WARN, say("附言写明{what}，那一笔没有未收的款", what=said)))
        doubt = True
    else:
        checks.append((OK, say("附言没有指定，抵最早的一笔")))
        doubt = doubt or (len(contracts) > 1 and not by_code)
    if doubt and len(contracts) > 1 and not by_code:
        checks.append((WARN, say("同一付款人有 {count} 份合同，附言没有写明是哪一份", count=len(contracts))))
    if line.left > found.open:
        checks.append((WARN, say("多于这一笔未收的款，余下的依次抵其他")))
        doubt = doubt or line.left > sum(each.open for each in mine if each.contract == found.contract)
    elif line.left < found.open:
        checks.append((WARN, say("少于应付，按部分付款记")))
    else:
        checks.append((OK, say("金额相等")))
    return Match(DOUBTFUL if doubt else MATCHED, found, tuple(checks))


def _of_a_stranger(line: Incoming, candidates: Sequence[Candidate]) -> Match:
    """A payer that is no party of a contract: at most a guess, by the contract's number or by an amount that fits once."""
    stranger = (WARN, say("户名不是任何一份合同的付款人"))
    by_code = [each for each in candidates if each.contract.lower() in line.remark.lower()]
    if by_code:
        named, _said = _named(line, by_code)
        found = _first(named or by_code, line.day)
        return Match(DOUBTFUL, found, (stranger, (OK, say("附言写明合同 {code}", code=found.contract))))
    equal = [each for each in candidates if each.open == line.left]
    if len(equal) == 1:
        return Match(DOUBTFUL, equal[0], (stranger, (OK, say("金额与一笔未收的款相等"))))
    return Match(UNMATCHED, None, (stranger, (WARN, say("没有金额相等的债务"))))


def _named(line: Incoming, candidates: Sequence[Candidate]) -> tuple[list[Candidate], Sentence | None]:
    """The debts that the remark names, and the words for what it names."""
    if _FEE.search(line.remark) and (fees := [each for each in candidates if each.is_fee]):
        return fees, say("违约金")
    month = month_named(line.remark, line.day)
    if month:
        return [each for each in candidates if each.debt.month == month], say(
            "{month}对账单", month=month_said(month)
        )
    if _SETUP.search(line.remark):
        return [each for each in candidates if each.debt.kind == "setup"], say("开办费")
    return [], None


def month_named(remark: str, day: date) -> str | None:
    """The month that a remark names: `2026年8月`, `2026-08`, or `8月`, which is the latest August that had begun by the day.

    >>> month_named("8月款", date(2026, 10, 12)), month_named("12月货款", date(2026, 1, 20))
    ('2026-08', '2025-12')
    """
    text = unicodedata.normalize("NFKC", remark)
    if whole := _YEAR_MONTH.search(text):
        return f"{whole[1]}-{int(whole[2]):02d}"
    if short := _MONTH.search(text):
        number = int(short[1])
        return f"{day.year - (number > day.month)}-{number:02d}"
    return None


def _same(name: str, names: Sequence[str]) -> bool:
    return bool(_bare(name)) and _bare(name) in {_bare(each) for each in names}


def _alike(name: str, names: Sequence[str]) -> bool:
    """Whether one of the names holds the other: a bank writes 青岚茶器（杭州）有限公司 where the contract says 青岚茶器."""
    bare = _bare(name)
    return any(
        len(short) >= 4 and short in whole
        for each in names
        for short, whole in (sorted((bare, _bare(each)), key=len),)
    )


def _bare(name: str) -> str:
    """A name as two banks write it alike: full and half width, blanks and brackets apart."""
    return re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", name)).lower()


def _first(candidates: Sequence[Candidate], day: date) -> Candidate:
    return min(candidates, key=lambda one: _order(one, day))


def _order(candidate: Candidate, day: date) -> tuple[int, date, str, str]:
    """As `paying.allocate` takes them: principals that are due, the oldest first, late fees, principals that are not due yet."""
    is_due = candidate.debt.due_on is None or candidate.debt.due_on <= day
    return (
        1 if candidate.is_fee else 0 if is_due else 2,
        candidate.debt.due_on or date.max,
        candidate.contract,
        candidate.debt.key,
    )
