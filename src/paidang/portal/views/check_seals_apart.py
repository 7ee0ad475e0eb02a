"""`python -m paidang.portal.views.check_seals_apart FOLDER`: check a stranger's PDF in a process of its own.

The folder holds `signed.pdf` and, as `own-*.pem` and `licensed-*.pem`, the issuers that this installation trusts.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from paidang.kit.sentence import SentenceEncoder
from paidang.portal.views.recompute import CPU_SECONDS_MAX, MEMORY_BYTES_MAX

PDF_FILE = "signed.pdf"
SHOWN_MAX = 20


def main(folder: Path) -> None:
    """Print the verdict as JSON, moments as ISO."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    from paidang.printing.contract_signed import Trust, check_seals

    trust = Trust(
        own=[file.read_bytes() for file in sorted(folder.glob("own-*.pem"))],
        licensed=[file.read_bytes() for file in sorted(folder.glob("licensed-*.pem"))],
    )
    check = check_seals((folder / PDF_FILE).read_bytes(), trust)
    seals = [
        {
            **asdict(seal),
            "good": seal.is_good,
            "at": seal.at and seal.at.isoformat(),
            "stamped_at": seal.stamped_at and seal.stamped_at.isoformat(),
        }
        for seal in check.seals[:SHOWN_MAX]
    ]
    verdict = {
        "verified": check.is_verified,
        "code": check.code,
        "supplement": check.supplement,
        "document_bytes": check.document_bytes,
        "document_sha256": check.document_sha256,
        "stated_sha256": check.stated_sha256,
        "problems": list(check.problems[:SHOWN_MAX]),
        "seals": seals,
        "entries": list(check.entries[:SHOWN_MAX]),
    }
    sys.stdout.write(json.dumps(verdict, cls=SentenceEncoder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
