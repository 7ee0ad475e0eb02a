"""Bundles: one folder per statement that both sides can recompute without us (SPEC §8).

`settle_folder` writes one, whole or not at all; `verify_folder` recomputes it and names each difference.
"""

from paidang.settlement.bundle.compare_rows import Difference
from paidang.settlement.bundle.manifest import Manifest, read_manifest
from paidang.settlement.bundle.signatures import BadKey, read_private_key, read_public_key
from paidang.settlement.bundle.unpack import NotABundle, unpack
from paidang.settlement.bundle.verify import VerifyResult, add_signature, verify_folder
from paidang.settlement.bundle.write import Bundle, Unchanged, settle_folder

__all__ = [
    "BadKey",
    "Bundle",
    "Difference",
    "Manifest",
    "NotABundle",
    "Unchanged",
    "VerifyResult",
    "add_signature",
    "read_manifest",
    "read_private_key",
    "read_public_key",
    "settle_folder",
    "unpack",
    "verify_folder",
]
