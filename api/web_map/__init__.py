"""The web map: its page for each release, and the files that the page asks for."""

from fastapi import APIRouter

from api.web_map import reach, routes, search

__all__ = ["router"]

router = APIRouter()
router.include_router(reach.router)
router.include_router(search.router)
router.include_router(routes.router)
