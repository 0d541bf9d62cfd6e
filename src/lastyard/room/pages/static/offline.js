// The one script of a sealed file. It asks nobody and keeps nothing: what is answered is signed and sealed here, and handed over by hand.
"use strict";
const told = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const all = (where, what) => [...where.querySelectorAll(what)];
const bytes = (text) => new TextEncoder().encode(text);
const hex = (data) => Array.from(new Uint8Array(data), (each) => each.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (each) => parseInt(each, 16));
const base64 = (data) => btoa(Array.from(new Uint8Array(data), (each) => String.fromCharCode(each)).join(""));
// The same bytes as the room makes of it: keys in order, no spaces.
const canonical = (it) => Array.isArray(it) ? `[${it.map(canonical)}]` : it && typeof it === "object"
  ? `{${Object.keys(it).sort().map((key) => `${JSON.stringify(key)}:${canonical(it[key])}`)}}` : JSON.stringify(it);

// ---- the questions: what each section says, as the room wants it, and in the words of the page ----
const chosen = (section) => section.querySelector("input[type=radio]:checked");
const label = (field) => field.closest("label").textContent.trim();
const place = (part, field) => part.labels.findIndex((each) => each === field.value || (field.type === "number" && field.value !== "" && Number(each) === Number(field.value)));
function need(right, sentence) { if (!right) throw new RangeError(told.says[sentence]); }
const answers = {
  charter: (section, part) => [part.charter, [label(section.querySelector(".now"))]],
  order: (section) => [all(section, ".order li").map((row) => row.dataset.id), all(section, ".order .name").map((each) => each.textContent)],
  yes: (section) => { const one = chosen(section); need(one, "one"); return [one.value, [...all(section, ".deal li").map((row) => row.cloneNode(true)), label(one)]]; },
  share: (section) => { const one = chosen(section); need(one, "one"); return [Number(one.value), [label(one)]]; },
  batch: (section) => {
    const ticked = all(section, ".order input:checked");
    return [ticked.map((each) => Number(each.value)), ticked.length ? ticked.map(label) : [told.says.none_of_them]];
  },
  marks: (section) => {
    const rows = all(section, "tbody tr"), found = rows.map(chosen);
    need(found.every(Boolean), "every");
    need(found.some((each) => each.value === "2"), "best");
    return [found.map((each) => Number(each.value)), found.map(label)];
  },
  range: (section, part) => {
    const fields = all(section, ".field input, .field select"), [best, low, high] = fields.map((field) => place(part, field));
    const [least, most] = [Math.min(low, high), Math.max(low, high)];
    need(least >= 0 && least <= best && best <= most, "range");
    return [part.labels.map((_, k) => (k === best ? 2 : Number(least <= k && k <= most))), fields.map((field) => `${field.labels[0].textContent}: ${field.value}`)];
  },
  bid: (section, part) => {
    const field = section.querySelector(".field input, .field select"), found = place(part, field);
    need(found >= 0, "one");
    return [found, [field.value]];
  },
};
for (const section of all(at("ask"), "section")) {
  const now = section.querySelector(".now");
  section.addEventListener("input", (event) => { if (event.target !== now) now.checked = true; });
  const list = section.querySelector(".order"), numbers = all(section, ".order .num").map((each) => each.textContent);
  for (const button of all(section, ".order button")) button.addEventListener("click", () => {
    const row = button.closest("li"), up = button.name === "up", other = up ? row.previousElementSibling : row.nextElementSibling;
    if (other) list.insertBefore(up ? row : other, up ? other : row);
    all(list, "li").forEach((each, k, rows) => {
      each.querySelector(".num").textContent = numbers[k];
      each.querySelector("[name=up]").disabled = k === 0;
      each.querySelector("[name=down]").disabled = k === rows.length - 1;
    });
    now.checked = true;
    (button.disabled ? row.querySelector("button:enabled") : button).focus();
  });
}
let parts = [];
function show(id) {
  for (const each of ["ask", "check", "done"]) at(each).hidden = each !== id;
  (at(id).querySelector("h1[tabindex]") || at(id)).focus();
  scrollTo(0, 0);
}
at("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const wrong = [];
  parts = [];
  at("read").replaceChildren();
  for (const section of all(at("ask"), "section")) {
    const alert = section.querySelector("[role=alert]"), part = JSON.parse(section.dataset.part);
    alert.textContent = "";
    if (!section.querySelector(".now").checked) continue;
    try {
      const [value, words] = answers[part.how](section, part);
      parts.push({ kind: part.kind, to: part.to, content: { ...part.about, [part.name]: value } });
      const head = document.createElement("h2"), list = document.createElement("ul");
      head.textContent = section.querySelector("h2").textContent;
      list.className = "deal";
      for (const each of words) { const row = typeof each === "string" ? document.createElement("li") : each; if (row !== each) row.textContent = each; list.append(row); }
      at("read").append(head, list);
    } catch (problem) {
      if (!(problem instanceof RangeError)) throw problem;
      alert.textContent = problem.message;
      wrong.push(section);
    }
  }
  at("none").textContent = parts.length || wrong.length ? "" : told.says.nothing;
  if (wrong.length) wrong[0].scrollIntoView();
  if (wrong.length || !parts.length) return;
  at("handed").hidden = !parts.some((each) => each.kind === "entry");
  show("check");
});
at("back").addEventListener("click", () => show("ask"));

