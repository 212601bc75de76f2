// Picture files from a drop or a picker, made small enough to travel.

// How many photos of their own a person can have here; so many are kept by the server.
export const MOST = 120;
// The server looks at no more pixels than this on the longer side.
const SIDE = 512;
const QUALITY = 0.9;
// What a file may weigh that this browser cannot open; the server says what is the matter with it.
const MAX_AS_IS = 8 * 2 ** 20;
const DEEPEST = 3;
// What cameras and programs call their files says nothing of what they show.
const NAMELESS = /^(img|image|dsc[a-z]?|dscn|dscf|pxl|mvimg|photo|picture|foto|bild|scan|screenshot|screen shot|whatsapp image|untitled|download)$/i;
const PICTURE = /\.(jpe?g|png|webp|gif|bmp|tiff?|heic|heif|avif)$/i;

// The file as a JPEG of at most 512 px, or as it is where this browser cannot open it.
export async function shrunk(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    if (file.size > MAX_AS_IS) throw new Error(`${file.name}: this browser cannot open it, and with ${Math.round(file.size / 2 ** 20)} MB it is too large to send as it is`);
    return file;
  }
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}

// A blob's content, base64.
export function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

// Whether a drag carries files at all.
export const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

// The files of a drop, and the name of the folder they came in, if it was one: {files, folder}. Whatever was dropped by itself is
// taken, so that it can be said what is wrong with it; out of a folder only pictures are, at most `most` of them.
export async function dropped(transfer, most) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const folders = entries.filter((entry) => entry.isDirectory);
  if (!folders.length) return { files: [...transfer.files], folder: "" };
  const files = [];
  for (const entry of entries) await gather(entry, files, most, 0);
  return { files, folder: folders.length === 1 ? folders[0].name : "" };
}

async function gather(entry, files, most, depth) {
  if (files.length > most || depth > DEEPEST || entry.name.startsWith(".")) return;
  if (entry.isFile) {
    if (depth === 0 || PICTURE.test(entry.name)) files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    // A folder is told in parts, the last of which is empty.
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!part.length) return;
    for (const inside of part) await gather(inside, files, most, depth + 1);
  }
}

// What the files' names have in common, as far as it may name a kind of thing: "shoe-1.jpg" and "shoe-2.jpg" are "shoe".
export function commonName(names) {
  const stems = new Set(names.map((name) => name.replace(/\.[^.]*$/, "").replace(/[\s_\-().\d]+$/, "").replace(/[_\-\s]+/g, " ").trim().toLowerCase()));
  const [stem] = stems;
  return stems.size === 1 && names.length > 1 && stem.length > 1 && !NAMELESS.test(stem) ? stem : "";
}
