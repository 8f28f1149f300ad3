"""Features and the landing page, as OGC API Features has them."""

from api.features.routes import opened, router

__all__ = ["opened", "router"]
