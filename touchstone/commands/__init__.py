"""What each command of the command line does; `touchstone.cli` says how they are called."""
