"""Simulate personnel regulations over a civil-service workforce, and compare them."""
