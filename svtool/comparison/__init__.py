"""What can be compared with what: days covered, the same months of both, breaks, drift, and chance."""
