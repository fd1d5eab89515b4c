"""Formulas: the closed set of nodes that every rule is made of, and all that reads them."""
