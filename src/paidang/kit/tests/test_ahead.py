"""Things taken ahead come in their order, break off with their reason, and nobody waits for who has left."""

from itertools import count

import pytest

from paidang.kit.ahead import taken_ahead


def test_things_come_in_their_order_however_few_are_held():
    with taken_ahead(iter(range(1000)), count_max=1) as things:
        assert list(things) == list(range(1000))


def test_what_breaks_off_is_told_after_what_came_before():
    def breaking():
        yield 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), taken_ahead(breaking(), count_max=4) as things:
        assert list(things) == [1]


def test_who_leaves_early_is_not_waited_for_by_what_never_ends():
    taken = count()
    with pytest.raises(KeyError), taken_ahead(taken, count_max=4):
        raise KeyError
    assert next(taken) < 20
