/* Text that draft.js keeps in this browser belongs to one person: it goes with the log-out, and when somebody else
   is signed in. */
(function () {
  "use strict";
  function forget(keep) {
    try {
      Object.keys(localStorage).forEach(function (key) {
        if (key.startsWith("draft/") && !(keep && key.startsWith(keep))) localStorage.removeItem(key);
      });
    } catch (error) { /* no storage here, so nothing was kept */ }
  }

  if (document.body.dataset.user) forget("draft/" + document.body.dataset.user + "/");
  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-ends-session")) forget("");
  });
})();
