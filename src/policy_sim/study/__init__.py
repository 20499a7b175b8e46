"""Comparisons: scenario, arms, the start, replications, statistics, run folder."""
