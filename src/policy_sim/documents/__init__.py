"""YAML read as text."""
