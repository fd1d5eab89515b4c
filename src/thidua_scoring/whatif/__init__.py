"""What if: scenarios, goals, and how sure a rank is, computed exactly and not searched for."""
