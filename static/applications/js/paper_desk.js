/* The scanner's field is ready whenever the page is: also after a code that was not found, whose summary is read out by its role.
   Reached through an address of a row (after a reminder), the page stays at that row. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    const field = document.querySelector("[data-scan-code] input[name=code]");
    if (!field || window.location.hash) return;
    setTimeout(function () {
      field.focus();
      if (field.value === field.defaultValue) field.select(); // a scanner may have begun already
    });
  });
})();
