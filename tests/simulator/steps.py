"""One step of a simulated month at a time, each by the dice of the seed; what it should come to is told to the books."""

import csv
import io
from base64 import b64encode
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from paidang.catalog.models import PriceDeclaration
from paidang.contracts.models import Contract
from paidang.kit.facts import FACT_TABLES
from paidang.kit.period import day_of, month_end_at, month_of, next_month
from paidang.settlement.tests.test_rules_oracle import like_the_oracle
from paidang.team.models import Person
from tests.cast import Party, acting, shanghai
from tests.killing import AFTER_COMMIT, AT_COMMIT, KILLED, Killer
from tests.simulator import acts
from tests.simulator.books import KEYS, Books, Sent
from tests.simulator.invariants import Files, check
from tests.simulator.shop import GOODS, Shop

BEGIN, TERM = shanghai("2026-03-01 09:00"), date(2026, 3, 1)
COSTS = {"CUP": 4_000, "POT": 2_500, "TRAY": 3_333}
BAD_CELLS = [
    ("quantity", "0"),
    ("unit_price", "-1"),
    ("sku", "=1+1"),
    ("paid_at", "2026-03-05 10:00"),
    ("order_id", "3.5E+16"),
]
JUNK = [
    b"",
    b"\x00" * 5_000,
    b"PK\x03\x04" + b"\xff" * 300,
    "甲,乙\n1,2\n".encode("gb18030"),
    b"\xff\xfe" + b"a," * 40,
]
POINTS = 400
"""A file's, a closing's process passes some hundreds of moments at which it may be killed."""
Step = Callable[[], str | None]


