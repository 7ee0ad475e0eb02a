"""The pages of signing: what is shown to whom, one act a page, and what the other side may not see."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.authenticator import Device
from tests.cast import SCAN, Party, acting, come_in
from tests.signing import Signer, authorise, name_signatory
from webauthn.helpers import base64url_to_bytes

from paidang.contracts.actions import StepWanted, set_approval_steps
from paidang.contracts.models import Annex, PaperSignature, Signatory, Signing
from paidang.contracts.queries import find_seal, list_steps
from paidang.contracts.tests.test_rules_signing import png
from paidang.printing.contract_signed import check_seals


@pytest.fixture
def of_agency(accepted_contract, agency) -> tuple[Client, Signer]:
    return come_in_with_phone(agency)


@pytest.fixture
def of_brand(accepted_contract, brand) -> tuple[Client, Signer]:
    return come_in_with_phone(brand)


def come_in_with_phone(party: Party) -> tuple[Client, Signer]:
    """Signed in by password and phone: the code of now is used up at the door, one signs with the next."""
    signer = authorise(party)
    client = come_in(Client(), party.manager)
    assert client.post("/signin/code", {"code": signer.code(timezone.now())}).status_code == 302
    return client, signer


def page(client: Client, contract, rest: str = "/sign", status: int = 200) -> str:
    answer = client.get(f"/contracts/{contract.code}{rest}")
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def sign(side: tuple[Client, Signer], contract, *, digest: str = "", code: str | None = None):
    client, signer = side
    digest = digest or re.search(r'name="document" value="(\w{64})"', page(client, contract))[1]
    code = signer.code(timezone.now() + timedelta(seconds=30)) if code is None else code
    return client.post(f"/contracts/{contract.code}/sign/now", {"document": digest, "code": code})


def test_both_sign_and_take_the_signed_pdf(accepted_contract, of_agency, of_brand, brand, agency):
    shown = page(of_agency[0], accepted_contract)
    assert "签署，等甲方签后生效" in shown and 'autocomplete="one-time-code"' in shown and "都已就绪" in shown
    assert "付款期限" in shown and "最迟" in shown and "电子签名法" in shown
    assert "附在文件后的签署存证页" in shown and "和本页" not in shown and "上列各人" not in shown
    assert sign(of_agency, accepted_contract).status_code == 302
    assert "你们已签，等甲方签" in page(of_agency[0], accepted_contract)
    assert "签署，合同今天生效" in page(of_brand[0], accepted_contract)
    assert sign(of_brand, accepted_contract).status_code == 302
    for client, _signer in (of_agency, of_brand):
        shown = page(client, accepted_contract)
        assert "下载签好的 PDF" in shown and agency.manager.name in shown and brand.manager.name in shown
        answer = client.get(f"/contracts/{accepted_contract.code}/sign/pdf?signed")
        assert answer["Content-Type"] == "application/pdf" and len(check_seals(answer.content).seals) == 2
        assert "签名、PDF、验证" in page(client, accepted_contract, "")


def test_a_double_click_signs_once(accepted_contract, of_agency, agency):
    digest = re.search(r'name="document" value="(\w{64})"', page(of_agency[0], accepted_contract))[1]
    assert [sign(of_agency, accepted_contract, digest=digest).status_code for _click in range(2)] == [
        302,
        302,
    ]
    with acting(agency.manager):
        assert Signing.objects.count() == 1


def test_a_wrong_code_says_so_and_leaves_the_page(accepted_contract, of_agency, agency):
    answer = sign(of_agency, accepted_contract, code="00000")
    assert answer.status_code == 409 and "验证码不对" in answer.content.decode()
    with acting(agency.manager):
        assert not Signing.objects.exists()


def test_the_pdf_to_sign_is_the_same_each_time_and_opens_in_the_browser(accepted_contract, of_agency):
    answers = [of_agency[0].get(f"/contracts/{accepted_contract.code}/sign/pdf") for _time in range(2)]
    assert answers[0].content == answers[1].content and answers[0].content.startswith(b"%PDF")
    assert answers[0]["Content-Disposition"].startswith("inline")
    assert of_agency[0].get(f"/contracts/{accepted_contract.code}/sign/pdf?signed").status_code == 404


def test_who_may_not_sign_sees_why_and_who_may(accepted_contract, of_agency, agency_finance, agency):
    shown = page(come_in(Client(), agency_finance), accepted_contract)
    assert "您没有登记为本单位有权签署的人" in shown and f"可以签的人：{agency.manager.name}" in shown
    assert "您还没有开启两步验证" in shown and "next=/contracts/" in shown and 'name="code"' not in shown


def test_before_acceptance_there_is_nothing_to_sign(draft_contract, agency_manager):
    client = come_in(Client(), agency_manager)
    answer = client.get(f"/contracts/{draft_contract.code}/sign")
    assert (answer.status_code, answer["Location"]) == (302, f"/contracts/{draft_contract.code}")
    assert "没有要签的文件" in page(client, draft_contract, "")
    assert "没有要签的文件" in page(client, draft_contract, "/sign/pdf", status=404)


def test_an_outsider_finds_nothing(accepted_contract, outsider_manager):
    client = come_in(Client(), outsider_manager)
    for rest in ("/sign", "/sign/pdf", "/approve", "/annexes/1", "/paper/1", "/sign/letter/1"):
        page(client, accepted_contract, rest, status=404)
    for rest in ("/sign/now", "/approve/now", "/annexes", "/paper", "/order", "/paper/1/answer"):
        assert client.post(f"/contracts/{accepted_contract.code}{rest}").status_code in (404, 409)


def test_signed_on_paper(accepted_contract, of_agency, of_brand, brand):
    path = f"/contracts/{accepted_contract.code}/paper"
    scan = SimpleUploadedFile("扫描.pdf", SCAN.content)
    assert of_agency[0].post(path, {"signed_on": "2026-03-01", "scan": scan}).status_code == 302
    assert "等对方确认" in page(of_agency[0], accepted_contract)
    assert "确认同一份原件，2026-03-01 签订生效" in page(of_brand[0], accepted_contract)
    assert "确认纸上签署" in page(of_brand[0], accepted_contract, "")
    with acting(brand.manager):
        paper = PaperSignature.objects.get()
    answer = of_brand[0].get(f"{path}/{paper.pk}")
    assert answer.content == SCAN.content and answer["Content-Disposition"].startswith("attachment")
    assert of_brand[0].post(f"{path}/{paper.pk}/answer", {"verdict": "confirmed"}).status_code == 302
    assert "已在纸上签署" in page(of_agency[0], accepted_contract)


@pytest.mark.parametrize("signed_on", ["", "24.9.2026", "2026-13-01"])
def test_a_day_that_is_none(accepted_contract, of_agency, signed_on):
    answer = of_agency[0].post(f"/contracts/{accepted_contract.code}/paper", {"signed_on": signed_on})
    assert answer.status_code == 409 and "不是日期" in answer.content.decode()


def test_approval_on_its_page_and_not_seen_by_the_other_side(
    accepted_contract, of_agency, of_brand, agency, agency_finance
):
    with acting(agency.manager):
        wanted = [StepWanted(role="agency_finance"), StepWanted(person_id=agency.manager.pk)]
        steps = set_approval_steps(person=agency.manager, at=timezone.now(), steps=wanted)
    finance = come_in(Client(), agency_finance)
    today = finance.get("/").content.decode()
    assert "内部审批：签署合同" in today and "第 1 步，共 2 步" in today
    assert "内部审批" not in of_brand[0].get("/?whose=all").content.decode()
    shown = page(finance, accepted_contract, "/approve")
    assert f"通过，交给{agency.manager.name}" in shown
    terms = re.search(r'name="terms" value="(\w{64})"', shown)[1]
    path = f"/contracts/{accepted_contract.code}/approve/now"
    sent = {"step": steps[0].pk, "terms": terms}
    assert finance.post(path, sent | {"verdict": "sent_back", "reason": "先问税"}).status_code == 302
    assert "先问税" in page(of_agency[0], accepted_contract, "/approve")
    assert finance.post(path, sent | {"verdict": "approved"}).status_code == 302
    assert "内部审批，还差 1 步" in page(of_agency[0], accepted_contract, "")
    assert of_agency[0].post(path, sent | {"step": steps[1].pk, "verdict": "approved"}).status_code == 302
    assert "去签署" in page(of_agency[0], accepted_contract, "/approve")
    page(of_brand[0], accepted_contract, "/approve", status=404)


def test_the_worklist_knows_whose_signature_is_awaited(accepted_contract, of_agency, of_brand):
    assert "签署合同" in of_agency[0].get("/").content.decode()
    sign(of_agency, accepted_contract)
    assert "签署合同" not in of_agency[0].get("/").content.decode()
    assert "签署合同" in of_brand[0].get("/").content.decode()


def test_annexes_on_the_contracts_page(draft_contract, agency_manager, brand_manager):
    client, path = come_in(Client(), agency_manager), f"/contracts/{draft_contract.code}"
    file = SimpleUploadedFile("<b>价格</b>.html", b"<script>alert(1)</script>")
    added = client.post(f"{path}/annexes", {"kind": "price_list", "title": "附件一 <价格表>", "file": file})
    assert added.status_code == 302
    with acting(agency_manager):
        annex = Annex.objects.defer("content").get()
    shown = page(come_in(Client(), brand_manager), draft_contract, "")
    assert "附件一 &lt;价格表&gt;" in shown and annex.sha256 in shown
    answer = client.get(f"{path}/annexes/{annex.pk}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.post(f"{path}/order", {"order": "b"}).status_code == 302
    assert "由乙方先签" in page(client, draft_contract, "")
    assert client.post(f"{path}/annexes/{annex.pk}/remove").status_code == 302
    assert "附件一" not in page(client, draft_contract, "").split('id="annexes"')[1].split("<details")[0]


def test_settings_of_signing(client, brand: Party):
    come_in(client, brand.manager)
    assert "还没有人" in client.get("/settings/signing").content.decode()
    letter = SimpleUploadedFile("委托书.pdf", b"%PDF letter")
    fields = {
        "person": brand.finance.pk,
        "ground": "letter",
        "title": "财务",
        "until": "2099-01-31",
        "letter": letter,
    }
    assert client.post("/settings/signing/people", fields).status_code == 302
    picture = SimpleUploadedFile("seal.png", png())
    assert client.post("/settings/signing/seal", {"picture": picture}).status_code == 302
    steps = {"step": ["", "brand_finance", f"person:{brand.manager.pk}", ""]}
    assert client.post("/settings/signing/steps", steps).status_code == 302
    assert (
        client.post("/settings/signing/name", {"legal_name": "青岚茶器（杭州）有限公司"}).status_code == 302
    )
    shown = client.get("/settings/signing").content.decode()
    assert "授权委托书（财务，有效到 2099-01-31）" in shown and "data:image/png;base64," in shown
    assert f"财务 → {brand.manager.name} → 签署" in shown and "青岚茶器（杭州）有限公司" in shown
    with acting(brand.manager):
        signatory = Signatory.objects.get()
        assert len(list_steps()) == 2 and find_seal(brand.org.pk).picture
    assert client.post(f"/settings/signing/people/{signatory.pk}/end").status_code == 302
    assert client.post("/settings/signing/seal", {"none": "1"}).status_code == 302
    shown = client.get("/settings/signing").content.decode()
    assert "还没有人" in shown and "已声明电子签署不用印章" in shown


def test_settings_refuse_what_is_wrong_and_whom_they_should(client, brand: Party):
    come_in(client, brand.manager)
    assert client.post("/settings/signing/seal").status_code == 409
    assert client.post("/settings/signing/people", {"person": "x", "until": "soon"}).status_code == 409
    assert (
        client.post("/settings/signing/steps", {"step": "person:99999999999999999999999"}).status_code == 409
    )
    other = come_in(Client(), brand.finance)
    assert "登记一个人" not in other.get("/settings/signing").content.decode()
    assert other.post("/settings/signing/name", {"legal_name": "x"}).status_code == 403


def test_from_a_fault_to_settings_and_back(client, brand: Party):
    come_in(client, brand.manager)
    back = "/contracts/PD-2026-0001/sign"
    assert f'href="{back}"' in client.get(f"/settings/signing?next={back}").content.decode()
    assert "回到签署" not in client.get("/settings/signing?next=//evil.example/sign").content.decode()
    answer = client.post(f"/settings/signing/seal?next={back}", {"none": "1"})
    assert answer.url == f"/settings/signing?next={back}"


def test_in_english(accepted_contract, of_agency):
    of_agency[0].cookies["django_language"] = "en"
    shown = page(of_agency[0], accepted_contract)
    assert "Sign, in force once Brand signs" in shown
    main = shown.split("<main")[1].split("</main>")[0]
    for text in ("电子商务运营合作协议", "青岚茶器", "拾舟电商", "项目经理"):
        main = main.replace(text, "")
    assert not re.findall("[\u4e00-\u9fff]+", main)


# By a passkey


@pytest.fixture
def with_passkey(accepted_contract, brand) -> tuple[Client, Device]:
    """The brand's manager may sign and has a passkey at this place."""
    name_signatory(brand)
    client, device = Client(headers={"host": "localhost"}), Device(origin="http://localhost")
    come_in(client, brand.manager)
    options = client.post("/settings/passkeys/options", {"name": "手机"}).json()
    client.post("/settings/passkeys/add", {"name": "手机", "credential": device.make(options)})
    return client, device


