"""The case graph as it follows from the evidence: rebuilt whole, or brought up to date by what a revision
touched."""

from graph.projection.build import project

__all__ = ["project"]
