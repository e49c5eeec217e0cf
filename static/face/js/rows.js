/* Where kept text belongs on a page whose rows (table-number-entry) may have been added or removed since. Rows carry no
   names of their own: a row is known by what it held when the text was typed, or by its number while there are as many. */
(function () {
  "use strict";
  const NAME = /^(\w+)-(\d+)-(\w+)$/;

  function held(texts, start) {
    return JSON.stringify(Object.keys(texts).filter(function (name) { return name.startsWith(start); }).map(function (name) { return texts[name]; }));
  }
  function total(form, table) { return form.elements[table + "-count"].value; }

  /* What to remember of the row of an input; texts: what is saved, by name. */
  function mark(form, texts, name) {
    const found = NAME.exec(name);
    return found ? { row: held(texts, found[1] + "-" + found[2] + "-"), rows: total(form, found[1]) } : {};
  }

  /* name → its name on this page now; null when its row is not to be found. */
  function homes(form, texts, entries) {
    const found = {}, taken = {};
    Object.keys(entries).forEach(function (name) {
      const parts = NAME.exec(name);
      if (!parts) { found[name] = name in texts ? name : null; return; }
      const from = parts[1] + "-" + parts[2] + "-";
      if (!(from in taken)) taken[from] = home(form, texts, parts, entries[name], Object.values(taken));
      found[name] = taken[from] && taken[from] + parts[3];
    });
    return found;
  }
  function home(form, texts, parts, entry, taken) {
    const number = Number(total(form, parts[1])), own = parts[1] + "-" + parts[2] + "-";
    if (entry.rows === String(number)) return own;
    const starts = Array.from({ length: number }, function (none, index) { return parts[1] + "-" + index + "-"; });
    const fitting = starts.filter(function (start) { return !taken.includes(start) && held(texts, start) === entry.row; });
    return fitting.includes(own) ? own : fitting[0] || null;
  }

  window.keptRows = { mark: mark, homes: homes };
})();
