"""How an inspection runs: workflows, messages, rules of acts, deadlines."""
