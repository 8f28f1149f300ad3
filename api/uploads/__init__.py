"""Uploads by stewards, inspected before anybody opens them."""
