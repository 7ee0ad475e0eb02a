"""WeChat's signatures and ciphers, proven by what other people's clients made."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.wechat import messages, pay_signing
from paidang.channels.wechat.messages import BadMessage

HERE = Path(__file__).parents[4] / "tests/fixtures/platforms"
VECTORS = json.loads((HERE / "vectors.json").read_text())["vectors"]
KEY = pay_signing.read_private_key((HERE / "test_rsa_key.pem").read_text())
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def of(platform):
    found = [vector for vector in VECTORS if vector["platform"] == platform]
    assert found, platform
    return found


def test_every_vector_of_callbacks():
    for vector in of("wechat_mp_callback_plain"):
        parts = list(vector["params"].values())
        assert messages.sign(vector["secret"], *parts) == vector["expected_sign"], vector["id"]
        messages.check(vector["secret"], vector["expected_sign"], *parts)
    for vector in of("wechat_mp_callback_aes"):
        secret, params = vector["secret"], vector["params"]
        parts = [params["timestamp"], params["nonce"], params["encrypt"]]
        assert messages.sign(secret["token"], *parts) == vector["expected_sign"], vector["id"]
        plain = messages.decrypt(params["encrypt"], secret["encoding_aes_key"], secret["appid"])
        assert plain == vector["expected_plaintext"], vector["id"]
        assert messages.read_xml(vector["raw"])["Encrypt"] == params["encrypt"]


def test_every_vector_of_wechat_pay():
    for platform, sign_type in (("wechat_pay_v2", "MD5"), ("wechat_pay_v2_hmac", "HMAC-SHA256")):
        for vector in of(platform):
            params = {name: str(value) for name, value in vector["params"].items()}
            assert pay_signing.sign_v2(params, vector["secret"], sign_type) == vector["expected_sign"], (
                vector["id"]
            )
            if "xml" in vector:
                pay_signing.check_v2(messages.read_xml(vector["xml"]), vector["secret"])
    for vector in of("wechat_pay_v3"):
        params = vector["params"]
        made = pay_signing.authorization(
            params["method"],
            params["path"],
            params["body"],
            mch_id="1900000109",
            serial_no="5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
            key=KEY,
            nonce=params["nonce_str"],
            timestamp=params["timestamp"],
        )
        assert made == vector["authorization"], vector["id"]
    for vector in of("wechat_pay_v3_callback"):
        params, public = vector["params"], pay_signing.read_public_key(vector["secret"]["public_key"])
        stamp = params["Wechatpay-Timestamp"]
        signed = (stamp, params["Wechatpay-Nonce"], params["body"], vector["expected_sign"], public)
        pay_signing.check_v3(*signed, now_s=int(stamp) + 299)
        with pytest.raises(BadMessage, match="5 分钟"):
            pay_signing.check_v3(*signed, now_s=int(stamp) + 301)
        resource = json.loads(params["body"])["resource"]
        plain = pay_signing.decrypt_v3(
            resource["ciphertext"],
            resource["nonce"],
            resource["associated_data"],
            vector["secret"]["apiv3_key"],
        )
        assert plain == vector["expected_plaintext"], vector["id"]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: messages.check("token", "0" * 40, "1", "2"), "签名不对"),
        (lambda: messages.check("token", "签名", "1", "2"), "签名不对"),
        (lambda: messages.decrypt("AAAA", AES_KEY, "wx1"), "解不开"),
        (lambda: messages.decrypt("不是", AES_KEY, "wx1"), "解不开"),
        (lambda: messages.decrypt(messages.encrypt("<xml/>", AES_KEY, "wx2"), AES_KEY, "wx1"), "另一个应用"),
        (lambda: messages.decrypt("AAAA", "short", "wx1"), "43 个字符"),
        (lambda: messages.read_xml("<xml><a>"), "不是 XML"),
        (lambda: messages.read_xml('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xml><b>&a;</b></xml>'), "DTD"),
        (lambda: messages.read_xml(b"<xml>" + b"a" * 2**20 + b"</xml>"), "1 MB"),
        (lambda: pay_signing.check_v2({"a": "1", "sign": "X"}, "k"), "签名不对"),
        (lambda: pay_signing.decrypt_v3("AAAA", "nonce0000000", "", "k" * 32), "解不开"),
        (lambda: pay_signing.decrypt_refund("AAAA", "k"), "解不开"),
        (lambda: pay_signing.check_v3("1", "n", "b", "AAAA", KEY.public_key(), now_s=1), "签名不对"),
        (lambda: pay_signing.check_v3("１", "n", "b", "AAAA", KEY.public_key(), now_s=1), "5 分钟"),
        (lambda: pay_signing.read_public_key("no key"), "PEM"),
    ],
)  # fmt: skip
def test_what_is_not_wechats_is_refused_in_words(act, words):
    with pytest.raises(BadMessage, match=words):
        act()


@given(st.text(max_size=300))
def test_what_is_sealed_opens_again(text):
    text = text.encode(errors="ignore").decode()
    assert messages.decrypt(messages.encrypt(text, AES_KEY, "wx1"), AES_KEY, "wx1") == text
    assert pay_signing.decrypt_v3(pay_signing.encrypt_v3(text, "n" * 12, "d", "k" * 32), "n" * 12, "d", "k" * 32) == text  # fmt: skip


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), st.text("a中&<>'\" 1", max_size=20)))
def test_fields_come_back_from_xml(fields):
    assert messages.read_xml(messages.write_xml(fields)) == fields


def test_a_message_that_comes_again_has_the_same_key():
    event = {"FromUserName": "o1", "CreateTime": "1", "Event": "merchant_order", "OrderId": "7"}
    assert messages.message_key(event) == messages.message_key({**event, "ToUserName": "gh"})
    assert messages.message_key(event) != messages.message_key({**event, "OrderId": "8"})
    assert messages.message_key({"MsgId": "9", **event}) == "9"
