"""The way: least-time search, centres, demand, access, gaps and the study."""
