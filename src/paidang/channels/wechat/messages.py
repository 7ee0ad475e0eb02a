"""What WeChat sends to our address: its signature, its encryption, and the message's number by which it is known again.

Plain mode signs token, time and nonce; safe mode encrypts the message under the EncodingAESKey and signs that too. Nothing
of a message is looked at before its signature holds; a message for another appid is refused.
"""

import base64
import hmac
import os
import struct
from binascii import Error as NotBase64
from collections.abc import Mapping
from hashlib import sha1
from typing import Any

from lxml import etree

from paidang.kit.sentence import say

BLOCK = 32
MESSAGE_BYTES_MAX = 2**20
KEY_LENGTH = 43


class BadMessage(ValueError):
    """A message that is not WeChat's, not whole, or not for us; the text says why, for people."""


def sign(token: str, *parts: str) -> str:
    """The signature over the token and what else is signed, in byte order.

    >>> sign("paidang_token", "1731254400", "n0nce123")
    '36d7d0323591632d6afa00815842204c3a272d9f'
    """
    return sha1("".join(sorted((token, *parts))).encode()).hexdigest()


def check(token: str, signature: str, *parts: str) -> None:
    """BadMessage unless the signature is the one of these parts."""
    if not hmac.compare_digest(sign(token, *parts).encode(), signature.encode()):
        raise BadMessage(say("签名不对：不是微信发来的，或令牌（Token）填错了"))


def _key(encoding_aes_key: str) -> bytes:
    if len(encoding_aes_key) != KEY_LENGTH:
        raise BadMessage(say("EncodingAESKey 应是 43 个字符"))
    try:
        return base64.b64decode(encoding_aes_key + "=")
    except NotBase64:
        raise BadMessage(say("EncodingAESKey 不是有效的密钥")) from None


def _cipher(key: bytes) -> Any:
    """Imported here: the sandbox starts without it."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def decrypt(encrypted: str, encoding_aes_key: str, appid: str) -> str:
    """The message inside: 16 random bytes, its length, itself, the appid it is for. Its signature was checked before."""
    key = _key(encoding_aes_key)
    try:
        sealed = base64.b64decode(encrypted, validate=True)
        decryptor = _cipher(key).decryptor()
        padded: bytes = decryptor.update(sealed) + decryptor.finalize()
        plain = padded[: -padded[-1]]
        (length,) = struct.unpack("!I", plain[16:20])
        message: str = plain[20 : 20 + length].decode()
        addressee: str = plain[20 + length :].decode()
    except (NotBase64, ValueError, IndexError, struct.error):
        raise BadMessage(say("解不开：EncodingAESKey 填错了，或消息不完整")) from None
    if addressee != appid:
        raise BadMessage(say("消息是发给另一个应用的（{appid}）", appid=addressee[:40]))
    return message


def encrypt(message: str, encoding_aes_key: str, appid: str) -> str:
    """A message sealed as WeChat seals it: for answers, and for the sandbox."""
    key, body = _key(encoding_aes_key), message.encode()
    plain = os.urandom(16) + struct.pack("!I", len(body)) + body + appid.encode()
    padding = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(key).encryptor()
    return base64.b64encode(
        encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    ).decode()


def read_xml(text: str | bytes) -> dict[str, str]:
    """The fields of a flat XML document; no entity is resolved, nothing is fetched, deeper parts are left out."""
    return {str(child.tag): child.text or "" for child in _parse(text) if not len(child)}


def text_below(text: str | bytes, name: str) -> str:
    """The text of the first element of this name that does not stand at the top; "" where there is none."""
    return next((found.text or "" for child in _parse(text) for found in child.iterdescendants(name)), "")


def _parse(text: str | bytes) -> Any:
    content = text.encode() if isinstance(text, str) else text
    if len(content) > MESSAGE_BYTES_MAX:
        raise BadMessage(say("消息超过 1 MB"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadMessage(say("不是 XML，或不完整")) from None
    if root.getroottree().docinfo.doctype:
        raise BadMessage(say("XML 里有不该有的声明（DTD）"))
    return root


def write_xml(fields: Mapping[str, str]) -> str:
    """Flat fields as WeChat writes them, special characters escaped."""
    root = etree.Element("xml")
    for name, value in fields.items():
        etree.SubElement(root, name).text = value
    return str(etree.tostring(root, encoding="unicode"))


def message_key(fields: Mapping[str, str]) -> str:
    """By what a message is known when it comes again: WeChat sends one up to three times."""
    if number := fields.get("MsgId"):
        return number
    return "/".join(fields.get(name, "") for name in ("FromUserName", "CreateTime", "Event", "OrderId"))
