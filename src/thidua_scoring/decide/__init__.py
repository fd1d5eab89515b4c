"""From points to decisions: ranks, classes, quotas, ballots, awards, stages and periods."""
