"""Small trained weights, each with a card that tells data, licence, seed, scores and digest."""
