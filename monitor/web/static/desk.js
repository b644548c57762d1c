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

  // The link works by itself: it asks for the page with every box ticked. Here the boxes are at hand.
  const markAll = () => {
    const link = document.querySelector("[data-mark-all]");
    if (!link) return;
    const on = link.dataset.markAll === "yes";
    for (const box of document.querySelectorAll("[data-row] input[type=checkbox]")) box.checked = on;
    link.dataset.markAll = on ? "no" : "yes";
    [link.textContent, link.dataset.other] = [link.dataset.other, link.textContent];
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-mark-all]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    markAll();
  });

  const search = () => document.getElementById("tim")?.focus();
  const acts = { j: () => go(1), k: () => go(-1), x: mark, a: markAll, "/": search };

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
