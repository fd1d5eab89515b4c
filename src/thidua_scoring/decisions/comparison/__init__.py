"""Comparison of two results."""
