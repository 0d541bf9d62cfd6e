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
