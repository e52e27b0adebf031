"""How far the attributions of a page fall when it is printed another way."""
