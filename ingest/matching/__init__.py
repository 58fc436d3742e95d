"""Which records speak of one and the same: parse once, columns, block, score, cluster, decide."""
