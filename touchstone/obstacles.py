"""Mistakes and obstacles that a person can mend: shown as one line, never as a traceback."""


class Obstacle(Exception):
    """Something the person at the terminal can put right; its text is one line for them."""
