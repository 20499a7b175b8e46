"""Outcomes and their formulas, one module for each field of them."""
