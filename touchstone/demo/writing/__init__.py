"""What the people of the demonstration write: texts as TOML, never with a name in them."""
