"""The web map: its page for each release, and what the page asks for."""

from fastapi import APIRouter

from api.web_map import picture, reach, routes, search

__all__ = ["router"]

router = APIRouter()
for _room in (routes, reach, search, picture):
    router.include_router(_room.router)
