"""What a supplementary agreement is worth: the last settled month of the two parties reckoned with it and without."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from paidang.contracts.models import Contract
from paidang.contracts.rules.amending import POINT, Amended, Change, Held, held_on
from paidang.portal.rules.term_words import term_label
from paidang.portal.views.amended_terms import words_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.contract_worth import MoneyRow, Worth, month_of, outcomes
from paidang.settlement.rules.changed_money import MONEY_TERMS

MONEY_POINTS = (
    "recognition",
    "loss",
    "tax",
    "faults_borne_by",
    "collector",
    "platform_fees",
    "share",
    "commission.",
)


def worth_of_amendment(contract: Contract, base: Held, before: Sequence[Amended], new: Amended) -> Worth:
    """Each change of money by itself, and all together; `before` are the agreements that hold on its day without it."""
    groups = _groups(new)
    if not groups:
        return Worth([], None, None)
    month, day = month_of(contract), new.effective_on
    old = held_on(base, before, day)
    with outcomes(base.read.party_a, month) as outcome:
        was = outcome(old.read.terms, old.decisions)

        def worth(changes: Sequence[Change]) -> int | None:
            held = held_on(base, [*before, replace(new, changes=tuple(changes), signed_at=None)], day)
            now = outcome(held.read.terms, held.decisions)
            return now.of_agency - was.of_agency if was and now else None

        rows = [_row(changes, old, new, worth) for changes in groups]
        together = MoneyRow("", "", "", "", worth(new.changes)) if len(rows) > 1 else None
    return Worth(rows, together, month)


def _groups(new: Amended) -> list[list[Change]]:
    """The changes that money depends on; terms of one row of `MONEY_TERMS` change together."""
    groups = [
        [change for change in new.changes if change.kind != POINT and change.key.startswith(prefixes)]
        for prefixes in MONEY_TERMS
    ]
    points = [
        [change] for change in new.changes if change.kind == POINT and change.key.startswith(MONEY_POINTS)
    ]
    return [group for group in groups if group] + points


def _row(
    changes: Sequence[Change], old: Held, new: Amended, worth: Callable[[Sequence[Change]], int | None]
) -> MoneyRow:
    after = held_on(old, [replace(new, signed_at=None)], new.effective_on)
    was = [words_of(change.key, old.places(change.key)) or "—" for change in changes]
    now = [words_of(change.key, after.places(change.key)) or "—" for change in changes]
    names = [term_label(change.key, language()) for change in changes]
    places = [place for change in changes for place in after.places(change.key)]
    clause = str(places[0]["clause"]) if places else ""
    return MoneyRow("、".join(names), clause, " : ".join(was), " : ".join(now), worth(changes))