class Run:
    """A simulation between its cast: `step` does one thing and says what; afterwards everything that must hold does."""

    def __init__(
        self, seed: int, cast: tuple[Party, Party, Party], contract: Contract, killer: Killer
    ) -> None:
        self.random = Random(seed)
        self.cast, self.contract, self.killer = cast, contract, killer
        self.brand, self.agency, _outsider = cast
        self.shop, self.books, self.files = Shop(self.random), Books(), Files()
        self.now, self.month = BEGIN, month_of(BEGIN)
        self.handed_in: list[tuple[Person, str, bytes]] = []
        self._declare({("costs", sku): fen for sku, fen in COSTS.items()}, TERM)
        self._declare({("prices", sku): floor for sku, (_price, floor) in GOODS.items()}, TERM)
        self.count()

    def step(self) -> str:
        """The first that can be done now, of those that the dice bring."""
        steps: list[tuple[int, Step]] = [
            (8, self.sell), (10, self.tell), (1, self.correct), (2, self.tell_again), (1, self.junk), (1, self.count),
            (1, self.new_cost), (1, self.new_floor), (1, self.agree_prices), (4, self.close), (3, self.answer), (2, self.pay),
        ]  # fmt: skip
        while True:
            (chosen,) = self.random.choices(
                [step for _weight, step in steps], [weight for weight, _step in steps]
            )
            if told := chosen():
                check(self.books, self.contract, self.cast, self.files, at=self.now)
                return f"{self.now:%m-%d %H:%M} {told}"

    # The stores

    def sell(self) -> str:
        since, self.now = self.now, self.now + timedelta(minutes=self.random.randint(600, 9_000))
        orders = self.random.randint(0, 6)
        self.shop.sell(since, self.now, orders)
        return f"{orders} orders"

    def tell(self) -> str | None:
        """A table as the platform knows it, or knew it days ago, some rows late, some in disorder, some spoilt."""
        table = self.random.choice(["order_lines", "order_lines", *KEYS])
        as_of = self.now - timedelta(hours=self.random.choice((0, 0, 0, 100)))
        rows = [row for row in self.shop.rows(table, as_of) if self.random.random() < 0.9]
        if not rows:
            return None
        self.random.shuffle(rows)
        names = FACT_TABLES[table].column_names
        cells = [list(map(as_cell, map(row.get, names))) for row in rows]
        bad = self._spoil(names, cells) if table == "order_lines" and self.random.random() < 0.3 else 0
        operator = self.agency.people["agency_operator"]
        self._hand_in(
            operator, f"{table}.csv", [list(names), *cells], lambda books: books.tell(table, rows, bad)
        )
        self._do("read_again", operator, Books.read_again)
        return f"{table}: {len(rows)} rows as of {as_of:%m-%d}, {bad} bad"

    def _spoil(self, names: tuple[str, ...], cells: list[list[str]]) -> int:
        """Put rows in that no reader may take, each with an id of its own."""
        count = self.random.randint(1, 3)
        for _ in range(count):
            name, cell = self.random.choice(BAD_CELLS)
            row = list(self.random.choice(cells))
            row[names.index("line_id")] = f"bad-{self.random.random()}"
            row[names.index(name)] = cell
            cells.insert(self.random.randint(0, len(cells)), row)
        return count

    def correct(self) -> str | None:
        """Something told before turns out to be otherwise; what was settled stays as it was."""
        line = self.shop.correct()
        return line and f"{line} corrected"

    def tell_again(self) -> str | None:
        """The same bytes as once before: nothing may change, though other files have come since."""
        if not self.handed_in:
            return None
        person, name, content = self.random.choice(self.handed_in)
        assert (
            self._do("hand_in", person, None, name=f"again {name}", content=as_text(content)) == "unchanged"
        )
        return f"{name} again"

    def junk(self) -> str:
        content = self.random.choice(JUNK) + bytes([self.random.randint(1, 8)])
        operator = self.agency.people["agency_operator"]
        assert self._do("hand_in", operator, None, name="订单.xlsx", content=as_text(content)) == "refused"
        return "junk"

    # The brand's goods and prices

    def count(self) -> str:
        """The brand counts its warehouse: fewer than were promised, or more."""
        units = {sku: self.random.randint(0, 60) for sku in GOODS}
        rows = [["warehouse", "sku", "quantity"], *(["余杭仓", sku, str(n)] for sku, n in units.items())]
        self._hand_in(self.brand.people["brand_warehouse"], "stock.csv", rows, lambda books: None)
        return f"counted {units}"

    def new_cost(self) -> str | None:
        """Another factory price from a day ahead on; once, NEW's first price, for days past."""
        if ("NEW", TERM) not in self.books.costs and self.random.random() < 0.5:
            with acting(self.brand.manager):
                waits = PriceDeclaration.objects.filter(state="waiting").exists()
            return None if waits else self._declare({("costs", "NEW"): 9_000}, TERM)
        sku, since = (
            self.random.choice(list(COSTS)),
            day_of(self.now) + timedelta(days=self.random.randint(1, 20)),
        )
        return self._declare({("costs", sku): self.random.randint(1_000, 6_000)}, since)

    def new_floor(self) -> str:
        sku, since = (
            self.random.choice(list(COSTS)),
            day_of(self.now) + timedelta(days=self.random.randint(1, 20)),
        )
        return self._declare({("prices", sku): self.random.randint(3_000, 12_000)}, since)

    def _declare(self, prices: dict[tuple[str, str], int], since: date) -> str:
        (table,) = {table for table, _sku in prices}
        header = {
            "costs": ["sku", "factory_price", "valid_from"],
            "prices": ["sku", "min_retail_price", "valid_from"],
        }
        rows = [header[table], *([sku, str(fen), since.isoformat()] for (_table, sku), fen in prices.items())]

        def put(books: Books) -> None:
            for (_table, sku), fen in prices.items():
                waits = table == "costs" and books.sold_before(sku, since, self.now)
                kept = books.costs if table == "costs" else books.floors
                kept[sku, day_of(self.now) if waits else since] = fen

        self._hand_in(self.brand.manager, f"{table}.csv", rows, put)
        return f"{table} {', '.join(f'{sku} {fen}' for (_table, sku), fen in prices.items())} from {since}"

    def agree_prices(self) -> str | None:
        """The agency agrees to NEW's price for the days before it was declared."""
        with acting(self.agency.manager):
            waiting = PriceDeclaration.objects.filter(state="waiting").first()
        if waiting is None:
            return None

        def put(books: Books) -> None:
            books.costs["NEW", TERM] = 9_000

        self._do("agree_prices", self.agency.manager, put, number=waiting.number)
        return "NEW's price for days past is agreed"

    # The month

    def close(self) -> str | None:
        """Close what is over, compare it with the oracle; then, mostly, send it."""
        month, finance = self.month, self.agency.finance
        is_anew = month in self.books.questioned
        if self.now < month_end_at(month) + timedelta(days=1) or month in self.books.sent and not is_anew:
            return None
        statement = self._do("close", finance, None, month=month)
        reckoned = self.books.reckon(statement.terms, month)
        assert statement.figures["carried_in"] == self.books.carried_in(month)
        assert like_the_oracle(statement.figures) == reckoned.statement()
        if self.random.random() < 0.3:
            return f"{month} closed"
        version = len(self.books.sent.get(month, [])) + 1
        figures = statement.figures
        one = Sent(version, statement.digest, reckoned.rows, figures["amount_due"], figures["carried_out"])

        def put(books: Books) -> None:
            books.sent.setdefault(month, []).append(one)
            books.questioned.discard(month)

        self._do("send", finance, put, month=month)
        return f"{month} version {version} sent, {len(one.rows)} rows, {one.due} due"

    def answer(self) -> str | None:
        """The brand questions a row or confirms what was sent; after that the next month is closed."""
        month, finance = self.month, self.brand.finance
        if month not in self.books.sent or month in self.books.questioned | self.books.confirmed:
            return None
        rows = self.books.sent[month][-1].rows
        if rows and len(self.books.sent[month]) < 3 and self.random.random() < 0.5:
            row = self.random.choice(rows)
            self._do(
                "ask", finance, lambda books: books.questioned.add(month), month=month,
                reason="请核对", row=f"{row['kind']}:{row['row_id']}",
            )  # fmt: skip
            return f"{month} questioned"
        self._do("confirm", finance, lambda books: books.confirmed.add(month), month=month)
        self.month = next_month(month)
        return f"{month} confirmed"

    def pay(self) -> str | None:
        """Whoever is owed records all or a part of it."""
        owed = {
            month: self.books.sent[month][-1].due - self.books.paid.get(month, 0)
            for month in self.books.confirmed
        }
        months = sorted(month for month, open_fen in owed.items() if open_fen > 0)
        if not months:
            return None
        month = self.random.choice(months)
        amount = self.random.choice((owed[month], self.random.randint(1, owed[month])))

        def put(books: Books) -> None:
            books.paid[month] = books.paid.get(month, 0) + amount

        self._do(
            "pay", self.agency.finance, put, month=month, amount=amount, paid_on=day_of(self.now).isoformat(),
            key=f"{month}-{self.books.paid.get(month, 0)}",
        )  # fmt: skip
        return f"{amount} paid for {month}"

    # How anything is done

    def _hand_in(
        self, person: Person, name: str, rows: list[list[str]], put: Callable[[Books], object]
    ) -> None:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        content = text.getvalue().encode(self.random.choice(("utf-8", "utf-8-sig", "gb18030")))
        state = self._do("hand_in", person, put, name=name, content=as_text(content))
        assert state in ("written", "unchanged"), state
        self.handed_in.append((person, name, content))

    def _do(self, act: str, person: Person, put: Callable[[Books], object] | None, **arguments: Any) -> Any:
        """Do it; sometimes a process is killed at it first, sometimes it is done twice. The answer is the last one's."""
        at = self.now + timedelta(minutes=self.random.choice((0, 0, 0, 7, 50)))
        given = {
            "org": person.org_id,
            "person": person.pk,
            "at": at.isoformat(),
            "code": self.contract.code,
            **arguments,
        }
        dice = self.random.random()
        if dice < 0.15:
            self._kill(act, given, put)
        done = getattr(acts, act)(**given)
        if put:
            put(self.books)
        return getattr(acts, act)(**given) if dice > 0.9 and act != "hand_in" else done

    def _kill(self, act: str, given: dict[str, Any], put: Callable[[Books], object] | None) -> None:
        """Killed at any moment, it has been done or has not: the database is as the books say, before or after."""
        point = self.random.choice((AT_COMMIT, AFTER_COMMIT, self.random.randint(1, POINTS)))
        ended, _passed = self.killer.run(f"tests.simulator.acts:{act}", given, point)
        assert ended in ("", KILLED)
        before, after = self.books, deepcopy(self.books)
        if put:
            put(after)
        try:
            check(before, self.contract, self.cast, self.files, at=self.now)
        except AssertionError:
            check(after, self.contract, self.cast, self.files, at=self.now)


def as_cell(value: object) -> str:
    """A cell as the program's own format wants it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def as_text(content: bytes) -> str:
    return b64encode(content).decode()
