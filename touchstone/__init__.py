"""How Touchstone is put together and run: settings, command line, processes, embedded stack."""
