"""The layout of the official repository, with nothing of it inside."""
