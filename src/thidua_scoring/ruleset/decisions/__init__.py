"""What a ruleset says beyond points: ranks, classes, quotas, ballots, awards, stages, periods."""
