"""The web map opens, in every language, and nothing complains."""

import pytest
from browsing import faults_of, open_map, page_of

from maps.languages import LANGUAGES

IN_SUITE = {"en", "ar"}


@pytest.mark.parametrize(
    "language", [pytest.param(each, marks=() if each in IN_SUITE else pytest.mark.verify) for each in LANGUAGES]
)
def test_the_page_starts_and_nothing_complains(map_server, browser, root, language):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang={language}")
        assert page.said == []
        assert page.evaluate("document.documentElement.lang") == language
        assert faults_of(page, root) == []
