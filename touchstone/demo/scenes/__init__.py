"""The scenes of the demonstration, one module for each part of an inspection."""
