"""Time: periods taken together, and dossiers that keep the rules of their day."""
