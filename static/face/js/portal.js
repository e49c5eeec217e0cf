/* Small comforts; every page works without them. No inline scripts, no eval (content security policy). */
(function () {
  "use strict";

  /* Submit once: a second click finds the buttons disabled. The button's own value is sent first. */
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("data-sent", "");
    setTimeout(function () {
      submitters(form).forEach(function (button) { button.disabled = true; button.dataset.sent = ""; });
    });
  });

  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      form.removeAttribute("data-sent");
      submitters(form).forEach(function (button) {
        if ("sent" in button.dataset) button.disabled = false;
        delete button.dataset.sent;
      });
    });
  });

  function submitters(form) {
    return Array.from(form.elements).filter(function (each) {
      return each.type === "submit" && (!each.disabled || "sent" in each.dataset);
    });
  }

  /* Error summary: focus on load; its links focus the field itself, also the first choice of a group. */
  function focusSummary() {
    const summary = document.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    if (!link) return;
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const control = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea") || target;
    (control.closest(".field") || control).scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });

  /* Menus close on Escape and on a click elsewhere. */
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* Countdown: goes on from what the server said, so the browser's clock does not matter. */
  function timeLeft(seconds) {
    if (seconds <= 0) return "已截止";
    const minutes = Math.floor(seconds / 60);
    const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24;
    if (days) return "还有 " + days + " 天 " + hours + " 小时";
    if (hours) return "还有 " + hours + " 小时 " + (minutes % 60) + " 分钟";
    return minutes ? "还有 " + minutes + " 分钟" : "还有不到 1 分钟";
  }

  function startCountdowns() {
    const starts = new WeakMap();  // a part of the page may be replaced by a newer one
    setInterval(function () {
      document.querySelectorAll("[data-countdown]").forEach(function (element) {
        if (!starts.has(element)) starts.set(element, performance.now());
        const passed = (performance.now() - starts.get(element)) / 1000;
        const text = timeLeft(Number(element.dataset.countdown) - passed);
        if (element.textContent !== text) element.textContent = text;
      });
    }, 5000);
  }

  /* How much is typed: characters for maxlength, 字 (wordcount.js) for data-limit. */
  function addCounters(root) {
    root.querySelectorAll("textarea[maxlength], textarea[data-limit]").forEach(function (field) {
      if (field.dataset.counted) return;
      field.dataset.counted = "yes";
      const inWords = "limit" in field.dataset;
      const limit = Number(inWords ? field.dataset.limit : field.maxLength);
      /* The browser would cut what is pasted without a word: the server says what is too long. Where a page saves itself, it stays. */
      if (!inWords && !field.closest("[data-autosave], [data-keeps]")) field.removeAttribute("maxlength");
      const counter = inWords ? field.nextElementSibling : document.createElement("p");
      counter.className = "counter";
      field.insertAdjacentElement("afterend", counter);
      function show() {
        const length = inWords ? window.countWords(field.value) : Array.from(field.value).length;
        counter.textContent = length > limit ? "已超出 " + (length - limit) + " 字，限 " + limit + " 字" : "已写 " + length + " 字，限 " + limit + " 字";
        counter.classList.toggle("counter-over", length > limit);
      }
      field.addEventListener("input", show);
      show();
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    addCounters(document);
    startCountdowns();
    focusSummary();
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.addEventListener("click", function () { window.print(); });
    });
    document.querySelectorAll(".site-nav [aria-current]").forEach(function (here) {
      here.closest("ul").scrollLeft = here.offsetLeft - 24;
    });
  });
  /* A piece of a page that asks again by itself must not show the log-in in its place when the session has ended. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    const asked = new URL(event.detail.pathInfo.requestPath, location.href), came = new URL(event.detail.xhr.responseURL || asked);
    if (came.pathname !== asked.pathname) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:load", function (event) { addCounters(event.detail.elt); });
})();
