// Tabs as the ARIA practices describe them: arrows move, the panel follows.

export function useTabs(root, opened) {
  const tabs = [...root.querySelectorAll('[role="tab"]')];
  const open = (tab, focus) => {
    for (const other of tabs) {
      const selected = other === tab;
      other.setAttribute("aria-selected", String(selected));
      other.tabIndex = selected ? 0 : -1;
      root.querySelector(`#${other.getAttribute("aria-controls")}`).hidden = !selected;
    }
    if (focus) tab.focus();
    opened(nameOf(tab));
  };
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => open(tab, false));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      open(tabs[(to + tabs.length) % tabs.length], true);
    });
  });
  return { current: () => nameOf(tabs.find((tab) => tab.getAttribute("aria-selected") === "true")) };
}

const nameOf = (tab) => tab.id.replace("ink-tab-", "");
