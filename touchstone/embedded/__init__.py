"""The parts of the embedded stack: its lock and note, ports, child processes and the engine."""
