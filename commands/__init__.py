"""The command line: a module for each part of the work, each with its own `app`; no logic of its own."""
