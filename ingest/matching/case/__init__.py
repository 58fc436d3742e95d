"""A case's records as columns for the matching engine, one module a kind."""
