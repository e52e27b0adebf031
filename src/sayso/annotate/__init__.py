"""Report -> Document: the language analysis."""
