// Style profiles: saved by the browser, loaded from a file that the person picks. No path ever reaches the server.

const MAX_BYTES = 8 * 2 ** 20;

export async function saveProfile(server, message) {
  const reply = await server.save_profile({});
  if (reply.error) {
    message.error(reply.error);
    return;
  }
  const bytes = Uint8Array.from(atob(reply.content), (c) => c.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = reply.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// The reply of the server to the file's content: the pairs in it, or an error.
export async function loadProfile(server, file) {
  if (file.size > MAX_BYTES) return { error: `${file.name}: ${Math.round(file.size / 2 ** 20)} MB is too large for a style profile` };
  const content = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return server.load_profile({ name: file.name.slice(0, 300), content });
}
