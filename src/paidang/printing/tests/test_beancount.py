"""What is exported for beancount, read back by beancount: no error, the same amounts, and a changed fen is found."""

from datetime import date, timedelta
from decimal import Decimal

from beancount import loader
from beancount.core.data import Transaction as Read
from hypothesis import given
from hypothesis import strategies as st

from paidang.printing.beancount import Posting, Transaction, beancount_text

DAYS = st.integers(0, 900).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
TEXTS = st.text(max_size=30) | st.sampled_from(
    ['青岚"茶业"有限公司', "C:\\x", "第一行\n第二行", "；; comment"]
)
ACCOUNTS = st.sampled_from(["Assets:Receivable", "Assets:Bank", "Income:Contracts", "Liabilities:Payable"])


@st.composite
def transactions(draw):
    amount, day = draw(st.integers(1, 10**15)), draw(DAYS)
    debit, credit = draw(ACCOUNTS), draw(ACCOUNTS)
    return Transaction(
        day,
        draw(TEXTS),
        draw(TEXTS),
        "A-1 7",
        [Posting(debit, amount, [("code", "1122.01"), ("customer", draw(TEXTS))]), Posting(credit, -amount)],
    )


@given(st.lists(transactions(), max_size=8))
def test_beancount_reads_it_without_error_and_with_the_same_amounts(made):
    entries, errors, _options = loader.load_string(beancount_text(made))
    assert not errors, errors
    read = [entry for entry in entries if isinstance(entry, Read)]
    assert len(read) == len(made)
    assert all(
        entry.postings[0].meta["code"] == "1122.01" and "customer" in entry.postings[0].meta for entry in read
    )
    amounts = [[posting.units.number for posting in entry.postings] for entry in read]
    assert sorted(map(str, amounts)) == sorted(
        str([Decimal(each.fen).scaleb(-2).quantize(Decimal("0.01")) for each in one.postings]) for one in made
    )


def test_a_changed_fen_is_found():
    text = beancount_text(
        [
            Transaction(
                date(2026, 4, 17),
                "青岚",
                "对账单",
                "A 1",
                [Posting("Assets:Bank", 5), Posting("Income:Contracts", -5)],
            )
        ]
    )
    _entries, errors, _options = loader.load_string(text.replace("Assets:Bank  0.05", "Assets:Bank  0.06", 1))
    assert errors
