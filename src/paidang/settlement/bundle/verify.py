"""Verifying a bundle: recompute it all and name each difference with its file and row (SPEC §8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from paidang.kit.facts import FACT_TABLES
from paidang.kit.sentence import say
from paidang.settlement.bundle.canonical import NotCanonical, read_canonical
from paidang.settlement.bundle.compare_rows import Difference, compare_rows, rows_settled_twice
from paidang.settlement.bundle.footers import false_footers
from paidang.settlement.bundle.manifest import MANIFEST, Manifest, hash_files, read_manifest
from paidang.settlement.bundle.signatures import check_signatures, sign_digest, write_signature
from paidang.settlement.engines import DEFAULT_ENGINE, EngineFailed, Job, load_engine
from paidang.settlement.rules import RULES_VERSION
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.trying import carried_on

CORE_FILES = ("terms.json", "statement.json", "rows.parquet", "facts/order_lines.parquet")


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What a verification found; nothing, if the bundle is what it says it is. `signed_by`: fingerprints of good keys."""

    digest: str | None
    differences: tuple[Difference, ...]
    signed_by: tuple[str, ...] = ()

    @property
    def is_verified(self) -> bool:
        return not self.differences

    def as_dict(self) -> dict[str, object]:
        shown = [difference.as_dict() for difference in self.differences]
        return {
            "verified": self.is_verified,
            "digest": self.digest,
            "signed_by": list(self.signed_by),
            "differences": shown,
            "count": len(shown),
        }


def verify_folder(
    folder: Path,
    previous: Path | None = None,
    engine: str = DEFAULT_ENGINE,
    master: str | None = None,
    signers: Sequence[str] = (),
) -> VerifyResult:
    """Recompute a bundle from its own terms and facts; with the previous one, also what holds between the two.

    Each of `signers`, public keys as hex, must have signed it. Raises EngineUnavailable, and EngineFailed for want of
    room.
    """
    settle = load_engine(engine, master)
    try:
        manifest = read_manifest(folder)
    except NotCanonical as why:
        return VerifyResult(None, (Difference(MANIFEST, reason=str(why)),))
    found_hashes = hash_files(folder)
    signatures = check_signatures(folder, manifest.digest, signers)
    differences = [*_file_differences(manifest, found_hashes), *signatures.differences]
    if manifest.rules != RULES_VERSION:
        reason = say(
            "按规则 {theirs} 结算，本程序的规则是 {ours}：请用那一版程序核验",
            theirs=manifest.rules,
            ours=RULES_VERSION,
        )
        differences.append(Difference(MANIFEST, column="rules", reason=reason))
        return VerifyResult(manifest.digest, tuple(differences), signatures.signed_by)
    changed = {name for name, sha256 in found_hashes.items() if manifest.files.get(name) != sha256}
    # What Spark's executors write, the driver must find: beside the bundle, on the disk that they share.
    beside = folder.absolute().parent if engine == "spark" else None
    with TemporaryDirectory(prefix="paidang-verify-", dir=beside) as temporary:
        differences += false_footers(folder, Path(temporary) / "spill")
        if all(name in found_hashes for name in CORE_FILES):
            differences += _recompute(folder, manifest, settle, changed, Path(temporary))
        if previous is not None:
            differences += _chain_differences(folder, manifest, previous, Path(temporary))
    return VerifyResult(manifest.digest, tuple(differences), signatures.signed_by)


def add_signature(folder: Path, result: VerifyResult, private_key: Any) -> VerifyResult:
    """Sign a bundle that was just verified."""
    assert result.is_verified and result.digest, "only what was verified is signed"
    write_signature(folder, sign_digest(result.digest, private_key))
    return replace(result, signed_by=check_signatures(folder, result.digest, ()).signed_by)


def _file_differences(manifest: Manifest, found: dict[str, str]) -> Iterator[Difference]:
    """Files that are missing, changed or added since the manifest was written."""
    for name in sorted({*manifest.files, *found, *CORE_FILES}):
        listed, actual = manifest.files.get(name), found.get(name)
        if actual is None:
            yield Difference(name, expected=listed, reason=say("缺少此文件"))
        elif listed is None:
            yield Difference(name, found=actual, reason=say("清单中没有此文件"))
        elif listed != actual:
            yield Difference(name, expected=listed, found=actual, reason=say("内容与清单的SHA-256不符"))


