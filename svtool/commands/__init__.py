"""One way to open a project, and a module for each command: the list of what happens."""
