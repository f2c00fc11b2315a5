"""A published table is checked: its own arithmetic, and what today's extracts say of the same figures."""
