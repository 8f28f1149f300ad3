"""Jobs in the shape of OGC API Processes."""
