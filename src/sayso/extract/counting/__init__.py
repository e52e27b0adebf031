"""Numbers, units, hedges and counted nouns: what `quantities` is made of."""