def _recompute(
    folder: Path, manifest: Manifest, settle: Any, changed: set[str], temporary: Path
) -> list[Difference]:
    differences: list[Difference] = []
    documents: dict[str, Any] = {}
    for name in ("terms.json", "statement.json"):
        try:
            documents[name] = read_canonical(folder / name)
        except NotCanonical as why:
            differences.append(Difference(name, reason=str(why)))
    if "terms.json" not in documents:
        return differences
    out = temporary / "out"
    out.mkdir()
    try:
        terms = read_terms(documents["terms.json"], manifest.month)
        computed = settle(
            Job(terms, folder / "facts", manifest.month, out, manifest.version, keeps_facts=False)
        )
    except BadInput as refused:
        return differences + [_refused(error) for error in refused.errors]
    except EngineFailed:
        if not any(name.startswith("facts/") for name in changed):
            raise
        return differences  # a damaged file can ask for any amount of memory; it has been named
    if "statement.json" in documents:
        differences += _statement_differences(computed.statement, documents["statement.json"], "")
    return differences + compare_rows(folder, out / "rows.parquet", changed)


def _refused(error: Any) -> Difference:
    """A bad place of terms or facts, or a figure that is beyond any, by its name within the bundle."""
    file = f"facts/{error.file}" if Path(error.file).stem in FACT_TABLES else error.file
    return Difference(file, error.row, error.column, found=error.value, reason=error.reason)


def _statement_differences(expected: Any, found: Any, path: str) -> Iterator[Difference]:
    """Each figure of the statement that is not what the facts give, by its path."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted({*expected, *found}):
            below = f"{path}.{key}" if path else key
            yield from _statement_differences(expected.get(key), found.get(key), below)
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, (ours, theirs) in enumerate(zip(expected, found, strict=True)):
            yield from _statement_differences(ours, theirs, f"{path}[{index}]")
    elif expected != found or type(expected) is not type(found):
        yield Difference("statement.json", None, path, expected, found, say("与重算的结果不符"))


def _chain_differences(folder: Path, manifest: Manifest, previous: Path, temporary: Path) -> list[Difference]:
    """What must hold between two bundles: the digest chain, the loss carried over, and no row settled twice."""
    try:
        before = read_manifest(previous)
        before_hashes = hash_files(previous)
        changed = [name for name, sha256 in before.files.items() if before_hashes.get(name) != sha256]
        if changed:
            return [
                Difference(f"{previous}/{name}", reason=say("上期的文件与上期清单不符")) for name in changed
            ]
        statement = read_canonical(previous / "statement.json")
        carried_out, contract = statement["carried_out"], statement["contract"]
    except (NotCanonical, KeyError, TypeError, OSError) as why:
        return [Difference(f"{previous}/{MANIFEST}", reason=say("上期对账包无法使用：{why}", why=str(why)))]
    terms = _terms(folder)
    if (own := terms.get("contract")) and contract and own != contract:
        reason = say("上期对账包属于另一份合同")
        return [Difference(f"{previous}/statement.json", None, "contract", own, contract, reason)]
    differences: list[Difference] = []
    if manifest.previous != before.digest:
        differences.append(
            Difference(
                MANIFEST, None, "previous", before.digest, manifest.previous, say("不是上期对账包的摘要")
            )
        )
    carried_in, right = terms.get("carried_in") or 0, _to_carry(terms, carried_out)
    if carried_in != right:
        differences.append(
            Difference("terms.json", None, "carried_in", right, carried_in, say("不等于上期结转的亏损"))
        )
    rows, previous_rows = folder / "rows.parquet", previous / "rows.parquet"
    return differences + rows_settled_twice(rows, previous_rows, temporary / "spill")


def _to_carry(terms: dict[str, Any], carried_out: Any) -> Any:
    """The loss that these terms bring in: none where a later agreement carries none on."""
    try:
        return carried_on(terms, carried_out)["carried_in"]
    except (KeyError, TypeError):  # terms that are none, which is a difference of its own
        return carried_out


def _terms(folder: Path) -> dict[str, Any]:
    """The terms of a bundle; none where they cannot be read, which is a difference of its own."""
    try:
        terms = read_canonical(folder / "terms.json")
    except (NotCanonical, OSError):
        return {}
    return terms if isinstance(terms, dict) else {}
