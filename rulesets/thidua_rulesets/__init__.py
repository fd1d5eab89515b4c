"""Shipped rulesets."""
