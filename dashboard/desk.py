"""What every callback starts from: the open case, and a reader asked for anew each time."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.jobs import Jobs
from dashboard.sessions import Sessions
from graph.evidence import Actor
from graph.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One case on one desk.

    No callback keeps a reader: what the browser sends is only ever looked up again through a new one.
    """

    case: Any
    settings: Settings
    sessions: Sessions
    jobs: Jobs
    user: str = field(default_factory=getpass.getuser)

    def actor(self) -> Actor:
        """Who writes and decides: until there are users, whoever runs the dashboard."""
        return Actor(name=self.user)

    def reader(self) -> Any:
        """Access to the case for whoever is asking now."""
        return self.case.reader(user=self.user)

    @property
    def folder(self) -> Path:
        """Where the case's own saved queries lie."""
        return Path(self.case.folder)
