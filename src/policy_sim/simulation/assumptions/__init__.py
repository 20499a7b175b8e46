"""The coefficients of behaviour: the register, and how published statistics became them."""
