"""What one line says by its own looks: a date, an agency, a byline, a dateline, furniture."""
