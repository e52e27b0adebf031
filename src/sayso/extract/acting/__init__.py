"""Triggers and the arguments of their clauses: what `events` is made of."""
