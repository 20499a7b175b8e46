"""Decisions: features, engines, combination of effects, allocation, trace."""
