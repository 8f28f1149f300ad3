"""The web map opens, in every language, and nothing complains."""

import pytest
from browsing import faults_of, open_map, page_of

from maps.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_starts_and_nothing_complains(map_server, browser, root, language):
    with page_of(browser) as page:
        open_map(page, f"{map_server}/releases/valley/map?lang={language}")
        assert page.said == []
        assert page.evaluate("document.documentElement.lang") == language
        assert faults_of(page, root) == []
