"""The web map: its page for each release, the still picture, and the files that the page asks for."""

from fastapi import APIRouter

from api.web_map import picture, routes

router = APIRouter()
for _room in (routes, picture):
    router.include_router(_room.router)

__all__ = ["router"]
