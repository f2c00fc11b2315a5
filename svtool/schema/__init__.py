"""What the YAML files may say, checked, with file and line for every fault."""
