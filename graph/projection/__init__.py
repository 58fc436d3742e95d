"""The case graph as it follows from the evidence: rebuilt whole, or brought up to date where a revision
touched it."""

from graph.projection.build import project
from graph.projection.projector import SCHEMA, Projector, as_known_on

__all__ = ["SCHEMA", "Projector", "as_known_on", "project"]
