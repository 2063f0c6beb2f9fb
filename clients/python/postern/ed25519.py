"""Checks ed25519 signatures (RFC 8032 §5.1.7): the standard library has no such function.

Only public values come here, so the time that it takes tells nothing. It takes some milliseconds.
"""

from __future__ import annotations

import hashlib
from typing import Optional, Tuple

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)

# X, Y, Z and T of extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.
_Point = Tuple[int, int, int, int]


def _add(one: _Point, other: _Point) -> _Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: _Point) -> _Point:
    result = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            result = _add(result, point)
        point = _add(point, point)
        factor >>= 1
    return result


def _is_same(one: _Point, other: _Point) -> bool:
    is_x = (one[0] * other[2] - other[0] * one[2]) % _P == 0
    return is_x and (one[1] * other[2] - other[1] * one[2]) % _P == 0


def _decode(text: bytes) -> Optional[_Point]:
    value = int.from_bytes(text, "little")
    sign, y = value >> 255, value & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P != 0:
        x = x * _ROOT % _P
    if (x * x - square) % _P != 0 or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


_BASE = _decode((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of the message is by the owner of the key."""
    if len(public_key) != 32 or len(signature) != 64 or _BASE is None:
        return False
    owner, commitment = _decode(public_key), _decode(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if owner is None or commitment is None or factor >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    return _is_same(_times(factor, _BASE), _add(commitment, _times(challenge, owner)))
