"""Stands in for NumPy where nothing of it is used."""
