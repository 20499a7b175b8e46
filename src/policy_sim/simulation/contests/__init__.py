"""Competitions for scarce places, and who is selected in them."""
