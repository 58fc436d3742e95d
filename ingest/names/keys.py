"""Keys that bring names together before they are compared."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.names.parse import Role, Token


def kunya_key(tokens: Sequence[Token]) -> str:
    """The skeleton of the first kunya, ``hmd`` for Abu Ahmad; "" where a name has none."""
    return next((token.skeleton for token in tokens if token.role is Role.KUNYA), "")


def blocking_keys(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Keys under which a name is looked for, sorted, each once.

    ``s:`` and a skeleton for each token but titles and kunyas, ``k:`` and the kunya's. Two names that share none are
    hardly ever the same.
    """
    found = {
        f"{'k' if token.role is Role.KUNYA else 's'}:{token.skeleton}"
        for token in tokens
        if token.role is not Role.TITLE and token.skeleton
    }
    return tuple(sorted(found))
