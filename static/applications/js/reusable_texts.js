/* A reusable text goes into the opinion without leaving the page. Without this script its button saves and comes back. */
(function () {
  "use strict";
  document.querySelectorAll("[data-insert]").forEach(function (button) {
    button.addEventListener("click", function (event) {
      event.preventDefault();
      const field = button.form.elements.recommender_opinion;
      field.value = (field.value.trim() ? field.value.trim() + "\n" : "") + button.dataset.insert;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
})();
