"""Writing a bundle: whole or not at all (SPEC §8, §11)."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from paidang.kit.sentence import say
from paidang.settlement.bundle.canonical import NotCanonical, canonical_json, read_canonical, sha256_of
from paidang.settlement.bundle.manifest import MANIFEST, Manifest, hash_files, read_manifest
from paidang.settlement.bundle.signatures import read_private_key, sign_digest, write_signature
from paidang.settlement.engines import DEFAULT_ENGINE, Job, is_address, load_engine
from paidang.settlement.rules import RULES_VERSION
from paidang.settlement.rules.errors import BadInput, BadPlace
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.trying import carried_on


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as written. `files` maps each file's name, the manifest's too, to its SHA-256."""

    folder: Path
    terms: dict[str, Any]
    statement: dict[str, Any]
    digest: str
    files: dict[str, str]
    notes: tuple[BadPlace, ...]


class Unchanged(Exception):
    """What would have been written stands already; nothing was written."""


def settle_folder(
    *,
    terms: dict[str, Any],
    facts: Path | str,
    month: str,
    out: Path,
    previous: Path | None = None,
    engine: str = DEFAULT_ENGINE,
    master: str | None = None,
    closed_at: str | None = None,
    version: int = 1,
    copies: Mapping[str, Any] | None = None,
    sign: Path | None = None,
    same_as: Mapping[str, str] | None = None,
) -> Bundle:
    """Settle a folder of facts under `terms` (the content of terms.json) into the bundle `out`.

    With Spark the facts may lie at an address that it can read, and `master` names the cluster.
    `closed_at` is when the facts were closed, ISO 8601; `previous` is the bundle this one follows. `copies` adds the
    PDF and the workbook for people; it holds what they print besides the figures and may be empty. `sign` is a private
    key that signs the bundle. `same_as` is an earlier bundle's terms, statement and facts, by name: where just these
    come out again, Unchanged is raised before any copy is made. Its rows follow from them; their order is free.

    Raises BadInput for bad terms or facts, an `out` that is not empty, or a `previous` that is no bundle of this
    contract, BadKey, EngineUnavailable and EngineFailed; then `out` is as it was.
    """
    compute = load_engine(engine, master)
    checked = read_terms(terms, month)
    if not (engine == "spark" and is_address(facts)) and not Path(facts).is_dir():
        raise BadInput([BadPlace(str(facts), None, None, None, say("没有这个事实文件夹"))])
    previous_digest = _follow(previous, terms, checked.contract) if previous else None
    private_key = read_private_key(sign) if sign else None
    with _new_folder(out) as folder:
        computed = compute(Job(checked, facts, month, folder, version))
        (folder / "terms.json").write_bytes(canonical_json(terms))
        (folder / "statement.json").write_bytes(canonical_json(computed.statement))
        if same_as is not None and _without_rows(hash_files(folder)) == same_as:
            raise Unchanged
        if copies is not None:
            known = {
                "closed_at": closed_at,
                "version": version,
                "rules_version": RULES_VERSION,
                "digest": sha256_of(folder / "statement.json"),
                "previous_digest": previous_digest,
            }
            _write_copies(folder, computed.statement, terms, {**copies, **known})
        manifest = Manifest(
            month, version, hash_files(folder), previous_digest, closed_at=closed_at, rules=RULES_VERSION
        )
        (folder / MANIFEST).write_bytes(manifest.as_bytes())
        if private_key is not None:
            write_signature(folder, sign_digest(manifest.digest, private_key))
        files = {**manifest.files, MANIFEST: sha256_of(folder / MANIFEST)}
    return Bundle(out, terms, computed.statement, manifest.digest, files, computed.notes)


def _without_rows(files: Mapping[str, str]) -> dict[str, str]:
    return {name: sha256 for name, sha256 in files.items() if name != "rows.parquet"}


def _follow(previous: Path, terms: Mapping[str, Any], contract: str | None) -> str:
    """The digest of the bundle that this one follows, which is of the same contract and whose loss the terms bring in."""
    try:
        digest = read_manifest(previous).digest
        statement = read_canonical(previous / "statement.json")
        of_contract, carried_out = statement.get("contract"), int(statement["carried_out"])
    except (NotCanonical, OSError, AttributeError, KeyError, TypeError, ValueError) as why:
        raise BadInput([BadPlace(f"{previous}/{MANIFEST}", None, None, None, str(why))]) from None
    if contract and of_contract and of_contract != contract:
        place = BadPlace(
            f"{previous}/statement.json", None, "contract", of_contract, say("上期对账包属于另一份合同")
        )
        raise BadInput([place])
    right, carried_in = carried_on(terms, carried_out)["carried_in"], terms.get("carried_in") or 0
    if carried_in != right:
        reason = say(
            "上期结转的亏损是 {right:,} 分，条款里写的是 {written:,} 分", right=right, written=carried_in
        )
        raise BadInput([BadPlace("terms.json", None, "carried_in", str(carried_in), reason)])
    return digest


@contextmanager
def _new_folder(out: Path) -> Iterator[Path]:
    """A folder beside `out` that takes its name when all is done, and is gone if anything, a signal too, comes first."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput([BadPlace(str(out), None, None, None, say("此文件夹已存在且不为空，不会覆盖"))])
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f".{out.name}.", suffix=".unfinished", dir=out.parent))
    try:
        folder.chmod(0o755)
        yield folder
        os.rename(folder, out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write_copies(
    folder: Path, statement: dict[str, Any], terms: dict[str, Any], meta: dict[str, Any]
) -> None:
    """The copies for people. They are files of the bundle, so its digest cannot stand in them; that of statement.json can."""
    import pyarrow.parquet

    from paidang.printing.statement import statement_pdf
    from paidang.printing.statement_xlsx import statement_xlsx

    rows = pyarrow.parquet.read_table(folder / "rows.parquet")
    (folder / "statement.pdf").write_bytes(statement_pdf(statement, rows, terms, meta))
    (folder / "statement.xlsx").write_bytes(statement_xlsx(statement, rows, terms, meta))
