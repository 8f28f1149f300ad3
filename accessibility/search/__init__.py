"""Least-time search: the surface and the roads as one graph. Its door is `travel_time`."""
