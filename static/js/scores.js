/* The weighted total of a score sheet, while it is typed. The server counts anew. */
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    const form = document.querySelector("[data-scores]");
    if (!form) return;
    const fields = Array.from(form.querySelectorAll("[data-weight]"));
    const output = form.querySelector("[data-total]");
    function show() {
      const whole = fields.every(function (field) { return field.value !== "" && field.validity.valid; });
      const total = fields.reduce(function (sum, field) {
        return sum + (field.validity.valid ? Number(field.value) : 0) / Number(field.dataset.scale) * Number(field.dataset.weight);
      }, 0);
      output.textContent = total.toFixed(2) + (whole ? "" : "（未填完）");
    }
    form.addEventListener("input", show);
    show();
  });
})();
