"""What a simulated administration writes down: decisions, movements, pay, leavers, outcomes."""
