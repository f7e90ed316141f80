"""Slips that no case can tell from the solution, and why: they change nothing.

Named by exercise, then by the kind of slip and the code that it puts in.
"""

EQUIVALENT: dict[str, dict[str, str]] = {}
