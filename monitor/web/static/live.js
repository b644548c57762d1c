// Danh sách và phần xem trước đổi ngay trên trang; không có tệp này mọi thứ vẫn dùng được.
// Lists and the preview change in place. htmx comes when a reader begins, not with the first page.
"use strict";

(() => {
  const source = document.currentScript.dataset.htmx;
  const wakes = ["pointerover", "focusin", "keydown", "input"];
  let asleep = true;

  const wake = (event) => {
    if (!asleep || !event.target.closest?.("[data-hx-boost], [data-hx-post]")) return;
    asleep = false;
    for (const name of wakes) document.removeEventListener(name, wake, true);
    const script = document.createElement("script");
    script.src = source;
    if (event.type === "input") {
      script.addEventListener("load", () => event.target.dispatchEvent(new Event("input", { bubbles: true })));
    }
    const add = () => document.head.append(script);
    if (document.readyState === "complete") add();
    else window.addEventListener("load", add, { once: true });
  };
  for (const name of wakes) document.addEventListener(name, wake, true);

  // Going back over what was changed in place: the page is asked for again, nothing of it is kept here.
  window.addEventListener("popstate", (event) => {
    if (asleep && event.state?.htmx) location.reload();
  });

  // A link of the filters is known by its group and its words; what it leads to changes each time.
  const nameOf = (one) => {
    const group = one?.closest("[data-group]");
    if (!group || !one.matches("a")) return "";
    return `${group.dataset.group}|${(one.querySelector("span") ?? one).textContent}`;
  };
  const linkOf = (name) => name && [...document.querySelectorAll("[data-group] a")].find((one) => nameOf(one) === name);
  const folds = () => [...document.querySelectorAll("details[data-fold]")];
  let held = null;

  const leave = (detail) => {
    if (detail.requestConfig.boosted) location.assign(detail.pathInfo.finalRequestPath);
    else trouble();
  };
  const status = () => document.querySelector("[data-live]");
  const trouble = () => {
    const told = status();
    if (!told) return;
    told.textContent = told.dataset.trouble ?? "";
    told.classList.remove("unseen");
  };

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.shouldSwap) return;
    // Something else than was asked for: the login page, for one.
    if (!detail.serverResponse.includes(`id="${detail.target.id}"`)) {
      detail.shouldSwap = false;
      leave(detail);
      return;
    }
    const active = document.activeElement;
    held = {
      open: new Set(folds().filter((one) => one.open).map((one) => one.dataset.fold)),
      link: nameOf(active),
      inside: detail.target.contains(active) && !active.id,
    };
  });

  document.addEventListener("htmx:afterSwap", () => {
    const told = status();
    const count = document.querySelector("[data-count]");
    if (told && count) {
      told.classList.add("unseen");
      told.textContent = count.textContent;
    }
    if (!held) return;
    for (const one of folds()) if (held.open.has(one.dataset.fold)) one.open = true;
    if (held.inside) (linkOf(held.link) || count)?.focus({ preventScroll: true });
    held = null;
  });

  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, ({ detail }) => leave(detail));
  }
})();
