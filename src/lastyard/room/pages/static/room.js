// The room's one script. Every page works without it. It keeps nothing and asks nobody but this server.
"use strict";
// The code of an invitation stands in the fragment, which browsers send to no server; it is put into the field and wiped from the address.
const field = document.getElementById("code");
if (field && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
if (field) {
  // Another language keeps the code that was given.
  const kept = sessionStorage.getItem("code");
  if (kept && !field.value) field.value = kept;
  sessionStorage.removeItem("code");
  for (const each of document.querySelectorAll("[data-keep]")) each.addEventListener("click", () => sessionStorage.setItem("code", field.value));
}
// A stream tells at fixed instants, in frames of one size, which state of its own page a role would see now.
const news = document.querySelector("[data-events]");
if (news) {
  const stream = new EventSource(news.dataset.events);
  stream.onmessage = (event) => { if (event.data !== news.dataset.state) { news.hidden = false; stream.close(); } };
  addEventListener("pagehide", () => stream.close());
}
// What was typed stays in the page when there is no network, and the page says that it was not sent.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    let told = form.querySelector(".bad[role=alert]");
    if (!told) {
      told = document.createElement("p");
      told.className = "said bad";
      told.setAttribute("role", "alert");
      told.textContent = document.body.dataset.unsent;
      form.append(told);
    }
  });
}
// A device has a key of its own: made when it comes in, kept in this browser where no script can read it out, and used to sign answers.
const hex = (data) => Array.from(new Uint8Array(data), (each) => each.toString(16).padStart(2, "0")).join("");
const keys = (how, work) => new Promise((done, failed) => {
  const asked = indexedDB.open("room", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("keys");
  asked.onerror = failed;
  asked.onsuccess = () => {
    const made = work(asked.result.transaction("keys", how).objectStore("keys"));
    made.onsuccess = () => { done(made.result); asked.result.close(); };
    made.onerror = failed;
  };
});
function added(form, name, value) {
  const field = form.querySelector(`input[name="${name}"]`) || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
  field.value = value;
}
// Something is done before a form is sent, once; if it cannot be, or takes too long, the form is sent as it is.
function before(form, work) {
  let going = false;
  addEventListener("pageshow", () => { going = false; });
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (going) return;
    going = true;
    const button = event.submitter;
    if (button && button.name) added(form, button.name, button.value);
    try { await Promise.race([work(button), new Promise((done) => setTimeout(done, 3000))]); } catch { /* without a key, the server says what to do */ }
    form.submit();
  });
}
const joining = field && field.closest("form");
if (joining) before(joining, async () => {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]), name = hex(await crypto.subtle.exportKey("raw", pair.publicKey));
  await keys("readwrite", (store) => store.put(pair.privateKey, name));
  added(joining, "key", name);
});
for (const form of document.querySelectorAll("form[data-sign]")) {
  const told = JSON.parse(form.dataset.sign);
  form.hidden = false;
  before(form, async (button) => {
    if (button && ["up", "down"].includes(button.name)) return;
    const bid = form.querySelector("[name=bid]"), same = (each) => each === bid.value || (bid.type === "number" && Number(each) === Number(bid.value));
    const text = bid ? told.text.replace('"value":-1', `"value":${told.labels.findIndex(same)}`) : told.text;
    const key = await keys("readonly", (store) => store.get(told.key));
    added(form, "signature", hex(await crypto.subtle.sign("Ed25519", key, new TextEncoder().encode(text))));
  });
}
