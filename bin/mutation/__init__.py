"""Small faults on purpose: what they are, where they are tried, and the table of what noticed them."""
