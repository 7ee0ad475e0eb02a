"""`python -m paidang.portal.views.recompute FOLDER`: verify a stranger's bundle in a process of its own.

A hostile file can make a reader eat memory or time, or crash it; here that ends this process and nothing else.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY_BYTES_MAX = 4 * 2**30
CPU_SECONDS_MAX = 60
SHOWN_MAX = 20


def main(folder: Path) -> None:
    """Print the verdict as JSON: whether it is verified, the digest, the first differences in words, how many there are."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    from paidang.kit.sentence import SentenceEncoder
    from paidang.settlement.bundle import verify_folder
    from paidang.settlement.rules.errors import BadInput

    digest = None
    try:
        result = verify_folder(folder)
        digest, found = result.digest, [str(difference) for difference in result.differences]
    except BadInput as error:
        found = [str(place) for place in error.errors]
    verdict = {
        "verified": not found,
        "digest": digest,
        "differences": found[:SHOWN_MAX],
        "more": max(0, len(found) - SHOWN_MAX),
    }
    sys.stdout.write(json.dumps(verdict, cls=SentenceEncoder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
