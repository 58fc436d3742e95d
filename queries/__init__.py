"""Asking, and taking away: saved queries, command, results."""
