// The galleries as the browser holds them, one for each domain: names of pictures, and their thumbnails in a few large
// sheets fetched once.

import { make } from "./dom.js";

// What a picture of each domain is called: one of them, many.
const NAMES = {
  photo: ["photo", "photos"],
  art: ["artwork", "artworks"],
  cartoon: ["cartoon", "cartoons"],
  sketch: ["traced lines", "traced lines"],
};

// What a picture, or many, of a domain are called.
export const named = (domain, many = false) => (NAMES[domain] ?? [domain, domain])[many ? 1 : 0];

export class Galleries {
  static async open() {
    const reply = await fetch(new URL("inkling/gallery.json", document.baseURI));
    if (!reply.ok) throw new Error(`the gallery answered ${reply.status}`);
    return new Galleries(await reply.json());
  }

  constructor({ domains, ...tiling }) {
    // Those that can be searched.
    this.domains = domains.map(({ domain }) => domain);
    const [photos] = domains;
    // The lines traced from the photos have the photos' names and no sheets.
    const all = [...domains, { ...photos, domain: "sketch", sheets: 0, icons: 0 }];
    this.byDomain = new Map(all.map((listing) => [listing.domain, new Gallery({ ...tiling, ...listing })]));
    this.photos.fetchAhead();
  }

  of(domain) {
    return this.byDomain.get(domain);
  }

  get photos() {
    return this.of("photo");
  }
}

export class Gallery {
  constructor(listing) {
    this.listing = listing;
    this.domain = listing.domain;
    this.categories = listing.categories;
    this.own = new Map(); // the person's own photos, by rows behind those of the gallery
    this.everOwn = new Map(); // and those that are gone, whose cards may still be seen until the next answer
    this.nextRow = listing.photos.length;
    this.rowOf = new Map(listing.photos.map(([id], row) => [id, row]));
    this.folder = new URL(`inkling/gallery/${listing.domain}/${listing.version}/`, document.baseURI).href;
  }

  // Fetched ahead while they are few, so that the first results come with their pictures.
  fetchAhead() {
    const icons = this.listing.icons ? [`${this.folder}kinds.webp`] : [];
    this.ahead ??= [...icons, ...[...Array(Math.min(this.listing.sheets, 8)).keys()].map((n) => this.sheet(n))].map((address) => {
      const image = new Image();
      image.src = address;
      return image;
    });
  }

  get size() {
    return this.listing.photos.length + this.own.size;
  }

  // The person's own photos from now on, [{photo, category, address}]: each keeps its row for as long as it is here, and no
  // other has it after that.
  have(photos) {
    const rows = new Map([...this.own].map(([row, { address }]) => [address, row]));
    for (const { photo } of this.own.values()) this.rowOf.delete(photo);
    this.own = new Map(photos.map((one) => [rows.get(one.address) ?? this.nextRow++, one]));
    for (const [row, one] of this.own) {
      this.rowOf.set(one.photo, row);
      this.everOwn.set(row, one);
    }
  }

  // Kinds that only the person's own photos show.
  get ownKinds() {
    const kinds = new Set([...this.own.values()].map(({ category }) => category));
    return [...kinds].filter((kind) => !this.categories.includes(kind)).sort();
  }

  // The row of what an answer names: a row, or the id of one of the person's own photos, which may have gone meanwhile.
  row(named) {
    return typeof named === "number" ? named : this.rowOf.get(named);
  }

  id(row) {
    return this.everOwn.get(row)?.photo ?? this.listing.photos[row][0];
  }

  category(row) {
    return this.everOwn.get(row)?.category ?? this.categories[this.listing.photos[row][1]];
  }

  sheet(number) {
    return `${this.folder}sheet/${number}.webp`;
  }

  photo(row) {
    return this.everOwn.get(row)?.address ?? `${this.folder}photo/${row}.webp`;
  }

  // An element showing one picture: a window onto its sheet, at whatever size the style gives it.
  tile(row) {
    const { columns, per_sheet, sheets } = this.listing;
    const mine = this.everOwn.has(row);
    const label = `${mine ? "your photo" : named(this.domain)} ${this.id(row)}`;
    if (!sheets || mine) {
      const style = { backgroundImage: `url("${this.photo(row)}")`, backgroundSize: "cover" };
      return make("span", { class: mine ? "ink-tile ink-tile-own" : "ink-tile", role: "img", "aria-label": label, style });
    }
    const place = row % per_sheet;
    const percent = (n) => `${(n / (columns - 1)) * 100}%`;
    const style = {
      backgroundImage: `url("${this.sheet(Math.floor(row / per_sheet))}")`,
      backgroundSize: `${columns * 100}%`,
      backgroundPosition: `${percent(place % columns)} ${percent(Math.floor(place / columns))}`,
    };
    return make("span", { class: "ink-tile", role: "img", "aria-label": label, style });
  }

  // A small picture of a kind, beside its name: a window onto the sheet of kinds. A large sheet in so small a window would take
  // the browser long to paint, every time another kind comes.
  icon(kind) {
    const place = this.categories.indexOf(kind);
    const mine = [...this.own.values()].find(({ category }) => category === kind);
    if (place < 0 && !mine) return null;
    if (place < 0) return make("span", { class: "ink-icon", style: { backgroundImage: `url("${mine.address}")`, backgroundSize: "cover" } });
    const columns = this.listing.icons;
    if (!columns) return null;
    const percent = (n) => `${columns > 1 ? (n / (columns - 1)) * 100 : 0}%`;
    const style = {
      backgroundImage: `url("${this.folder}kinds.webp")`,
      backgroundSize: `${columns * 100}%`,
      backgroundPosition: `${percent(place % columns)} ${percent(Math.floor(place / columns))}`,
    };
    return make("span", { class: "ink-icon", style });
  }

  // The first picture of every category: what there is to look for.
  examples() {
    const mine = this.ownKinds.map((kind) => [kind, [...this.own].find(([, { category }]) => category === kind)[0]]);
    const seen = new Map();
    this.listing.photos.forEach(([, category], row) => seen.has(category) || seen.set(category, row));
    const shared = [...seen.entries()].sort((a, b) => a[0] - b[0]).map(([category, row]) => [this.categories[category], row]);
    return [...mine, ...shared];
  }
}
