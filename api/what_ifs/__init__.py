"""What-ifs at once, one session for each."""
