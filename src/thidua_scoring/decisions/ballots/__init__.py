"""Ballots: polls as they were held, read, checked and counted."""
