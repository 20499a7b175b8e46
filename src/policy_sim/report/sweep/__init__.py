"""What sweeps found, in words and figures."""
