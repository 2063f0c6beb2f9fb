"""Checks webhooks: Standard Webhooks, and HTTP Message Signatures (RFC 9421)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Callable, Mapping, Optional, Sequence
from urllib.parse import urlsplit

from .ed25519 import is_signed
from .errors import SignatureError
from .signature_fields import Member, members_of

_REQUIRED = {"@method", "@authority", "@path", "@query", "content-digest", "webhook-id"}


@dataclass(frozen=True)
class VerifiedWebhook:
    """A webhook that is ours; drop those whose id you have seen. `scheme` is `standard` or `rfc9421`."""

    id: str
    scheme: str


@dataclass(frozen=True)
class _Key:
    version: str
    algorithm: str
    check: Callable[[bytes, bytes], bool]


def verify_webhook(
    headers: Mapping[str, str],
    body: bytes,
    secrets: Sequence[str],
    *,
    url: Optional[str] = None,
    now: Optional[float] = None,
    tolerance: int = 300,
) -> VerifiedWebhook:
    """Checks the signature of a webhook.

    By RFC 9421 where `url`, the public address of the connection, is given and the request has such a signature; else by
    Standard Webhooks. `body` has the bytes as they came; for Standard Webhooks decompressed. `secrets` are `whsec_…` or
    `whpk_…`, several while one is rotated. Raises SignatureError for a webhook that is not ours, was altered, or is old.
    """
    given = {name.lower(): value for name, value in headers.items()}
    moment = time.time() if now is None else now
    webhook_id = given.get("webhook-id")
    if webhook_id is None:
        raise SignatureError("missing")

    def is_recent(timestamp: str) -> bool:
        return timestamp.isascii() and timestamp.isdigit() and abs(moment - int(timestamp)) <= tolerance

    keys = [_key_of(secret) for secret in secrets]
    if url is not None and "signature-input" in given:
        _verify_message(given, body, url, keys, is_recent)
        return VerifiedWebhook(webhook_id, "rfc9421")
    _verify_standard(given, body, keys, is_recent)
    return VerifiedWebhook(webhook_id, "standard")


def _verify_standard(
    given: Mapping[str, str], body: bytes, keys: Sequence[_Key], is_recent: Callable[[str], bool]
) -> None:
    timestamp, signatures = given.get("webhook-timestamp"), given.get("webhook-signature")
    if timestamp is None or signatures is None:
        raise SignatureError("missing")
    if not is_recent(timestamp):
        raise SignatureError("stale")
    content = f"{given['webhook-id']}.{timestamp}.".encode() + body
    for each in signatures.split(" "):
        version, _, value = each.partition(",")
        signature = _bytes_of(value)
        if any(key.version == version and key.check(content, signature) for key in keys):
            return
    raise SignatureError("mismatch")


def _verify_message(
    given: Mapping[str, str], body: bytes, url: str, keys: Sequence[_Key], is_recent: Callable[[str], bool]
) -> None:
    members = members_of(given["signature-input"], given.get("signature", ""))
    # A proxy may have added signatures of its own.
    own = [m for m in members if m.parameters.get("tag") == "postern-webhook" and _REQUIRED <= set(m.parts)]
    if not own:
        raise SignatureError("missing")
    recent = [member for member in own if is_recent(member.parameters.get("created", ""))]
    if not recent:
        raise SignatureError("stale")
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if given.get("content-digest") != f"sha-256=:{digest}:":
        raise SignatureError("digest")
    for member in recent:
        base = _base_of(member, url, given).encode()
        algorithm = member.parameters.get("alg")
        if any(algorithm in (None, key.algorithm) and key.check(base, member.signature) for key in keys):
            return
    raise SignatureError("mismatch")


def _base_of(member: Member, url: str, given: Mapping[str, str]) -> str:
    """The text that is signed (RFC 9421 §2.5)."""
    target = urlsplit(url)
    default = {"http": ":80", "https": ":443"}.get(target.scheme, "")
    derived = {
        "@method": "POST",
        "@authority": target.netloc.rpartition("@")[2].lower().removesuffix(default) if default else target.netloc,
        "@path": target.path or "/",
        "@query": f"?{target.query}",
    }
    lines = [f'"{part}": {derived.get(part, given.get(part, "").strip())}' for part in member.parts]
    return "\n".join([*lines, f'"@signature-params": {member.value}'])


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _key_of(secret: str) -> _Key:
    if secret.startswith("whpk_"):
        public = _bytes_of(secret.removeprefix("whpk_"))
        return _Key("v1a", "ed25519", lambda content, signature: is_signed(public, content, signature))
    key = _bytes_of(secret.removeprefix("whsec_"))
    if not key:
        raise ValueError("a secret wants whsec_ or whpk_ and base64")
    return _Key(
        "v1",
        "hmac-sha256",
        lambda content, signature: hmac.compare_digest(hmac.new(key, content, hashlib.sha256).digest(), signature),
    )
