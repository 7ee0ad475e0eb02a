"""How calls to WeChat Pay and what it sends are signed: version 2 with the API key, version 3 with RSA keys.

`cryptography` is imported where it is used: the sandbox starts without it.
"""

import base64
import hmac
from binascii import Error as NotBase64
from collections.abc import Mapping
from hashlib import md5, sha256
from typing import TYPE_CHECKING

from paidang.channels.wechat.messages import BadMessage
from paidang.kit.sentence import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

SKEW_MAX_S = 300
SCHEMA = "WECHATPAY2-SHA256-RSA2048"
NO_KEY = say("不是 PEM 格式的 RSA 密钥")


def sign_v2(fields: Mapping[str, str], key: str, sign_type: str = "MD5") -> str:
    """The signature of flat fields: empty ones and `sign` left out, in order, the key at the end.

    Fields are text: clients differ in what they make of a whole number 0.
    """
    signed = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if fields[name] and name != "sign")
    text = f"{signed}&key={key}".encode()
    if sign_type == "HMAC-SHA256":
        return hmac.new(key.encode(), text, sha256).hexdigest().upper()
    return md5(text).hexdigest().upper()


def check_v2(fields: Mapping[str, str], key: str) -> None:
    """BadMessage unless the fields carry their own signature."""
    expected = sign_v2(fields, key, fields.get("sign_type", "MD5"))
    if not hmac.compare_digest(expected.encode(), fields.get("sign", "").encode()):
        raise BadMessage(say("签名不对：不是微信支付发来的，或 API 密钥填错了"))


def decrypt_refund(req_info: str, key: str) -> str:
    """The XML inside a refund notice of version 2."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    secret = md5(key.encode()).hexdigest().encode()
    try:
        decryptor = Cipher(algorithms.AES(secret), modes.ECB()).decryptor()
        padded = decryptor.update(base64.b64decode(req_info, validate=True)) + decryptor.finalize()
        return padded[: -padded[-1]].decode()
    except (NotBase64, ValueError, IndexError):
        raise BadMessage(say("解不开退款通知：API 密钥填错了，或消息不完整")) from None


def sign_v3(method: str, path: str, timestamp: str, nonce: str, body: str, key: "RSAPrivateKey") -> str:
    """The signature of a call; `path` with its query, exactly as it is sent."""
    return _sign(f"{method}\n{path}\n{timestamp}\n{nonce}\n{body}\n", key)


def authorization(
    method: str,
    path: str,
    body: str,
    *,
    mch_id: str,
    serial_no: str,
    key: "RSAPrivateKey",
    nonce: str,
    timestamp: str,
) -> str:
    """The header `Authorization` of a call."""
    signature = sign_v3(method, path, timestamp, nonce, body, key)
    return (
        f'{SCHEMA} mchid="{mch_id}",nonce_str="{nonce}",signature="{signature}",'
        f'timestamp="{timestamp}",serial_no="{serial_no}"'
    )


def sign_answer(timestamp: str, nonce: str, body: str, key: "RSAPrivateKey") -> str:
    """How WeChat Pay signs what it answers or sends: for the sandbox."""
    return _sign(f"{timestamp}\n{nonce}\n{body}\n", key)


def check_v3(
    timestamp: str, nonce: str, body: str, signature: str, key: "RSAPublicKey", *, now_s: int
) -> None:
    """BadMessage unless an answer or a notice is WeChat Pay's own, and new: one that is minutes old may be a replay."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    if not timestamp.isascii() or not timestamp.isdigit() or abs(now_s - int(timestamp)) > SKEW_MAX_S:
        raise BadMessage(say("时间相差超过 5 分钟：可能是重放，或本机时钟不准"))
    try:
        key.verify(
            base64.b64decode(signature, validate=True),
            f"{timestamp}\n{nonce}\n{body}\n".encode(),
            PKCS1v15(),
            SHA256(),
        )
    except (InvalidSignature, NotBase64, ValueError):
        raise BadMessage(say("签名不对：不是微信支付发来的，或平台公钥不对")) from None


def decrypt_v3(ciphertext: str, nonce: str, associated_data: str, apiv3_key: str) -> str:
    """What is inside a notice's `resource`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        sealed = base64.b64decode(ciphertext, validate=True)
        return AESGCM(apiv3_key.encode()).decrypt(nonce.encode(), sealed, associated_data.encode()).decode()
    except (InvalidTag, NotBase64, ValueError):
        raise BadMessage(say("解不开通知：APIv3 密钥填错了，或消息不完整")) from None


def encrypt_v3(plain: str, nonce: str, associated_data: str, apiv3_key: str) -> str:
    """The counterpart of `decrypt_v3`: for the sandbox."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sealed = AESGCM(apiv3_key.encode()).encrypt(nonce.encode(), plain.encode(), associated_data.encode())
    return base64.b64encode(sealed).decode()


def read_private_key(pem: str) -> "RSAPrivateKey":
    """The merchant's key; BadMessage where the text is none."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise BadMessage(NO_KEY)
    return key


def read_public_key(pem: str) -> "RSAPublicKey":
    """WeChat Pay's key; BadMessage where the text is none."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        key = None
    if not isinstance(key, RSAPublicKey):
        raise BadMessage(NO_KEY)
    return key


def _sign(text: str, key: "RSAPrivateKey") -> str:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    return base64.b64encode(key.sign(text.encode(), PKCS1v15(), SHA256())).decode()
