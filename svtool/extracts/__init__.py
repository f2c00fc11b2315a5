"""A supplier's file becomes a canonical table: read, judged once per distinct value, and accounted for."""
