"""Practice: where what is done departs from what the law says."""
