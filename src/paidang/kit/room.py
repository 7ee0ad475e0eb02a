"""Telling a full disk, or one's share of it, from everything else that may go wrong."""

import errno
import os

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
SERVER_IS_FULL = "53100"
"""PostgreSQL's SQLSTATE disk_full."""


def is_full(error: BaseException) -> bool:
    """Whether a file could not be written for want of room: by us, by a library that only says so, by the database server."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if getattr(error.__cause__, "sqlstate", "") == SERVER_IS_FULL:
        return True
    return any(os.strerror(number) in str(error) for number in NO_ROOM)
