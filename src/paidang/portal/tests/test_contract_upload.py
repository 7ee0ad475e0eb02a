"""Uploading a contract: read first, pick the agreement, then one draft."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import PASSWORD, acting
from tests.reading import READING, TEXT, TEXT_SHA256

from paidang.contracts.models import Contract
from paidang.portal.views import contract_reading
from paidang.portal.views.contract_reading import FILE_MAX, ReadContract, UnableToRead

ARTICLE = {
    "title": "怎样选代运营",
    "kind": "not_agreement",
    "start": 0,
    "end": 0,
    "terms": [],
    "findings": [],
}


@pytest.fixture
def client(agency_manager) -> Client:
    client = Client()
    client.post("/signin", {"email": agency_manager.email, "password": PASSWORD, "next": "/contracts"})
    return client


@pytest.fixture
def reader(monkeypatch):
    """Stands for the reader: what it answers is its own affair, an article and the agreement of the cast."""
    seen = []

    def read_contract_text(name: str, sha256: str, text: str) -> ReadContract:
        seen.append(text)
        return ReadContract(name, sha256, text, READING | {"documents": [ARTICLE, *READING["documents"]]})

    monkeypatch.setattr(contract_reading, "_read", read_contract_text)
    return seen


def drafts(person) -> list[Contract]:
    with acting(person):
        return list(Contract.objects.all())


def test_the_page_offers_a_file_and_a_field(client):
    page = client.get("/contracts/new").content.decode()
    assert 'type="file"' in page and 'name="text"' in page


def test_what_was_pasted_is_read_as_it_was(client, reader, agency_manager):
    page = client.post(
        "/contracts/new", {"text": TEXT.replace("\n", "\r\n")}, headers={"HX-Request": "true"}
    ).content.decode()
    assert reader == [TEXT]
    assert "<html" not in page and "电子商务运营合作协议" in page and "怎样选代运营" in page
    assert 'name="document" value="1"' in page and 'value="0"' not in page
    assert drafts(agency_manager) == []


def test_picking_makes_one_draft_with_the_text_unaltered(client, reader, agency_manager):
    form = {"text": TEXT, "document": "1", "party_a": "brand", "once": str(uuid.uuid4())}
    first = client.post("/contracts/new", form)
    again = client.post("/contracts/new", form, headers={"HX-Request": "true"})
    [draft] = drafts(agency_manager)
    assert first["Location"] == again["HX-Redirect"] == f"/contracts/{draft.code}"
    with acting(agency_manager):
        text = draft.texts.get()
    assert (text.text, text.sha256, text.document, text.party_a) == (TEXT, TEXT_SHA256, 1, "brand")


def test_two_forms_with_one_text_make_two_drafts(client, reader, agency_manager):
    for _form in range(2):
        client.post(
            "/contracts/new", {"text": TEXT, "document": "1", "party_a": "brand", "once": str(uuid.uuid4())}
        )
    assert len(drafts(agency_manager)) == 2


@pytest.mark.parametrize(
    "form",
    [
        {"document": "0", "party_a": "brand"},
        {"document": "7", "party_a": "brand"},
        {"document": "x", "party_a": "brand"},
        {"document": "1", "party_a": ""},
    ],
)
def test_an_article_or_an_unknown_side_makes_nothing(client, reader, agency_manager, form):
    assert client.post("/contracts/new", {"text": TEXT, **form}).status_code == 409
    assert drafts(agency_manager) == []


def test_the_first_party_is_prefilled_where_the_text_says_it(client, monkeypatch):
    role = {
        "term": "party.b.role",
        "value": "brand",
        "status": "stated",
        "clause": "",
        "start": 0,
        "end": 2,
        "quote": TEXT[:2],
    }
    reading = {"documents": [READING["documents"][0] | {"terms": [role]}]}
    monkeypatch.setattr(
        contract_reading, "_read", lambda name, sha256, text: ReadContract(name, sha256, text, reading)
    )
    page = client.post("/contracts/new", {"text": TEXT}).content.decode()
    assert 'value="agency" checked' in page and 'value="brand" checked' not in page


def test_without_an_agreement_it_says_so(client, monkeypatch):
    monkeypatch.setattr(
        contract_reading,
        "_read",
        lambda name, sha256, text: ReadContract(name, sha256, text, {"documents": [ARTICLE]}),
    )
    answer = client.post("/contracts/new", {"text": "随便写写"})
    assert answer.status_code == 422 and "没有可以履行的协议" in answer.content.decode()


def test_a_file_that_cannot_be_read_is_one_clear_line(client, monkeypatch):
    def refuse(name: str, data: bytes) -> ReadContract:
        raise UnableToRead("合同.pdf 是扫描件，没有文字层", remedy="请要 .docx。")

    monkeypatch.setattr(contract_reading, "read_bytes", refuse)
    answer = client.post(
        "/contracts/new", {"file": SimpleUploadedFile("合同.pdf", b"x")}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422 and "是扫描件，没有文字层" in answer.content.decode()
    assert "HX-Retarget" not in answer  # it stands where the result would


def test_nothing_to_read(client):
    for form in ({}, {"text": "  \r\n "}):
        answer = client.post("/contracts/new", form)
        assert answer.status_code == 422 and "没有文字可读" in answer.content.decode()


def test_a_file_that_is_too_big(client):
    answer = client.post("/contracts/new", {"file": SimpleUploadedFile("a.txt", b"\n" * (FILE_MAX + 1))})
    assert answer.status_code == 422 and "有 21 MB，至多 20 MB" in answer.content.decode()


def test_a_paste_that_is_too_big_has_the_error_of_the_house(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post("/contracts/new", {"text": "长" * 1000})
    assert answer.status_code == 413 and "文件太大" in answer.content.decode()


# With the reader itself


def test_a_file_in_gb18030_goes_all_the_way(client, agency_manager):
    data = TEXT.encode("gb18030")
    form = {"document": "0", "party_a": "brand", "once": str(uuid.uuid4())}
    answer = client.post("/contracts/new", {"file": SimpleUploadedFile("合同.txt", data), **form})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    [draft] = drafts(agency_manager)
    with acting(agency_manager):
        assert (draft.texts.get().text, draft.texts.get().file_name) == (TEXT, "合同.txt")
    assert "甲方分成" in page and "70%" in page


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b" \n", "文件是空的"),
        ("a.bin", bytes(range(256)) * 8, "不是文字文件"),
        ("a.pdf", b"%PDF-1.4 nothing more", "PDF"),
        ("a.docx", b"PK\x03\x04 nothing more", "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "旧版 .doc"),
        ("a.txt", ("合" * 400 + "\x00").encode(), "NUL"),
    ],
)
def test_a_bad_file_says_what_is_wrong(client, agency_manager, name, data, says):
    answer = client.post("/contracts/new", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert drafts(agency_manager) == []


GAPS = "服务协议\n甲方：青岚茶器\n乙方：拾舟电商\n第一条 乙方负责收款结算，乙方负责物流配送。\n第二条 由甲方负责仓储和同城消费者配货。\n第三条 合作产生的总收益甲乙双方按照7:3的比例分配。\n开户银行：\n"


def test_blanks_and_conflicts_are_decided_where_they_stand(client, brand, agency_manager):
    answer = client.post("/contracts/new", {"text": GAPS, "document": "0", "party_a": "brand"})
    code = answer["Location"].rsplit("/", 1)[1]
    client.post(f"/contracts/{code}/share", {"counterparty": brand.org.code})
    page = client.get(f"/contracts/{code}").content.decode()
    assert 'id="d-account.bank"' in page and "不影响接受" in page
    client.post(
        f"/contracts/{code}/decide", {"key": "account.bank", "value": "示例银行", "reason": "开户后补上"}
    )
    other = Client()
    other.post("/signin", {"email": brand.manager.email, "password": PASSWORD, "next": "/contracts"})
    with acting(brand.manager):
        decision = Contract.objects.get().decisions.get()
    other.post(f"/contracts/{code}/agree", {"decision": decision.pk})
    page = other.get(f"/contracts/{code}").content.decode()
    assert '示例银行 <span class="clause">补充约定 1</span>' in page and 'id="d-account.bank"' not in page
