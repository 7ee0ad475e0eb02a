"""What changed between two versions of a text, line by line."""

from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"


def compare(before: str, after: str) -> list[tuple[str, str]]:
    """The lines of both in order, each with what became of it.

    >>> compare("a\\nb", "a\\nc")
    [('same', 'a'), ('gone', 'b'), ('new', 'c')]
    """
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [(SAME, line) for line in old[a:b]]
        else:
            found += [(GONE, line) for line in old[a:b]] + [(NEW, line) for line in new[c:d]]
    return found
