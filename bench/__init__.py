"""How good and how fast sayso is, measured. No part of the package."""
