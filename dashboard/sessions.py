"""Who is in front of the screen, until there are users: whoever opened the address with the one-time token.

The address holds a token that works once. It is exchanged for a session, whose id is all that the browser keeps;
sessions lie here, in memory, and end with the process.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass

MOST = 64
"""Sessions kept at a time; the oldest goes first."""


@dataclass(slots=True, kw_only=True)
class Session:
    """One browser.

    Attributes:
        csrf: what each change must carry in a header, beside the cookie.
    """

    id: str
    csrf: str


class Sessions:
    """The sessions of one running dashboard over one case."""

    def __init__(self, case_id: str) -> None:
        short = hashlib.sha256(case_id.encode()).hexdigest()[:12]
        # Cookies ignore ports: two cases in one browser need two names.
        self.cookie = f"dossier_{short}"
        self.csrf_cookie = f"dossier_csrf_{short}"
        self._token = secrets.token_urlsafe(32)
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    @property
    def token(self) -> str:
        """The token that the next address carries; "" once it was used."""
        return self._token

    def enter(self, token: str) -> Session | None:
        """Exchange the token for a session, once; None for any other text."""
        with self._lock:
            if not self._token or not hmac.compare_digest(token.encode(), self._token.encode()):
                return None
            self._token = ""
            session = Session(id=secrets.token_urlsafe(32), csrf=secrets.token_urlsafe(32))
            self._open[session.id] = session
            while len(self._open) > MOST:
                self._open.pop(next(iter(self._open)))
            return session

    def find(self, cookie: str | None) -> Session | None:
        """The session of a cookie."""
        with self._lock:
            return self._open.get(cookie or "")
