"""Measurements of the product itself, on records of a scratch folder: see `./run bench`."""
