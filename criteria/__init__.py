"""What is judged and by which rules. Values in, values out; the standard library only."""
