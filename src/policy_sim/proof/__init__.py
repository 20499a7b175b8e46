"""What can be shown about a regulation without simulating it: for everybody who could exist."""
