"""Measures, conditions and bands as TOML tables: the language in which rules are written."""
