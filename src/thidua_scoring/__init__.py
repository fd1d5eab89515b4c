"""Score government units by rulesets: exact, explained, repeatable."""
