"""Parse and compare names in Arabic and Latin script."""