def answered(side: tuple[Client, Device], contract, digest: str) -> dict[str, str]:
    client, device = side
    options = client.post(f"/contracts/{contract.code}/sign/passkey", {"document": digest}).json()
    assert base64url_to_bytes(options["challenge"])[32:].hex() == digest
    return {"document": digest, "credential": device.use(options)}


def test_a_passkey_of_this_place_signs(accepted_contract, with_passkey, brand_manager):
    client, _device = with_passkey
    shown = page(client, accepted_contract)
    assert 'data-passkey="sign"' in shown and "js/passkeys.js" in shown and 'name="code"' not in shown
    digest = re.search(r'name="document" value="(\w{64})"', shown)[1]
    said = answered(with_passkey, accepted_contract, digest)
    assert client.post(f"/contracts/{accepted_contract.code}/sign/now", said).status_code == 302
    with acting(brand_manager):
        assert Signing.objects.get().proof == "passkey"
    again = client.post(f"/contracts/{accepted_contract.code}/sign/now", said)
    assert again.status_code >= 400 and "已用过" in again.content.decode()  # the challenge was taken


def test_a_passkey_answer_for_another_document_or_another_act_signs_nothing(
    accepted_contract, with_passkey, brand_manager
):
    client, device = with_passkey
    digest = re.search(r'name="document" value="(\w{64})"', page(client, accepted_contract))[1]
    said = answered(with_passkey, accepted_contract, "ab" * 32) | {"document": digest}
    refused = client.post(f"/contracts/{accepted_contract.code}/sign/now", said)
    assert refused.status_code == 409 and "签的不是这份文件" in refused.content.decode()
    door = device.use(client.post("/signin/passkey/options").json())
    said = {"document": digest, "credential": door}
    assert client.post(f"/contracts/{accepted_contract.code}/sign/now", said).status_code >= 400
    with acting(brand_manager):
        assert not Signing.objects.exists()


def test_a_passkey_of_another_place_is_not_offered(accepted_contract, with_passkey, brand_manager):
    elsewhere = come_in(Client(), brand_manager)
    assert 'data-passkey="sign"' not in page(elsewhere, accepted_contract)
    answer = elsewhere.post(f"/contracts/{accepted_contract.code}/sign/passkey", {"document": "ab" * 32})
    assert answer.status_code >= 400 and "不能用通行密钥" in answer.json()["message"]
    assert with_passkey[0].post(f"/contracts/{accepted_contract.code}/sign/passkey", {}).status_code == 404


def test_the_outsider_asks_no_passkey(accepted_contract, outsider_manager):
    client = come_in(Client(headers={"host": "localhost"}), outsider_manager)
    answer = client.post(f"/contracts/{accepted_contract.code}/sign/passkey", {"document": "ab" * 32})
    assert answer.status_code == 404
