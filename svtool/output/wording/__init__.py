"""Notes, numbers and figures in British English: no other room writes what is printed beside a figure."""
