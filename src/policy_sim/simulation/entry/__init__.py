"""Entry into service: open places, applicants, newcomers on probation."""
