"""From text to canonical values, each distinct text judged once, and the ledger of where every row went."""
