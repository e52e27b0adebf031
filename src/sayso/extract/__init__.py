"""Document -> records, one file per question."""