// ---- signing and sealing ----
const letters = "abcdefghijkmnpqrstuvwxyz23456789";
const grouped = (code) => code.match(/.{1,4}/g).join("-");
let code = Array.from(crypto.getRandomValues(new Uint8Array(20)), (each) => letters[each & 31]).join("");
if (at("made")) at("made").textContent = grouped(code);
async function keyOf(code) {
  const seed = await crypto.subtle.digest("SHA-256", bytes(["lastyard room signing key", told.room, told.party, code].join("\0")));
  const wrapped = new Uint8Array([...unhex("302e020100300506032b657004220420"), ...new Uint8Array(seed)]);
  const key = await crypto.subtle.importKey("pkcs8", wrapped, "Ed25519", true, ["sign"]);
  const known = (await crypto.subtle.exportKey("jwk", key)).x.replace(/-/g, "+").replace(/_/g, "/");
  return [key, hex(Uint8Array.from(atob(known), (each) => each.charCodeAt(0)))];
}
async function sealed(key, known) {
  const entered = parts.filter((each) => each.kind === "entry"), sent = [...parts];
  if (entered.length) {
    const read = canonical(Object.fromEntries(entered.map((each) => [each.content.question, each.content.answer])));
    sent.push({ kind: "entry", to: told.own, content: { question: "read", answer: hex(await crypto.subtle.digest("SHA-256", bytes(read))) } });
    if (at("handing").checked) sent.push(...entered.map((each) => ({ ...each, to: told.caucus })));
  }
  for (const [part, each] of sent.entries()) {
    const once = hex(await crypto.subtle.digest("SHA-256", bytes(`${told.file} ${part}`))).slice(0, 32);
    const text = canonical({ content: each.content, kind: each.kind, member: `party:${told.party}`, once, to: each.to });
    each.signature = hex(await crypto.subtle.sign("Ed25519", key, bytes(`lastyard.room/${told.room} signed\n${text}\n`)));
  }
  // Padded, so that its size tells little.
  const plain = canonical({ key: known, lang: told.lang, parts: sent }), data = bytes(plain), padded = new Uint8Array(Math.ceil(data.length / 16384) * 16384).fill(32);
  padded.set(data);
  const passing = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]), mine = new Uint8Array(await crypto.subtle.exportKey("raw", passing.publicKey));
  const theirs = await crypto.subtle.importKey("raw", unhex(told.public), "X25519", false, []);
  const shared = await crypto.subtle.importKey("raw", await crypto.subtle.deriveBits({ name: "X25519", public: theirs }, passing.privateKey, 256), "HKDF", false, ["deriveKey"]);
  const salt = new Uint8Array([...mine, ...unhex(told.public)]), info = bytes(`${told.format}\n${told.room}\n${told.file}`);
  const box = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info }, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12), additionalData: bytes(`${told.format}\n${told.file}`) }, box, padded);
  return `${told.format}\n${told.file}\n${base64(mine)}\n${base64(closed)}\n`;
}
at("check").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("wrong").textContent = "";
  if (told.key) code = [...at("code").value.toLowerCase()].filter((each) => letters.includes(each)).join("");
  const [key, known] = await keyOf(code);
  if (told.key && told.key !== known) { at("wrong").textContent = told.says.code; return; }
  const text = await sealed(key, known);
  at("sealed").value = text;
  at("save").href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  at("print").textContent = known;
  show("done");
});
Promise.resolve().then(() => crypto.subtle.generateKey("X25519", false, ["deriveBits"])).then(() => keyOf(code)).then(() => { at("ask").hidden = false; }, () => { at("old").hidden = false; });
