"""Scenarios: named, sparse differences over evidence and rules."""
