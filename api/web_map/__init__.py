"""The web map: its page for each release, and the files that the page asks for."""

from api.web_map.routes import router

__all__ = ["router"]
