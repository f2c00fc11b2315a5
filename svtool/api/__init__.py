"""The verbs of the commands as functions; each imports what it needs when it is called, so that importing is quick."""
