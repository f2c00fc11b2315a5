"""A measure month by month: which months are covered, where its limits lie, and which points are signals."""
