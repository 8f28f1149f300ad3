"""Custody: the survivors' records, kept encrypted, and the separate program that alone opens them."""
