"""Prospects: what the law would say of people if they waited, or if one thing were otherwise."""
