"""The fields of HTTP Message Signatures, as far as webhooks have them (RFC 8941, RFC 9421)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Iterator, Mapping

_NAME = r"[a-z*][a-z0-9_.*-]*"
_TEXT = r'"(?:[^"\\]|\\["\\])*"'
_BARE = rf'(?:{_TEXT}|-?[0-9.]+|:[A-Za-z0-9+/=]*:|\?[01]|[A-Za-z*][^\s;,"()]*)'
_PARAMETER = re.compile(rf";\s*({_NAME})(?:=({_BARE}))?")
_PARAMETERS = rf"(?:;\s*{_NAME}(?:={_BARE})?)*"
_LIST = re.compile(rf"\s*({_NAME})=(\(((?:\s*{_TEXT}{_PARAMETERS})*)\s*\)({_PARAMETERS}))\s*(?:,|$)")
_BYTES = re.compile(rf"\s*({_NAME})=:([A-Za-z0-9+/=]*):{_PARAMETERS}\s*(?:,|$)")


@dataclass(frozen=True)
class Member:
    """One signature of a request: its covered parts in their order, and the member of `signature-input` as it was sent."""

    parts: list[str]
    parameters: Mapping[str, str]
    value: str
    signature: bytes


def members_of(signature_input: str, signature: str) -> list[Member]:
    """The signatures of a request; those whose parts have parameters are left out, because nothing of ours has them."""
    signatures = {match[1]: match[2] for match in _matches(_BYTES, signature)}
    members = []
    for match in _matches(_LIST, signature_input):
        label, value, inner, tail = match.groups()
        if label not in signatures or ";" in inner:
            continue
        parameters = {each[1]: _unquoted(each[2] or "?1") for each in _PARAMETER.finditer(tail)}
        found = base64.b64decode(signatures[label] + "==")
        members.append(Member(re.findall(r'"([^"]*)"', inner), parameters, value, found))
    return members


def _unquoted(value: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", value[1:-1]) if value.startswith('"') else value


def _matches(pattern: "re.Pattern[str]", field: str) -> Iterator["re.Match[str]"]:
    """The members of a field; none where one of them is not understood."""
    found, at = [], 0
    while at < len(field):
        match = pattern.match(field, at)
        if match is None:
            return iter(())
        found.append(match)
        at = match.end()
    return iter(found)
