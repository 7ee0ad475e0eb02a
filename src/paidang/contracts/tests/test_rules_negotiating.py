"""Who may say what next to a clause, and what stands after it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.negotiating import (
    ACCEPT,
    ACCEPTED,
    DECLINE,
    DECLINED,
    KINDS,
    OFFER,
    OPEN,
    QUIET,
    REMARK,
    TAKE_BACK,
    Reply,
    Talk,
    begin,
    stand,
)

replies = st.lists(
    st.builds(Reply, st.sampled_from(KINDS), st.sampled_from("ab"), st.sampled_from(["甲", "乙"])),
    max_size=12,
)


@pytest.mark.parametrize(
    ("author", "said", "state", "waits_for"),
    [
        ("b", [], OPEN, "a"),
        (None, [], QUIET, None),
        ("b", [Reply(ACCEPT, "a")], ACCEPTED, None),
        ("b", [Reply(ACCEPT, "b")], OPEN, "a"),  # nobody accepts their own offer
        ("b", [Reply(DECLINE, "a")], DECLINED, None),
        ("b", [Reply(DECLINE, "a"), Reply(ACCEPT, "a")], ACCEPTED, None),  # a no may become a yes
        ("b", [Reply(DECLINE, "a"), Reply(OFFER, "b", "新")], OPEN, "a"),
        ("b", [Reply(OFFER, "a", "新")], OPEN, "b"),
        ("b", [Reply(OFFER, "a", "新"), Reply(ACCEPT, "b")], ACCEPTED, None),
        ("b", [Reply(ACCEPT, "a"), Reply(OFFER, "b", "新")], ACCEPTED, None),  # agreed until the next version
        ("b", [Reply(ACCEPT, "a"), Reply(TAKE_BACK, "a")], OPEN, "a"),
        (
            "b",
            [Reply(ACCEPT, "a"), Reply(TAKE_BACK, "b")],
            ACCEPTED,
            None,
        ),  # only who gave a word takes it back
        ("b", [Reply(DECLINE, "a"), Reply(TAKE_BACK, "a")], DECLINED, None),  # a no becomes a yes instead
        (None, [Reply(OFFER, "a", "新")], OPEN, "b"),
        (None, [Reply(ACCEPT, "a")], QUIET, None),
    ],
)
def test_how_a_clause_stands(author, said, state, waits_for):
    talk = stand(author, said)
    assert (talk.state, talk.waits_for) == (state, waits_for)


@given(st.sampled_from(["a", "b", None]), replies)
def test_a_remark_changes_nothing(author, said):
    assert stand(author, said) == stand(author, [reply for reply in said if reply.kind != REMARK])


@given(st.sampled_from(["a", "b", None]), replies)
def test_accepted_words_were_offered_by_one_side_and_accepted_by_the_other(author, said):
    talk = begin(author)
    for reply in said:
        after = talk.after(reply)
        if after.state == ACCEPTED and talk.state != ACCEPTED:
            assert (reply.kind, reply.side) == (ACCEPT, "b" if talk.offered_by == "a" else "a")
            assert after == Talk(ACCEPTED, talk.offered_by, talk.wording)
        talk = after
    if talk.wording is not None:
        assert Reply(OFFER, talk.offered_by, talk.wording) in said
