"""Evidence: files of figures about units, read strictly, each figure with where it came from."""
