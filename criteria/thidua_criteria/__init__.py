"""Shipped criteria."""
