"""What an HTML page declares about itself: JSON-LD, meta tags, marked elements."""
