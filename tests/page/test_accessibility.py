"""What axe-core finds on every tab, by day and by night, wide and on a phone: nothing serious; and nothing jumps."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page.sheet import PHONE, WIDE, Sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABS = ("retrieve", "adapt", "attention", "margins", "domains", "about")
SERIOUS = ("serious", "critical")


def violations(page: Any) -> list[str]:
    """What a person with a screen reader, a keyboard or weak eyes would stumble over, a line each."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install -r requirements-dev.txt")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{rule['impact']} {rule['id']}: {', '.join(' '.join(node['target']) for node in rule['nodes'][:3])}"
        for rule in found
        if rule["impact"] in SERIOUS
    ]


@pytest.mark.parametrize(("viewport", "theme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_no_tab_has_a_serious_violation(browser: Any, address: str, viewport: dict, theme: str) -> None:
    opened = Sheet(browser, f"{address}?__theme={theme}", viewport, reduced_motion="reduce")
    found = {"empty sheet": violations(opened.page)}
    opened.draw("mug")
    opened.mean(rank=3)
    for tab in TABS:
        opened.page.click(f"#ink-tab-{tab}")
        opened.page.wait_for_timeout(700)
        found[tab] = violations(opened.page)
    opened.context.close()
    assert {tab: lines for tab, lines in found.items() if lines} == {}


def test_the_checker_notices_what_is_wrong(browser: Any, address: str) -> None:
    opened = Sheet(browser, address)
    opened.page.evaluate("document.querySelector('[data-do=\"undo\"]').removeAttribute('aria-label')")
    opened.page.evaluate("document.querySelector('[data-do=\"undo\"]').removeAttribute('title')")
    assert any("button-name" in line for line in violations(opened.page))
    opened.context.close()


def test_nothing_but_the_photos_moves_while_results_change(sheet: Sheet) -> None:
    sheet.draw("mug")
    sheet.page.evaluate(
        """() => { window.jumped = [];
           new PerformanceObserver((list) => {
             for (const {sources} of list.getEntries())
               for (const {node} of sources)
                 if (node && !node.parentElement?.closest('.ink-grid')) window.jumped.push(node.className);
           }).observe({type: 'layout-shift', buffered: false}); }"""
    )
    for act in ("undo", "redo", "undo"):
        sheet.changed(lambda act=act: sheet.do(act))
    sheet.mean(rank=2)
    sheet.page.wait_for_timeout(400)
    assert sheet.page.evaluate("window.jumped") == []
