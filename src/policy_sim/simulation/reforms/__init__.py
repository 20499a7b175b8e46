"""Reforms: what an amendment changed, who resists it, and what they do in its place."""
