"""Training of the reader of roles in violence."""
