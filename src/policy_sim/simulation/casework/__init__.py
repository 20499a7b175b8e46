"""Casework: tracks of several stages, coaches, and what comes of an improvement."""
