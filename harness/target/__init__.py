"""Customer message -> agent reply, what the agent did meanwhile, and what the world looks like afterwards."""
