"""Which places and countries there are, and what they are called."""
