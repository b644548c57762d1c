// Một phím cho một việc: phím nêu ở data-key thì bấm nút hoặc liên kết ấy. Không có tệp này vẫn dùng được.
// One key for one act: pressing what data-key names presses that button or link. Works without it too.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
