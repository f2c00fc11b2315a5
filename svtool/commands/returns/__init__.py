"""The steps of `svtool returns`: a template, a check of what came back, and a summary of what was reached."""
