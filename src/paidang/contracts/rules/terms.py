"""From a reading and the parties' decisions to the terms a statement is computed by (SPEC §10)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import cast

from paidang.contracts.rules import points as p
from paidang.contracts.rules.compiled import Agreed, Compiled
from paidang.contracts.rules.gaps import other_gaps, with_decided
from paidang.contracts.rules.points import Point
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.signing_day import begins_with_signing
from paidang.kit.clause import clause
from paidang.kit.period import add_months

BY_HAND = ("fee.quarterly", "fee.rebate.tiers", "deposit", "deposit.top_up_below")


@clause("OP-1-C", "OP-3-B", "OP-3-D", "OP-3-E-4", "OP-6-C")
def compile_terms(
    *,
    contract: str,
    read: ReadTerms,
    decisions: Mapping[str, Agreed],
    names: tuple[str, str],
) -> Compiled:
    """Compile the terms of a contract, and list what is still open.

    `names` are the organisations' registered names (brand, agency), proposed where the text leaves its parties blank. A decision
    overrules a term of the text. What no component can compute yet is listed in `by_hand`, never dropped.
    """
    decided = {key: (agreed.value, agreed.source) for key, agreed in decisions.items() if agreed.number}
    made = _Compiler(with_decided(read, decided), decisions)
    made.out.terms["contract"] = contract
    made.out.terms["parties"] = {
        "a": {"name": made.name("a", names[0])},
        "b": {"name": made.name("b", names[1])},
    }
    made.dates()
    made.money_rules()
    made.out.terms["components"] = made.components()
    made.out.terms["dated_debts"] = made.dated_debts()
    made.calendar()
    made.late_fee()
    made.out.open += other_gaps(made.read, made.covered)
    made.out.by_hand = made.by_hand()
    return made.out


class _Compiler:
    """One compilation; each method fills its part of the terms."""

    def __init__(self, read: ReadTerms, decisions: Mapping[str, Agreed]) -> None:
        self.read = read
        self.decisions = decisions
        self.out = Compiled()
        self.covered: set[str] = set()

    def settle(
        self, point: Point, *, stated: object | None = None, cited: str = "", path: str = ""
    ) -> object | None:
        """The agreed decision, else what the text states, else None with the point left open."""
        agreed = self.decisions.get(point.key)
        self.covered |= {str(place["term"]) for place in point.terms if place["status"] != "stated"}
        if agreed:
            self.out.decided[point.key] = agreed
        if agreed and agreed.number:
            self.out.sources[path or point.key] = agreed.source
            return agreed.value
        if stated is not None:
            self.out.sources[path or point.key] = cited
            return stated
        self.out.open.append(point)
        return None

    def why(self, *terms: str) -> tuple[str, list[Mapping[str, object]]]:
        """Whether the text is silent, blank or in conflict about a term, with the places."""
        places = [place for term in terms for place in self.read.all(term)]
        if not places:
            return p.SILENT, places
        return (p.BLANK if all(place["status"] == "blank" for place in places) else p.CONFLICT), places

    def name(self, side: str, organisation: str) -> object:
        term = self.read.party_term("party.{}.name", side)
        why, places = self.why(term)
        who = (
            "甲方" if term == "party.a.name" else "乙方",
            "Party A" if term == "party.a.name" else "Party B",
        )
        point = Point(
            f"party.{side}.name",
            why,
            f"{who[0]}的名称",
            f"Name of {who[1]}",
            "text",
            organisation,
            terms=places,
        )
        return self.settle(point, stated=self.read.stated(term), cited=self.read.clause(term))

    def dates(self) -> None:
        """signed_on, term.start, term.end: from the text, filled in by the parties, or left to the act of signing."""
        read, terms = self.read, self.out.terms
        why, places = self.why("signed_on")
        signed = self.settle(
            Point("signed_on", why, "签订日期", "Date of signing", "date", None, terms=places, blocking=why == p.CONFLICT),
            stated=read.stated("signed_on"), cited=read.clause("signed_on"),
        )  # fmt: skip
        from_signing = begins_with_signing(read)
        start_cited = read.clause("term.start") or read.clause("term.start_event")
        why, places = self.why("term.start", "term.start_event")
        start = self.settle(
            Point("term.start", why, "起始日", "First day in force", "date", signed, terms=places, blocking=not from_signing),
            stated=read.stated("term.start") or (signed if from_signing else None), cited=start_cited,
        )  # fmt: skip
        why, places = self.why("term.end")
        follows = from_signing and start is None and isinstance(read.stated("term.months"), int)
        end = self.settle(
            Point("term.end", why, "终止日（当日仍有效）", "Last day in force", "date", self._proposed_end(start), terms=places, blocking=not follows),
            stated=read.stated("term.end"), cited=read.clause("term.end"),
        )  # fmt: skip
        if signed:
            terms["signed_on"] = signed
        term = {key: value for key, value in (("start", start), ("end", end)) if value}
        if term:
            terms["term"] = term
        if start and end and str(end) < str(start):
            why, places = p.CONFLICT, [*read.all("term.start"), *read.all("term.end")]
            self.out.open.append(
                Point(
                    "term.end",
                    why,
                    f"终止日 {end} 早于起始日 {start}",
                    f"Last day {end} is before first day {start}",
                    "date",
                    None,
                    terms=places,
                )
            )

    def _proposed_end(self, start: object) -> str | None:
        months = self.read.stated("term.months")
        if not start or not isinstance(months, int):
            return None
        return (add_months(date.fromisoformat(str(start)), months) - timedelta(days=1)).isoformat()

    def money_rules(self) -> None:
        """recognition, collector, tax, platform fees, faults: what SPEC has no default for."""
        read, terms = self.read, self.out.terms
        terms["recognition"] = self.settle(
            Point(
                "recognition",
                p.SILENT,
                "订单什么时候计入？",
                "When does an order count?",
                "choice",
                "completed",
                p.RECOGNITION,
            )
        )
        why, places = self.why("collection.party")
        terms["collector"] = self.settle(
            Point("collector", why, "谁收货款？", "Who collects the buyers' money?", "choice", "a", p.COLLECTOR, [*places, *read.all("settlement.payer")]),
            stated=read.side("collection.party"), cited=read.clause("collection.party"),
        )  # fmt: skip
        terms["tax"] = self.settle(
            Point(
                "tax",
                p.SILENT,
                "税怎么算、谁缴？",
                "How is tax computed, who pays it?",
                "tax",
                p.TAX_PROPOSED,
                p.TAX_MODES,
                read.all("fee.share.formula"),
            )
        )
        formula = read.stated("fee.share.formula")
        deducted = "deducted" if isinstance(formula, list) and "platform_fees" in formula else None
        why, places = self.why("platform_fees.payer")
        terms["platform_fees"] = self.settle(
            Point("platform_fees", why, "平台扣费谁承担？", "Who bears the platforms' fees?", "choice", "a", p.PLATFORM_FEES, places),
            stated=deducted or read.side("platform_fees.payer"), cited=read.clause("fee.share.formula" if deducted else "platform_fees.payer"),
        )  # fmt: skip
        if self._profit_counts():
            terms["faults_borne_by"] = self.settle(
                Point(
                    "faults_borne_by",
                    p.SILENT,
                    "质量问题和错发的货，成本谁承担？",
                    "Who bears the cost of faulty or wrong goods?",
                    "choice",
                    "a",
                    p.FAULTS,
                    read.all("returns.quality"),
                )
            )

    def _profit_counts(self) -> bool:
        tax = self.out.terms.get("tax")
        return bool(
            self.read.all("fee.share.a") or self.read.all("fee.share.b") or self.read.stated("fee.commission.base") == "profit"
            or (isinstance(tax, Mapping) and tax.get("mode") == "margin_vat")
        )  # fmt: skip

    def components(self) -> list[dict[str, object]]:
        """What the agency earns, in the order of SPEC §4."""
        parts = [
            self._profit_share(),
            self._commission(),
            self._amount("fee.monthly", "monthly_fee"),
            self._amount("fee.minimum", "minimum"),
        ]
        return [part for part in parts if part]

    def _profit_share(self) -> dict[str, object] | None:
        read = self.read
        if not (read.all("fee.share.a") or read.all("fee.share.b")):
            return None
        cited = read.clause("fee.share.a", "fee.share.b")
        of_a, of_b = (read.party_term("fee.share.{}", side) for side in "ab")
        why, places = self.why(of_a, of_b)
        stated = {"a": read.stated(of_a), "b": read.stated(of_b)}
        share = self.settle(
            Point("share", why, "收益怎么分？", "How is the profit split?", "share", None, terms=places),
            stated=stated if all(stated.values()) else None, cited=cited,
        )  # fmt: skip
        loss = self.settle(
            Point(
                "loss",
                p.SILENT,
                "某月亏损怎么办？",
                "What becomes of a month's loss?",
                "choice",
                "carry_forward",
                p.LOSS,
                read.all("fee.share.formula"),
            )
        )
        split = share if isinstance(share, Mapping) else {"a": None, "b": None}
        return {"kind": "profit_share", "a": split["a"], "b": split["b"], "loss": loss, "clause": cited}

    def _commission(self) -> dict[str, object] | None:
        read = self.read
        if not (read.all("fee.commission.rate") or read.all("fee.commission.tiers")):
            return None
        cited = read.clause("fee.commission.rate", "fee.commission.tiers")
        part: dict[str, object] = {"kind": "commission"}
        base = read.stated("fee.commission.base")
        why, places = self.why("fee.commission.base")
        part["of"] = self.settle(
            Point("commission.of", why, "佣金按什么算？", "Commission on what?", "choice", "net_sales", p.COMMISSION_BASES, places),
            stated="net_sales" if base == "excess_over_target" else base, cited=read.clause("fee.commission.base"),
        )  # fmt: skip
        if read.all("fee.commission.tiers"):
            part |= self._tiers()
        else:
            why, places = self.why("fee.commission.rate")
            part["rate"] = self.settle(
                Point("commission.rate", why, "佣金比例是多少？", "What is the commission rate?", "rate", None, terms=places),
                stated=read.stated("fee.commission.rate"), cited=cited,
            )  # fmt: skip
        threshold = read.stated("fee.commission.threshold")
        return part | ({"threshold": threshold} if threshold else {}) | {"clause": cited}

    def _tiers(self) -> dict[str, object]:
        read = self.read
        why, places = self.why("fee.commission.tier_mode")
        tiers = [place for place in read.all("fee.commission.tiers") if place["status"] == "stated"]
        mode = self.settle(
            Point("commission.tier_mode", why, "阶梯怎么算？", "How do the tiers apply?", "choice", "marginal", p.TIER_MODES, places or tiers),
            stated=read.stated("fee.commission.tier_mode"), cited=read.clause("fee.commission.tier_mode"),
        )  # fmt: skip
        found = read.stated("fee.commission.tiers")
        rows = (
            [{"from": tier["from"], "rate": tier["rate"]} for tier in found]
            if isinstance(found, list)
            else []
        )
        if rows and rows[0]["from"] != 0:
            rows.insert(0, {"from": 0, "rate": "0"})
        return {"tiers": rows, "tier_mode": mode}

    def _amount(self, term: str, kind: str) -> dict[str, object] | None:
        if not self.read.all(term):
            return None
        why, places = self.why(term)
        words = {
            "monthly_fee": ("每月服务费是多少？", "What is the monthly fee?"),
            "minimum": ("每月保底是多少？", "What is the monthly minimum?"),
        }[kind]
        cited = self.read.clause(term)
        amount = self.settle(
            Point(term, why, *words, "amount", None, terms=places), stated=self.read.stated(term), cited=cited
        )
        return {"kind": kind, "amount": amount, "clause": cited}

    def dated_debts(self) -> list[dict[str, object]]:
        """The set-up fee and a fixed total in instalments: each one debt with its own due date."""
        read, debts = self.read, []
        if (setup := read.stated("fee.setup")) is not None:
            days, kind = read.stated("fee.setup.days"), read.stated("fee.setup.days.day_kind")
            debts.append(
                {
                    "kind": "setup",
                    "amount": setup,
                    "days": days or 0,
                    "day_kind": kind or "calendar",
                    "clause": read.clause("fee.setup"),
                }
            )
        total, parts = read.stated("fee.fixed_total"), read.stated("fee.installments")
        if (
            total is not None
            and isinstance(parts, list)
            and all(part["trigger"] in ("signing", "end") for part in parts)
        ):
            keys = ("share", "amount", "trigger", "days", "day_kind")
            installments = [{key: part[key] for key in keys if part.get(key) is not None} for part in parts]
            debts.append(
                {
                    "kind": "fixed_total",
                    "amount": total,
                    "clause": read.clause("fee.fixed_total"),
                    "installments": installments,
                }
            )
        return debts

    def by_hand(self) -> list[str]:
        """Terms that are agreed but that no component computes yet."""
        found = {str(place["term"]) for term in BY_HAND for place in self.read.all(term)}
        debts = self.out.terms["dated_debts"]
        if self.read.all("fee.fixed_total") and not any(
            debt["kind"] == "fixed_total" for debt in cast(list, debts)
        ):
            found.add("fee.fixed_total")
        return sorted(found)

    def calendar(self) -> None:
        """statement: its due day, confirmation and payment."""
        read = self.read
        due = read.stated("settlement.statement_due_day")
        confirm = read.stated("settlement.confirm_days")
        pay, window = read.stated("settlement.pay_days"), read.stated("settlement.pay_window")
        if due is None or confirm is None or pay is None or window is None:
            return
        self.out.terms["statement"] = {
            "due_day": due,
            "confirm_days": confirm,
            "confirm_day_kind": read.stated("settlement.confirm_days.day_kind") or "calendar",
            "pay_days": pay,
            "pay_day_kind": read.stated("settlement.pay_days.day_kind") or "calendar",
            "pay_window": window,
            "silence": read.stated("settlement.silence") or "undecided",
        }
        self.out.sources["statement"] = read.clause("settlement.statement_due_day")

    def late_fee(self) -> None:
        read = self.read
        rate, party = (
            read.stated("penalty.late_payment.rate_per_day"),
            read.side("penalty.late_payment.party"),
        )
        if rate is None or party is None:
            return
        fee: dict[str, object] = {"rate_per_day": rate, "party": party}
        if cap := read.stated("penalty.late_payment.cap"):
            fee["cap"] = cap
        self.out.terms["late_fee"] = fee
        self.out.sources["late_fee"] = read.clause("penalty.late_payment.rate_per_day")
