/* Walking a list by keys: j, k, arrows, Home and End move between rows while the focus is in it; Enter opens, because the focus
   is on the link of the row. Without JavaScript the links are reached by Tab. Marks: data-keys, data-row, data-keys-start. */
(function () {
  "use strict";
  const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  const list = document.querySelector("[data-keys]");
  if (!list) return;

  function links() { return Array.from(list.querySelectorAll("[data-row]")); }
  function go(link) {
    if (!link) return;
    link.focus({ preventScroll: true });
    link.closest("tr").scrollIntoView({ block: "nearest" });
  }

  list.addEventListener("keydown", function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    const all = links(), row = event.target.closest("tr");
    const here = all.findIndex(function (link) { return row && row.contains(link); });
    let next = null;
    if (event.key in STEPS) next = all[here < 0 ? 0 : here + STEPS[event.key]];
    else if (event.key === "Home") next = all[0];
    else if (event.key === "End") next = all[all.length - 1];
    else return;
    event.preventDefault();
    go(next);
  });

  document.querySelectorAll("[data-keys-start]").forEach(function (start) {
    start.addEventListener("click", function (event) {
      event.preventDefault();
      go(links()[0]);
    });
  });
})();
