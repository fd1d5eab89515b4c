"""Appraisal: marks of the stages, the final points, and claims held against the rules."""
