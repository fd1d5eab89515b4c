"""Awards: records of past years, who may be proposed, and the appendix of what was given."""
