"""How fast sayso is: pages a second, first record, memory, and our time against the parser's."""
