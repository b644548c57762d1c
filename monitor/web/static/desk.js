// Bàn phím trên hàng việc; không có tệp này mọi thứ vẫn dùng được.
// The keyboard on the queue; without this file everything still works.
"use strict";

(() => {
  const rows = [...document.querySelectorAll("[data-row]")];
  let at = -1;

  const go = (step) => {
    if (rows.length === 0) return;
    at = Math.min(rows.length - 1, Math.max(0, at + step));
    rows.forEach((row, number) => row.classList.toggle("here", number === at));
    const link = rows[at].querySelector("h2 a");
    link.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };

  const mark = () => {
    const box = at < 0 ? null : rows[at].querySelector("input[type=checkbox]");
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

  for (const row of rows) {
    row.addEventListener("focusin", () => { at = rows.indexOf(row); });
  }
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
