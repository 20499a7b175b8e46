"""Sweeps: many runs of one study under other assumptions and laws, and what they say together."""
