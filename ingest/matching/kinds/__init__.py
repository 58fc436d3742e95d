"""How records of each kind are compared: columns, blocks and levels, as :mod:`ingest.matching.spec` has them."""
