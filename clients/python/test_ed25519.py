"""The vectors of RFC 8032 §7.1, and alterations of them, which nobody who made this package has drawn."""

import unittest

from postern.ed25519 import is_signed

# Public key, message and signature in hexadecimal digits: TEST 1, TEST 2 and TEST 3.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)
# The order of the group, RFC 8032 §5.1.
ORDER = 2**252 + 27742317777372353535851937790883648493


def altered(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


class Ed25519(unittest.TestCase):
    def test_accepts_the_vectors(self) -> None:
        for key, message, signature in VECTORS:
            self.assertTrue(is_signed(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)))

    def test_refuses_each_altered_byte_of_key_and_signature(self) -> None:
        key, message, signature = (bytes.fromhex(text) for text in VECTORS[1])
        for place in range(len(signature)):
            self.assertFalse(is_signed(key, message, altered(signature, place)), place)
        for place in range(len(key)):
            self.assertFalse(is_signed(altered(key, place), message, signature), place)

    def test_refuses_other_messages_and_lengths(self) -> None:
        key, message, signature = (bytes.fromhex(text) for text in VECTORS[2])
        self.assertFalse(is_signed(key, message + b"\0", signature))
        self.assertFalse(is_signed(key, b"", signature))
        self.assertFalse(is_signed(key, message, signature[:-1]))
        self.assertFalse(is_signed(key[:-1], message, signature))

    def test_refuses_a_second_form_of_a_signature(self) -> None:
        # §5.1.7: the scalar has to be less than the order of the group.
        key, message, signature = (bytes.fromhex(text) for text in VECTORS[0])
        scalar = int.from_bytes(signature[32:], "little") + ORDER
        self.assertFalse(is_signed(key, message, signature[:32] + scalar.to_bytes(32, "little")))


if __name__ == "__main__":
    unittest.main()
