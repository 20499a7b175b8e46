"""The simulated years: calendar, personnel systems, practice, ledger, outcomes."""
