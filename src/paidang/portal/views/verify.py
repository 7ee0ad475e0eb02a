"""Verifying a file without an account: a statement bundle is recomputed from its own rows, the signatures on a signed
contract are checked; either is thrown away.
"""

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from types import ModuleType
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import paidang
from paidang.contracts.models import Contract
from paidang.kit.sentence import Sentence, SentenceDecoder, say
from paidang.portal.queries.signed import find_signed, title_of
from paidang.portal.views import check_seals_apart as seals_apart
from paidang.portal.views import recompute as recompute_apart
from paidang.printing.contract_signed.identity import trust_of
from paidang.printing.contract_signed.model import UNKNOWN
from paidang.settlement.bundle import NotABundle, unpack

SECONDS_MAX = 90
PDF_MARK = b"%PDF-"
FILE_BYTES_MAX = 50 * 2**20
UNPACKED_BYTES_MAX = 300 * 2**20
# Strangers may ask for a recomputation; in one process only one of them at a time, the others are told to wait.
ONE_AT_A_TIME = BoundedSemaphore(1)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The page, and its answer to an uploaded bundle."""
    upload = request.FILES.get("bundle")
    if request.method != "POST":
        return render(request, "portal/verify.html")
    if not isinstance(upload, UploadedFile) or upload.file is None:
        return render(
            request, "portal/verify.html", {"refused": _("没有选文件。"), "file_name": ""}, status=422
        )
    context: dict[str, object] = {"file_name": upload.name}
    if not ONE_AT_A_TIME.acquire(timeout=10):
        context["refused"] = _("正在验证另一份文件，请半分钟后再试。")
        return render(request, "portal/verify.html", context, status=429)
    try:
        with TemporaryDirectory() as folder:
            _check_size(upload.file)
            if upload.file.read(len(PDF_MARK)) == PDF_MARK:
                context["seals"] = _check_seals(request, upload.file, Path(folder))
            else:
                unpack(upload.file, Path(folder), bytes_max=UNPACKED_BYTES_MAX)
                context["verdict"] = recompute(Path(folder))
    except NotABundle as error:
        context["refused"] = error.args[0]
        return render(request, "portal/verify.html", context, status=422)
    finally:
        ONE_AT_A_TIME.release()
    return render(request, "portal/verify.html", context)


def recompute(folder: Path) -> dict[str, object]:
    """Recompute the bundle apart from this process; NotABundle if that does not come to an end."""
    return _apart(recompute_apart, folder, say("里面的表读不了，文件可能已损坏。"))


def _check_size(upload: IO[bytes]) -> None:
    if upload.seek(0, 2) > FILE_BYTES_MAX:
        raise NotABundle(say("文件超过 {n} MB，这里验不了。请在自己的电脑上验。", n=FILE_BYTES_MAX >> 20))
    upload.seek(0)


def _check_seals(request: HttpRequest, upload: IO[bytes], folder: Path) -> dict[str, object]:
    """The verdict on each seal; for a party that is signed in also whether this is the contract on record."""
    upload.seek(0)
    (folder / seals_apart.PDF_FILE).write_bytes(upload.read())
    trust = trust_of(settings.SIGNING, timezone.now())
    for kind, certificates in (("own", trust.own), ("licensed", trust.licensed)):
        for number, content in enumerate(certificates):
            (folder / f"{kind}-{number}.pem").write_bytes(content)
    found = _apart(seals_apart, folder, say("这个 PDF 读不了，文件可能已损坏。"))
    for seal in cast("list[dict[str, Any]]", found["seals"]):
        for moment in ("at", "stamped_at"):
            seal[moment] = seal[moment] and datetime.fromisoformat(seal[moment])
    found["known"] = all(seal["trust"] != UNKNOWN for seal in cast("list[dict[str, Any]]", found["seals"]))
    if request.user.is_authenticated:
        found["asked_record"] = True
        found["contract"] = (found["verified"] and found["known"]) and find_signed(
            cast("list[str]", found["entries"]), document_sha256=str(found["document_sha256"])
        )
        found["title"] = found["contract"] and title_of(
            cast("Contract", found["contract"]), int(str(found["supplement"]))
        )
    return found


def _apart(module: ModuleType, folder: Path, unreadable: Sentence) -> dict[str, object]:
    """What the module says of the folder, run apart from this process; NotABundle if it does not come to an end."""
    began = time.monotonic()
    command = [sys.executable, "-m", module.__name__, str(folder)]
    try:
        done = subprocess.run(
            command,
            check=True,
            capture_output=True,
            timeout=SECONDS_MAX,
            stdin=subprocess.DEVNULL,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        raise NotABundle(say("{n} 秒内没有算完。请在自己的电脑上验。", n=SECONDS_MAX)) from None
    except subprocess.CalledProcessError as error:
        raise NotABundle(unreadable) from error
    return {**json.loads(done.stdout, cls=SentenceDecoder), "seconds": f"{time.monotonic() - began:.1f}"}


def _environment() -> dict[str, str]:
    """Nothing of ours that a hostile file could read: no database, no keys; only where the program is."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(paidang.__file__).parent.parent),
    }
