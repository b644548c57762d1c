// Bàn phím trên hàng việc; không có tệp này mọi thứ vẫn dùng được.
// The keyboard on the queue; without this file everything still works.
"use strict";

(() => {
  // The list may be changed in place: rows are looked for each time.
  const rows = () => [...document.querySelectorAll("[data-row]")];
  let at = null;

  const go = (step) => {
    const all = rows();
    if (all.length === 0) return;
    at = all[Math.min(all.length - 1, Math.max(0, all.indexOf(at) + step))];
    for (const row of all) row.classList.toggle("here", row === at);
    at.querySelector("h2 a").focus({ preventScroll: true });
    at.scrollIntoView({ block: "nearest" });
  };

  const mark = () => {
    const box = rows().includes(at) ? at.querySelector("input[type=checkbox]") : null;
    if (box) box.checked = !box.checked;
  };

  const search = () => document.getElementById("tim")?.focus();
  const acts = { j: () => go(1), k: () => go(-1), x: mark, "/": search };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("focusin", (event) => {
    at = event.target.closest("[data-row]") ?? at;
  });
})();

(() => {
  // A link to an act opens it: its form is folded until somebody wants it.
  const open = () => {
    const wanted = location.hash.startsWith("#viec-") && document.getElementById(location.hash.slice(1));
    if (wanted) {
      wanted.open = true;
      wanted.querySelector("textarea, select, input:not([type=hidden]), button")?.focus();
    }
  };
  window.addEventListener("hashchange", open);
  open();
})();
