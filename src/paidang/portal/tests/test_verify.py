"""Verifying a file without an account."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from paidang.settlement.tests.test_unpack import BUNDLE, zipped


def upload(client, content: bytes):
    return client.post("/verify", {"bundle": SimpleUploadedFile("bundle.zip", content, "application/zip")})


def test_a_bundle_that_is_not_what_it_says_differs(client, db):
    response = upload(client, zipped(BUNDLE).getvalue())
    assert response.status_code == 200
    assert response.context["verdict"]["verified"] is False
    assert response.context["verdict"]["differences"]
    assert "st bad" in response.content.decode()


def test_an_english_page_says_in_english_what_differs(client, db):
    client.cookies["django_language"] = "en"
    page = upload(client, zipped(BUNDLE).getvalue()).content.decode()
    assert "manifest.json: Not the manifest of a bundle" in page


def test_what_is_no_bundle_is_refused(client, db):
    assert upload(client, b"not a zip").status_code == 422
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("../../evil.py", "x")
    assert upload(client, other.getvalue()).status_code == 422
    assert client.post("/verify").status_code == 422


def test_the_page_needs_no_account(client, db):
    assert client.get("/verify").status_code == 200
