// Paper or blackboard.

const KEY = "inkling-board";

export function useBoard(button) {
  const set = (dark) => {
    document.body.classList.toggle("dark", dark);
    button.setAttribute("aria-pressed", String(dark));
    button.textContent = dark ? "Paper" : "Blackboard";
  };
  const asked = new URLSearchParams(location.search).get("__theme");
  const kept = read();
  set(asked ? asked === "dark" : kept ? kept === "dark" : document.body.classList.contains("dark"));
  button.addEventListener("click", () => {
    const dark = !document.body.classList.contains("dark");
    set(dark);
    try {
      localStorage.setItem(KEY, dark ? "dark" : "light");
    } catch {
      // A browser that keeps nothing still changes the board.
    }
  });
}

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
