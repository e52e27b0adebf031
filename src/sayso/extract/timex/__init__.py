"""Time expressions: calendar arithmetic, the words of time, the grammar, and tense."""
