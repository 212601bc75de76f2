// Style profiles: saved by the browser, loaded from a file that the person picks. No path ever reaches the server.

const MAX_BYTES = 8 * 2 ** 20;

// The session as a file, {name, bytes}, or {error}.
export async function takeProfile(server) {
  const reply = await server.save_profile({});
  if (reply.error) return reply;
  return { name: reply.name, bytes: Uint8Array.from(atob(reply.content), (c) => c.charCodeAt(0)) };
}

export async function saveProfile(server, message) {
  const { name, bytes, error } = await takeProfile(server);
  if (error) {
    message.error(error);
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  link.download = name;
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
