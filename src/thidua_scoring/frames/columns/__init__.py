"""Formulas as columns of exact integers: the twin of `formula` for many rows at once."""
