"""Which yuan is paid back: table and properties."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.outcome import Violation
from paidang.marketing.rules.counting import Approval, Part, Spend, countable, cover
from paidang.marketing.rules.states import MOVES, STATES, moved

DAY, LATE = date(2026, 10, 5), date(2026, 11, 1)
OCTOBER = Approval(4_800_00, date(2026, 10, 1), date(2026, 10, 31))


def spend(fen: int, *parts: Part, day: date = DAY, key: int = 1) -> Spend:
    return Spend(key, day, fen, parts)


@pytest.mark.parametrize(
    ("spends", "approval", "bearer", "ready", "stops"),
    [
        ([spend(100, Part(1, 100))], OCTOBER, "a", 100, {}),
        ([spend(100)], OCTOBER, "a", 0, {"unvouchered": 100}),
        ([spend(100, Part(1, 60))], OCTOBER, "a", 60, {"unvouchered": 40}),
        ([spend(100, Part(1, 100))], None, "a", 0, {"unapproved": 100}),
        ([spend(100, Part(1, 100), day=LATE)], OCTOBER, "a", 0, {"outside_period": 100}),
        ([spend(100, Part(1, 100), day=date(2026, 10, 31))], OCTOBER, "a", 100, {}),
        ([spend(100, Part(1, 100))], OCTOBER, "b", 0, {"agency_bears": 100}),
        ([spend(100, Part(1, 100, is_questioned=True))], OCTOBER, "a", 0, {"questioned": 100}),
        ([spend(100, Part(1, 100, claimed_fen=100))], OCTOBER, "a", 0, {}),
        ([spend(5_000_00, Part(1, 5_000_00))], OCTOBER, "a", 4_800_00, {"over_budget": 200_00}),
        # the vouched yuan come first, though the other was spent before
        (
            [spend(1_000_00, day=date(2026, 10, 1)), spend(4_000_00, Part(2, 4_000_00), key=2)],
            OCTOBER, "a", 4_000_00, {"unvouchered": 800_00, "over_budget": 200_00},
        ),
        # the approved amount was used up by what is claimed
        (
            [spend(4_800_00, Part(1, 4_800_00, claimed_fen=4_800_00)), spend(100, Part(2, 100), key=2)],
            OCTOBER, "a", 0, {"over_budget": 100},
        ),
    ],
)  # fmt: skip
def test_what_is_paid_back_and_what_stops(spends, approval, bearer, ready, stops):
    tally = countable(spends, approval, bearer)
    assert (tally.ready_fen, tally.stops) == (ready, stops)


FEN = st.integers(0, 500)


@st.composite
def spent(draw):
    """Spends whose vouchers come to no more than themselves, some of it claimed, within the approved amount."""
    spends, key = [], 0
    for number in range(draw(st.integers(0, 5))):
        parts, vouched = [], 0
        for _ in range(draw(st.integers(0, 3))):
            key, amount = key + 1, draw(st.integers(1, 300))
            parts.append(Part(key, amount, draw(st.integers(0, amount)), draw(st.booleans())))
            vouched += amount
        day = draw(st.sampled_from([DAY, date(2026, 10, 20), LATE]))
        spends.append(Spend(number, day, max(vouched, 1) + draw(FEN), tuple(parts)))
    claimed = sum(part.claimed_fen for one in spends for part in one.parts)
    approved = Approval(claimed + draw(FEN), OCTOBER.since, OCTOBER.until)
    return spends, approved


@given(spent())
def test_never_more_than_approved_nor_than_vouched_and_every_yuan_is_accounted_for(given_):
    spends, approval = given_
    tally = countable(spends, approval, "a")
    vouched = sum(one.vouched_fen for one in spends)
    assert tally.claimed_fen + tally.ready_fen <= min(approval.amount_fen, vouched)
    for one in spends:
        counted = tally.spends[one.key]
        assert counted.claimed_fen + counted.ready_fen + sum(counted.stops.values()) == one.amount_fen
        assert min(counted.ready_fen, *counted.stops.values(), 0) == 0
        for part in one.parts:
            ready = tally.ready.get(part.key, 0)
            assert part.claimed_fen + ready <= part.amount_fen
            assert not (ready and (part.is_questioned or one.day > approval.until))


ACTS = st.tuples(
    st.sampled_from(["spend", "vouch", "approve", "question", "clear", "claim"]), st.integers(1, 400)
)


@given(st.lists(ACTS, max_size=40))
def test_whatever_is_done_in_whatever_order_no_yuan_is_paid_back_unapproved_or_unvouched(acts):
    """The acts of both sides on one proposal, as the actions let them through: a claim takes all that is ready."""
    spends: list[Spend] = []
    approval = None
    for act, number in acts:
        tally = countable(spends, approval, "a")
        at = number % len(spends) if spends else 0
        if act == "spend":
            spends.append(Spend(len(spends), DAY, number))
        elif act == "approve" and number >= tally.claimed_fen:
            approval = Approval(number, OCTOBER.since, OCTOBER.until)
        elif (
            act == "vouch" and spends and (fen := min(number, spends[at].amount_fen - spends[at].vouched_fen))
        ):
            key = sum(len(one.parts) for one in spends)
            spends[at] = replace(spends[at], parts=(*spends[at].parts, Part(key, fen)))
        elif act in ("question", "clear") and spends:
            parts = tuple(replace(part, is_questioned=act == "question") for part in spends[at].parts)
            spends[at] = replace(spends[at], parts=parts)
        elif act == "claim":
            spends = [
                replace(one, parts=tuple(
                    replace(part, claimed_fen=part.claimed_fen + tally.ready.get(part.key, 0)) for part in one.parts
                ))
                for one in spends
            ]  # fmt: skip
        claimed = countable(spends, approval, "a").claimed_fen
        assert claimed <= min(approval.amount_fen if approval else 0, sum(one.vouched_fen for one in spends))


@given(FEN, st.lists(st.integers(0, 200), max_size=6))
def test_a_voucher_covers_no_more_than_itself_and_than_what_is_open(amount, open_fen):
    parts = cover(amount, open_fen)
    assert sum(parts) == min(amount, sum(open_fen))
    assert all(0 <= part <= most for part, most in zip(parts, open_fen, strict=True))


def test_a_proposal_moves_as_the_table_says():
    reached = {after for moves in MOVES.values() for after in moves.values()}
    assert reached == set(STATES)
    for act, moves in MOVES.items():
        for state in STATES:
            after = moved(state, act)
            assert after == moves[state] if state in moves else isinstance(after, Violation)
    assert all("ended" not in moves for moves in MOVES.values()), "what has ended stays so"
