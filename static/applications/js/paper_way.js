/* The scan: the tick is asked for before anything is sent, because the files would have to be chosen again. */
(function () {
  "use strict";

  const WORDS = "请核对识别码后勾选，再上传。已选择的文件还在。";

  document.addEventListener("DOMContentLoaded", function () {
    const form = document.querySelector("form[data-scan]");
    const tick = form && form.elements.compared;
    if (!tick) return;
    let said = null;
    form.addEventListener("submit", function (event) {
      if (tick.checked) return;
      event.preventDefault();
      if (!said) {
        said = document.createElement("p");
        said.className = "field-error";
        said.id = "compared-missing";
        said.setAttribute("role", "alert");
        tick.parentElement.before(said);
        tick.setAttribute("aria-describedby", [tick.getAttribute("aria-describedby"), said.id].filter(Boolean).join(" "));
      }
      said.textContent = WORDS;
      tick.setAttribute("aria-invalid", "true");
      tick.focus();
    });
    tick.addEventListener("change", function () {
      if (!tick.checked || !said) return;
      said.textContent = "";
      tick.removeAttribute("aria-invalid");
    });
  });
})();
