"""How the linkage of incidents is trained: a table of words, then weights of what was compared."""
