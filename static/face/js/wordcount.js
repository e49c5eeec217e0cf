/* 字数 as Word counts it; the same rule as sheets/wordcount.py. */
(function () {
  "use strict";

  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const UNSEEN = "\\xad\\u0300-\\u036f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufeff\\u{e0000}-\\u{e01ef}";
  const ALONE = "\\u1100-\\u11ff\\u2014-\\u2027\\u2030-\\u205e\\u20a0-\\u20cf\\u2100-\\u2fff\\u3001-\\u{3ffff}";

  const unseen = new RegExp("[" + UNSEEN + "]", "gu");
  const counted = new RegExp("[^" + SPACE + ALONE + "]+(?:\u2019[^" + SPACE + ALONE + "]+)*|[" + ALONE + "]", "gu");

  window.countWords = function (text) {
    return (text.replace(unseen, "").match(counted) || []).length;
  };
})();
