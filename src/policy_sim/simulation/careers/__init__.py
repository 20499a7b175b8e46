"""Careers: the credit that people earn towards the next rank, and whom a decision can concern."""
