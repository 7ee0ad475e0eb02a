"""The figures of a statement as the page shows them: label, rows, clause, amount, and the door to the rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext

from paidang.contracts.models import Contract
from paidang.contracts.queries import brand_word
from paidang.kit.money import percent
from paidang.kit.period import month_said
from paidang.portal.rules.waterfall import Chart, Step, draw
from paidang.portal.templatetags.paidang import worded
from paidang.printing import statement_lines as paper
from paidang.printing.statement_words import words_for
from paidang.settlement.models import Statement
from paidang.settlement.queries.rows import FIGURES, Breakdown
from paidang.settlement.queries.trial import Trial
from paidang.settlement.rules.figure_clauses import figure_clauses

# The paper's keys -> the figures whose rows stand behind them, where the names differ.
DOOR = {"platform_fees": "fees_off", "tax_by_b": "tax_paid", "fees_by_b": "fees_off", "held": "set_off"}
COMMISSION_ON = {"gross_sales": "gross_sales", "net_sales": "revenue", "profit": "profit"}
CHARGES = {"logistics", "advanced_b", "fees_off", "set_off"}  # counted in charges 笔, not rows 行
ROLES = {"profit": "result", "gross_sales": "total", "revenue": "total"}


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of the reckoning."""

    label: str
    hint: str
    rows: str
    clause: str
    fen: int
    url: str
    is_lead: bool = False
    key: str = ""


class Lines:
    """A statement's or a trial's lines in the reader's language and the contract's words for the two sides."""

    def __init__(self, statement: Statement | Trial, breakdown: Breakdown) -> None:
        self.statement, self.breakdown = statement, breakdown
        self.figures: Mapping[str, Any] = statement.figures
        self.terms: Mapping[str, Any] = statement.terms
        self.counts_profit = paper.profit_counts(self.terms)
        self.meta = {
            "lang": language(),
            "brand_is": brand_word(statement.contract),
            "clauses": figure_clauses(self.terms, statement.sources),
        }
        self.words = words_for(self.meta, self.counts_profit)

    def url(self, figure: str, **more: str) -> str:
        """The door to a figure's rows; none where the figure is not made of rows, or nothing is kept."""
        if isinstance(self.statement, Trial) or (figure not in FIGURES and figure != "held"):
            return ""
        return rows_url(self.statement, figure, **more)

    def clause(self, figure: str) -> str:
        return str(self.meta["clauses"].get(figure) or "")  # type: ignore[attr-defined]

    def _line(
        self, line: paper.Line, figure: str, *, is_lead: bool = False, label: str = "", counts: bool = True
    ) -> PageLine:
        count = self.breakdown.counts.get(figure, 0) if counts and not is_lead else 0
        unit = (
            ngettext("%(n)s 笔", "%(n)s 笔", count)
            if figure in CHARGES
            else ngettext("%(n)s 行", "%(n)s 行", count)
        )
        return PageLine(
            label=label or line.label,
            hint=line.working,
            rows=unit % {"n": f"{count:,}"} if count else "",
            clause="" if line.clause == paper.NOTHING else line.clause,
            fen=line.fen,
            url=self.url(figure),
            is_lead=is_lead,
            key=line.key,
        )

    def reckoning(self) -> list[PageLine]:
        """From sales to the shared profit, then to the amount due; lines of nothing are left out."""
        found = []
        for line in paper.waterfall(self.figures, self.terms, self.meta, self.words):
            if line.key == "revenue" and self.counts_profit:
                continue
            shown = replace(line, working="") if line.key in ("gross_sales", "refunded") else line
            found.append(self._line(shown, DOOR.get(line.key, line.key), is_lead=line.weight == "sub"))
        return found + self.parts() + [self.due()]

    def parts(self) -> list[PageLine]:
        """What makes up the amount due: remuneration, advances, adjustments, what is set off."""
        components = list(self.terms.get("components") or [])
        found: list[PageLine] = []
        for line in paper.reckoning(self.figures, self.terms, self.meta, self.words):
            if line.weight != "plain" or (line.fen == 0 and line.key != "component"):
                continue
            if line.key == "component":
                part = components[sum(one.key == "component" for one in found)]
                label = f"{line.label} {_rate_of(part)}".strip()
                found.append(self._line(line, _figure_of(part), label=label, counts=False))
            else:
                bare = replace(line, working="") if line.key == "advanced_b" else line
                found.append(self._line(bare, DOOR.get(line.key, line.key)))
        return found

    def due(self) -> PageLine:
        payer = self.figures["payer"] or "none"
        label = self.words[f"pays.{payer}"]
        return PageLine(
            label, "", "", self.clause("due"), self.figures["amount_due"], "", is_lead=True, key="due"
        )

    def outside(self) -> list[PageLine]:
        """What does not enter the shared profit: platform fees that a side bears, freight that a side answers for."""
        totals, t = self.figures["totals"], self.words
        fees = self.terms.get("platform_fees")
        rows = (
            [("platform_fees", t["platform_fees"], t.get(f"fees.{fees}", ""))] if fees != "deducted" else []
        )
        rows += [("logistics_a", t["logistics_a"], ""), ("logistics_b", t["logistics_b"], "")]
        return [
            PageLine(label, hint, "", self.clause(key), totals[key], self.url(key), key=key)
            for key, label, hint in rows
            if totals[key]
        ]

    def chart(self, store: str | None) -> Chart | None:
        """The waterfall of all, with both shares, or of one store, up to its part of the profit."""
        if store is None:
            return draw([*self._steps(self._of_all(), None), *self._ends()])
        sums = next((one.fen for one in self.breakdown.stores if one.store == store), None)
        return draw(self._steps(sums, store)) if sums else None

    def _of_all(self) -> dict[str, int]:
        totals = self.figures["totals"]
        taken = {"cost": -totals["cost"], "tax": -totals["tax"], "logistics": -totals["logistics"]}
        return {**totals, **taken, "fees_off": -totals["platform_fees"]}

    def _steps(self, fen: Mapping[str, int], store: str | None) -> list[Step]:
        keys = ["gross_sales", "refunded", "revenue"]
        if self.counts_profit:
            keys += ["cost", "tax", "logistics"]
            keys += ["fees_off"] if self.terms.get("platform_fees") == "deducted" else []
            keys += ["profit"]
        more = {} if store is None else {"store": store}
        word = {"fees_off": "platform_fees"}
        return [
            Step(key, self.words[word.get(key, key)], fen[key], ROLES.get(key, "less"), self.url(key, **more))
            for key in keys
        ]

    def _ends(self) -> list[Step]:
        """The shares of the profit; where there is none to share, each component."""
        share = next(
            (one for one in self.terms.get("components") or [] if one["kind"] == "profit_share"), None
        )
        figures, t = self.figures, self.words
        if share is None:
            return [
                Step(f"component-{n}", t[part["kind"]], part["amount"], "alone")
                for n, part in enumerate(figures["components"])
            ]
        steps = []
        if figures["carried_in"]:
            steps.append(Step("carried_in", t["carried_in"], figures["carried_in"], "less"))
        if figures["share_a"] or figures["share_b"]:
            for side in ("a", "b"):
                word = f"{called(side, self.statement.contract)} {percent(share[side])}"
                steps.append(Step(f"share_{side}", word, figures[f"share_{side}"], side, self.url("profit")))
        return steps


