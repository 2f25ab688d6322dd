"""One file a command: what it is told, and which function of the library it is on each FILE."""
