"""Any tampering with a chain is found and named at the first bad entry."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.evidence.rules.chain import GENESIS, Entry, Head, entry_hash, verify
from paidang.evidence.rules.files import NotAChain, chain_lines, heads_text, read_chain, read_heads

CHAIN = "5e0f8a52-0000-4000-8000-000000000001"


def make(seq: int, previous: str, **changes: object) -> Entry:
    """An entry whose hash is right."""
    entry = Entry(
        seq=seq, at=f"2026-10-09T08:00:{seq:02d}.000000+00:00", org=1 + seq % 2, person=seq, act="statement.sent",
        subject=f"第 {seq} 件", facts={"amount_due": seq * 100}, previous=previous, hash="",
    )  # fmt: skip
    entry = replace(entry, **changes)
    body = {name: getattr(entry, name) for name in Entry.__slots__}
    return replace(entry, hash=entry_hash(chain=CHAIN, entry=body))


def make_chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, length + 1):
        entries.append(make(seq, entries[-1].hash if entries else GENESIS))
    return entries


def head_of(entry: Entry) -> Head:
    return Head(entry.seq, entry.hash, f"凭据 {entry.seq}", "1")


ENTRIES = make_chain(6)
HEADS = [head_of(ENTRIES[2]), head_of(ENTRIES[5])]


def test_a_sound_chain_has_two_good_verdicts():
    verdict = verify(chain=CHAIN, entries=ENTRIES, heads=HEADS)
    assert (verdict.is_unaltered, verdict.is_complete, verdict.complete_to, verdict.entries) == (
        True,
        True,
        6,
        6,
    )


@given(st.integers(0, 6), st.sets(st.integers(0, 5)), st.none() | st.integers(0, 5))
def test_what_was_verified_before_need_not_be_read_again(known, held, bent):
    """The same verdict as on the whole, whatever is wrong behind the entries that were verified."""
    entries = [replace(one, subject="else") if one.seq - 1 == bent else one for one in ENTRIES]
    if bent is not None and bent < known:
        return
    heads = [head_of(ENTRIES[n]) for n in held]
    since = {one.seq: one.hash for one in entries[:known] if one.seq == known or one.seq - 1 in held}
    whole = verify(chain=CHAIN, entries=entries, heads=heads)
    assert verify(chain=CHAIN, entries=entries[known:], heads=heads, since=since) == whole


def test_without_heads_completeness_is_vouched_for_by_nothing():
    assert verify(chain=CHAIN, entries=ENTRIES).complete_to == 0


def test_entries_after_the_last_head_are_sound_but_not_vouched_for():
    verdict = verify(chain=CHAIN, entries=ENTRIES, heads=HEADS[:1])
    assert (verdict.is_complete, verdict.complete_to) == (True, 3)


def test_an_empty_chain_is_sound():
    assert verify(chain=CHAIN, entries=[]).is_unaltered


@pytest.mark.parametrize(
    ("tampered", "broken_at"),
    [
        pytest.param(
            [*ENTRIES[:2], replace(ENTRIES[2], facts={"amount_due": 1}), *ENTRIES[3:]], 3, id="edited"
        ),
        pytest.param([*ENTRIES[:2], *ENTRIES[3:]], 3, id="deleted"),
        pytest.param(ENTRIES[1:], 1, id="first deleted"),
        pytest.param([*ENTRIES[:2], make(3, ENTRIES[1].hash, person=9), *ENTRIES[2:]], 4, id="inserted"),
        pytest.param([*ENTRIES[:2], ENTRIES[1], *ENTRIES[2:]], 3, id="doubled"),
        pytest.param([*ENTRIES[:2], ENTRIES[3], ENTRIES[2], *ENTRIES[4:]], 3, id="reordered"),
        pytest.param([*ENTRIES[:2], make(3, ENTRIES[1].hash, person=9), *ENTRIES[3:]], 4, id="rehashed"),
    ],
)
def test_the_first_bad_entry_is_named(tampered, broken_at):
    verdict = verify(chain=CHAIN, entries=tampered, heads=HEADS)
    assert verdict.broken_at == broken_at
    assert verdict.reason


def test_heads_beyond_the_first_bad_entry_vouch_for_nothing():
    """A deleted entry leaves later heads in the chain; that does not make it complete."""
    for gone, complete_to in ((1, 0), (4, 3)):
        verdict = verify(chain=CHAIN, entries=[*ENTRIES[:gone], *ENTRIES[gone + 1 :]], heads=HEADS)
        assert (verdict.broken_at, verdict.complete_to) == (gone + 1, complete_to)


def test_a_cut_tail_is_found_by_a_head_alone():
    verdict = verify(chain=CHAIN, entries=ENTRIES[:4], heads=HEADS)
    assert verdict.is_unaltered
    assert [head.seq for head in verdict.missing] == [6]
    assert verdict.complete_to == 3


def test_a_rewrite_of_the_whole_is_found_by_a_head_alone():
    entries: list[Entry] = []
    for seq in range(1, 7):
        entries.append(make(seq, entries[-1].hash if entries else GENESIS, org=7))
    verdict = verify(chain=CHAIN, entries=entries, heads=HEADS)
    assert verdict.is_unaltered
    assert (len(verdict.missing), verdict.complete_to) == (2, 0)


def test_a_chain_under_another_name_is_broken_at_its_first_entry():
    assert verify(chain="another", entries=ENTRIES).broken_at == 1


CHANGES = {
    "at": "2020-01-01T00:00:00.000000+00:00",
    "org": 99,
    "person": None,
    "act": "statement.confirmed",
    "subject": "别的",
    "facts": {},
    "previous": "f" * 64,
    "hash": "f" * 64,
    "seq": 77,
}


@given(
    length=st.integers(1, 12),
    at=st.integers(0, 11),
    how=st.sampled_from(["delete", "double", "swap", "cut", *CHANGES]),
)
def test_any_single_tampering_is_found(length, at, how):
    entries, at = make_chain(length), at % length
    heads = [head_of(entries[-1])]
    tampered = list(entries)
    if how == "delete":
        del tampered[at]
    elif how == "double":
        tampered.insert(at, tampered[at])
    elif how == "swap":
        tampered[at], tampered[-1] = tampered[-1], tampered[at]
    elif how == "cut":
        del tampered[at:]
    else:
        tampered[at] = replace(tampered[at], **{how: CHANGES[how]})
    verdict = verify(chain=CHAIN, entries=tampered, heads=heads)
    assert (verdict.is_unaltered and verdict.is_complete) == (tampered == entries)
    if verdict.broken_at is not None:
        assert verdict.broken_at <= at + 2


def test_a_chain_survives_its_file():
    chain, entries = read_chain(chain_lines(chain=CHAIN, about="PD-2026-0001", entries=ENTRIES))
    assert (chain, list(entries)) == (CHAIN, ENTRIES)
    assert read_heads(heads_text(chain=CHAIN, heads=HEADS)) == (CHAIN, HEADS)


@pytest.mark.parametrize("line", ["", "nonsense", "[]", '{"chain": 1}', '{"about": "x"}', "[" * 100_000])
def test_what_is_no_chain_is_said_to_be_none(line):
    with pytest.raises(NotAChain):
        read_chain([line])


@pytest.mark.parametrize("change", [{"seq": "1"}, {"seq": True}, {"facts": []}, {"extra": 1}])
def test_a_malformed_entry_is_named_by_its_line(change):
    lines = list(chain_lines(chain=CHAIN, about="", entries=ENTRIES))
    lines[2] = json.dumps(json.loads(lines[2]) | change)
    _chain, entries = read_chain(lines)
    with pytest.raises(NotAChain, match="第 3 行"):
        list(entries)
