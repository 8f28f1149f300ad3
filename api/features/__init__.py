"""Features and the landing page, as OGC API Features has them."""
