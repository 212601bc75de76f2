// The toolbar and the keyboard.

export function useTools(root, sheet, message) {
  const { ink } = sheet;
  const button = (name) => root.querySelector(`[data-do="${name}"]`);
  const file = root.querySelector('[data-file="drawing"]');

  const pick = (tool) => {
    sheet.setTool(tool);
    root.querySelectorAll("[data-tool][aria-pressed]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.tool === tool)));
  };
  const step = (change) => {
    if (sheet.drawing) return;
    sheet.finish();
    change();
    sheet.refresh(false);
  };
  const undo = () => step(() => ink.undo());
  const redo = () => step(() => ink.redo());

  root.querySelectorAll(".ink-tools [data-tool]").forEach((b) => b.addEventListener("click", () => pick(b.dataset.tool)));
  button("undo").addEventListener("click", undo);
  button("redo").addEventListener("click", redo);
  button("clear").addEventListener("click", () => step(() => ink.clear()));
  button("upload").addEventListener("click", () => file.click());
  root.querySelector('[data-set="width"]').addEventListener("input", (event) => {
    sheet.width = Number(event.target.value);
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=range], [type=radio]), select, textarea, [contenteditable]");
    if (typing || event.altKey || !root.isConnected) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y")) {
      event.preventDefault();
      if (key === "y" || event.shiftKey) redo();
      else undo();
    } else if (!event.ctrlKey && !event.metaKey && (key === "e" || key === "p")) {
      pick(key === "e" ? "eraser" : "pen");
    }
  });

  const take = async (picture) => {
    if (!picture) return;
    if (picture.size > 30 * 2 ** 20) {
      message.error(`${picture.name}: ${Math.round(picture.size / 2 ** 20)} MB is more than the 30 MB allowed for a picture`);
      return;
    }
    message.say(`Reading ${picture.name} …`);
    try {
      const reply = await fetch(new URL("inkling/drawing", document.baseURI), {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream" },
        body: picture,
      });
      const drawing = await reply.json();
      if (drawing.error) {
        message.error(`${picture.name}: ${drawing.error.replace(/^the picture: /, "")}`);
      } else {
        message.say(`${picture.name}: ${drawing.strokes.length} strokes`);
        sheet.lay(drawing);
      }
    } catch {
      message.error(`${picture.name} could not be sent: the server does not answer`);
    }
  };
  file.addEventListener("change", () => {
    take(file.files[0]);
    file.value = "";
  });
  const drop = (event, over) => {
    event.preventDefault();
    sheet.frame.dataset.drop = over ? "yes" : "no";
  };
  sheet.frame.addEventListener("dragover", (event) => drop(event, true));
  sheet.frame.addEventListener("dragleave", (event) => drop(event, false));
  sheet.frame.addEventListener("drop", (event) => {
    drop(event, false);
    take(event.dataTransfer.files[0]);
  });

  return {
    refresh() {
      button("undo").disabled = !ink.undoable;
      button("redo").disabled = !ink.redoable;
      button("clear").disabled = ink.empty;
    },
  };
}
