"""Calibration: assumptions brought into line with what was counted in past years."""
