"""From evidence and formulas to a scoreboard: both roads, ranks and reasons."""
