"""Global sensitivity: on which assumptions a paired difference hangs, and how far on luck."""
