"""The live country: what a change of centres, hazards or roads means, at once."""
