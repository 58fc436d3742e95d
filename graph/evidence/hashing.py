"""Keyed hashes: what tells two keys or two contents apart without giving either away.

HMAC-SHA256 (RFC 2104) under the case's own hashing key, cut to 96 bits; in two cases the same key has two hashes.
"""

import hmac
from collections.abc import Callable
from typing import Any

import orjson

from graph.evidence.drafts import Draft

HASH_BYTES = 12
Hasher = Callable[[bytes], str]


def hasher(key: bytes) -> Hasher:
    """A function from bytes to 24 hex digits."""

    def keyed(message: bytes) -> str:
        return hmac.digest(key, message, "sha256")[:HASH_BYTES].hex()

    return keyed


def dataset_hash(keyed: Hasher, dataset: str) -> str:
    """The hash under which a dataset stands in the evidence store."""
    return keyed(b"dataset\0" + dataset.encode())


def key_hash(keyed: Hasher, dataset: str, kind: str, key: str) -> str:
    """The hash under which a user's key of a dataset and kind stands in the evidence store."""
    return keyed(f"key\0{dataset}\0{kind}\0{key}".encode())


def content_hash(keyed: Hasher, values: dict[str, Any]) -> str:
    """The hash of plain values, whatever the order of their fields."""
    return keyed(b"content\0" + orjson.dumps(values, option=orjson.OPT_SORT_KEYS))


def identify(keyed: Hasher, draft: Draft) -> tuple[str, str]:
    """The key hash and content hash of a draft; without a key its content is its key."""
    content = content_hash(keyed, draft.values)
    if draft.key:
        return key_hash(keyed, draft.dataset, draft.kind, draft.key), content
    return keyed(f"content key\0{draft.dataset}\0{draft.kind}\0{content}".encode()), content
