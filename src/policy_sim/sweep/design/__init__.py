"""Design: a search for the values of a law's parameters that make the best trade-offs."""
