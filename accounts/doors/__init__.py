"""Doors that can be tried with guesses, and how many a stranger has."""