def _figure_of(component: Mapping[str, Any]) -> str:
    """The rows that a component is reckoned on; a fixed fee has none."""
    if component["kind"] == "profit_share":
        return "profit"
    return COMMISSION_ON.get(str(component.get("of")), "") if component["kind"] == "commission" else ""


def _rate_of(component: Mapping[str, Any]) -> str:
    """The share or the one rate of a component, as a part of its name."""
    rate = component.get("b") if component["kind"] == "profit_share" else component.get("rate")
    return percent(rate) if rate is not None else ""


def language() -> str:
    """zh or en, as the printed words know them."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def called(side: str, contract: Contract) -> str:
    """What the contract calls a side of money, in the reader's language."""
    if language() == "en":
        return "Brand" if side == "a" else "Agency"
    words = ("甲方", "乙方") if brand_word(contract) == "甲方" else ("乙方", "甲方")
    return words[side == "b"]


def statement_url(statement: Statement, name: str = "statement", **query: object) -> str:
    """A page of this statement; of this very version where it is not the current one."""
    path = reverse(f"portal:{name}", args=[statement.contract.code, statement.month])
    wanted = {key: value for key, value in query.items() if value not in (None, "")}
    if statement.state == "replaced":
        wanted["version"] = statement.version
    return f"{path}?{urlencode(wanted)}" if wanted else path


def rows_url(statement: Statement, figure: str, **more: object) -> str:
    """The rows behind a figure of this very version. The store "" (no order) is a filter too."""
    url = statement_url(statement, "statement_rows", figure=figure, version=statement.version, **more)
    return f"{url}&store=" if more.get("store") == "" else url


def month_words(month: str) -> str:
    """`2026-09` as `2026 年 9 月`, `September 2026`."""
    return worded(month_said(month))
