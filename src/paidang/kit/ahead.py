"""Taking things from where they come while others are still on their way to where they go."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import Queue
from threading import Event
from typing import TypeVar

Thing = TypeVar("Thing")


@contextmanager
def taken_ahead(things: Iterator[Thing], *, count_max: int) -> Iterator[Iterator[Thing]]:
    """The same things, none of them None, in their order, taken in a thread of its own; at most `count_max` are held.

    What `things` raises ends them, and is raised on leaving. On leaving early no more than one is taken.
    """
    held: Queue[Thing | None] = Queue(count_max)
    left = Event()

    def take() -> None:
        try:
            for thing in things:
                if left.is_set():
                    break
                held.put(thing)
        finally:
            held.put(None)

    with ThreadPoolExecutor(1) as threads:
        taking = threads.submit(take)
        rest = iter(held.get, None)
        try:
            yield rest
        finally:
            left.set()
            for _unwanted in rest:  # or the thread would wait for room
                pass
        taking.result()
