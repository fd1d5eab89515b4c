"""From TOML files to a `Ruleset`: every fault at once, each with its place."""
