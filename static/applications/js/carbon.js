/* The calculation sheet while it is typed: sums of each row and in total. The server computes anew; draft.js saves.
   Whole numbers only (BigInt), by the rule of applications/carbon/numbers.py; tables of units come with the page. */
(function () {
  "use strict";

  const PLACES = 2;
  const LIMITS = { factor: [8, 8], baseline: [12, 6], project: [12, 6] };

  function folded(text) {
    return text.normalize("NFKC").replace(/\s/g, "").toLowerCase();
  }

  /* {digits, places} of what was typed; null for blank and for what is no number. */
  function number(text, kind) {
    const clean = text.normalize("NFKC").replace(/[,\s]/g, "").replace("−", "-");
    const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(clean);
    if (!match || (match[1] && kind !== "project")) return null;
    const limit = LIMITS[kind], fraction = match[3] || "";
    if (match[2].replace(/^0+/, "").length > limit[0] || fraction.length > limit[1]) return null;
    return { digits: BigInt(match[1] + match[2] + fraction), places: fraction.length };
  }

  function own(table, key) {
    return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined;
  }

  function canonical(text, tables) {
    const plain = folded(text);
    return own(tables.known, plain) || plain;
  }

  /* n so that quantity × factor × 10ⁿ is in tonnes; null when the units do not go together. */
  function power(unit, factorUnit, tables) {
    const plain = folded(factorUnit), slash = plain.indexOf("/");
    if (slash < 0 || !plain.slice(slash + 1) || !folded(unit)) return null;
    const left = plain.slice(0, slash);
    const gas = tables.gases.find(function (each) { return left.endsWith(each); });
    const mass = gas === undefined ? undefined : own(tables.masses, left.slice(0, left.length - gas.length));
    if (mass === undefined) return null;
    const above = canonical(unit, tables), under = canonical(plain.slice(slash + 1), tables);
    const one = own(tables.units, above) || [above, 0], other = own(tables.units, under) || [under, 0];
    return one[0] === other[0] ? mass + one[1] - other[1] : null;
  }

  function rounded(digits, places) {
    if (places <= PLACES) return digits * 10n ** BigInt(PLACES - places);
    const divisor = 10n ** BigInt(places - PLACES), size = digits < 0n ? -digits : digits;
    const whole = (size * 2n + divisor) / (divisor * 2n);
    return digits < 0n ? -whole : whole;
  }

  function shown(hundredths) {
    const size = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(PLACES + 1, "0");
    return (hundredths < 0n ? "-" : "") + size.slice(0, -PLACES) + "." + size.slice(-PLACES);
  }

  /* Sums of a row in hundredths of a tonne, or null. */
  function sums(line, tables) {
    const factor = number(line.factor, "factor"), ten = power(line.unit, line.factor_unit, tables);
    const baseline = number(line.baseline, "baseline"), project = number(line.project, "project");
    if (!factor || !baseline || !project || ten === null) return null;
    const parts = [baseline, project].map(function (each) {
      return rounded(each.digits * factor.digits, each.places + factor.places - ten);
    });
    return { baseline: parts[0], project: parts[1], reduction: parts[0] - parts[1] };
  }

  window.carbonSheet = { sums: sums, shown: shown };

  function entries(line) {
    const found = {};
    line.querySelectorAll("[data-entry]").forEach(function (input) { found[input.dataset.entry] = input.value; });
    return found;
  }

  function showLine(line, tables) {
    const typed = entries(line), result = sums(typed, tables), place = line.querySelector("[data-sums]");
    const apart = folded(typed.unit) && folded(typed.factor_unit) && power(typed.unit, typed.factor_unit, tables) === null;
    let words = "填写数量、因子和单位后显示结果";
    if (apart) words = "因子单位与活动数据单位不一致，请换用同类单位";
    if (result) words = "基准排放 " + shown(result.baseline) + " 吨，项目排放 " + shown(result.project) + " 吨，年减排 " + shown(result.reduction) + " 吨";
    if (place.textContent.trim() !== words) place.textContent = words;
    place.classList.toggle("wrong", Boolean(apart));
    return result ? result.reduction : 0n;
  }

  function startSums(form) {
    const tables = JSON.parse(document.getElementById("carbon-tables").textContent);
    const total = form.querySelector("[data-total]");
    function show() {
      const all = Array.from(form.querySelectorAll("[data-line]"));
      total.textContent = shown(all.reduce(function (sum, line) { return sum + showLine(line, tables); }, 0n));
    }
    form.addEventListener("input", show);
    show();
  }

  const FACTOR_TEXTS = ["factor", "factor_unit", "year", "source"];

  /* A factor chosen from the list brings its texts along; a text that is typed over makes it an own factor. As the server
     does (programme.factors.kept.settled); the hidden field says that this choice is done. */
  function startPicks(form) {
    const rows = JSON.parse(document.getElementById("carbon-factors").textContent);
    function entry(line, name) { return line.querySelector('[data-entry="' + name + '"]'); }
    form.addEventListener("change", function (event) {
      if (event.target.dataset.pick === undefined) return;
      const line = event.target.closest("[data-line]"), row = own(rows, event.target.value);
      line.querySelector('input[name$="-factor_was"]').value = event.target.value;
      if (!row) return;
      FACTOR_TEXTS.forEach(function (name) { entry(line, name).value = row[name]; });
      entry(line, "factor").dispatchEvent(new Event("input", { bubbles: true }));
    });
    form.addEventListener("input", function (event) {
      if (FACTOR_TEXTS.indexOf(event.target.dataset.entry) < 0) return;
      const line = event.target.closest("[data-line]"), pick = line.querySelector("[data-pick]");
      const row = own(rows, pick.value);
      if (!pick.value || (row && FACTOR_TEXTS.every(function (name) { return entry(line, name).value.trim() === row[name]; }))) return;
      pick.value = "";
      line.querySelector('input[name$="-factor_was"]').value = "";
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    const form = document.querySelector("form[data-carbon]");
    if (!form) return;
    startPicks(form);
    startSums(form);
  });
})();
