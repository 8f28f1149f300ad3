"""Calibration: modelled times held against reported ones, and ways that lead through the referral chain."""
