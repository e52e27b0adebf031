"""Names and role nouns: what `parties` is made of."""
