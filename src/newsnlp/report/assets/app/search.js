// Search without a dictionary: words are compared by their stems, so that «ректора» finds «ректор».

const ENDINGS = /(?:иями|ями|ами|иях|ях|ах|его|ого|ему|ому|ыми|ими|ией|ием|ых|их|ым|им|ый|ий|ой|ая|яя|ое|ее|ые|ие|ую|юю|ей|ом|ем|ам|ям|ов|ев|ью|ия|ья|ию|ии|а|я|о|е|у|ю|ы|и|ь|й)$/;

/** Lower case, е for ё, one kind of quotation marks and dashes: what does not tell words apart. */
function folded(text) {
  return text.toLowerCase().replace(/ё/g, "е").replace(/[«»„“”]/g, '"').replace(/[–—−]/g, "-").replace(/[\u00ad\u200b]/g, "");
}

function stem(word) {
  const short = word.replace(ENDINGS, "");
  return short.length >= 3 ? short : word;
}

/** «Ректора ТУСУР» → what must stand at the beginning of words; "in quotes" is taken as it is. */
function query(text) {
  const words = folded(text).match(/"[^"]+"|[\p{L}\p{N}]+/gu) || [];
  return words.map((word) => (word[0] === '"' ? { whole: word.slice(1, -1) } : { stem: stem(word) }));
}

const LETTER_BEFORE = /[\p{L}\p{N}]/u;

function begins(haystack, needle, from = 0) {
  for (let at = haystack.indexOf(needle, from); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (at === 0 || !LETTER_BEFORE.test(haystack[at - 1])) return at;
  }
  return -1;
}

/** Whether each word of the query begins a word of `haystack`, which is folded. */
function matches(haystack, wanted) {
  return wanted.every((word) => (word.whole ? haystack.includes(word.whole) : begins(haystack, word.stem) >= 0));
}

/** `text` with what the query found in it marked. */
function marked(text, wanted) {
  const haystack = folded(text);
  if (haystack.length !== text.length || !wanted.length) return [text];
  const spans = [];
  for (const word of wanted) {
    const needle = word.whole || word.stem;
    const find = (from) => (word.whole ? haystack.indexOf(needle, from) : begins(haystack, needle, from));
    for (let at = find(0); at >= 0; at = find(at + 1)) {
      let stop = at + needle.length;
      while (!word.whole && stop < haystack.length && LETTER_BEFORE.test(haystack[stop])) stop += 1;
      spans.push([at, stop]);
    }
  }
  spans.sort((one, other) => one[0] - other[0]);
  const pieces = [];
  let last = 0;
  for (const [start, stop] of spans) {
    if (start < last) continue;
    pieces.push(text.slice(last, start), h("mark", { class: "hit" }, text.slice(start, stop)));
    last = stop;
  }
  return [...pieces, text.slice(last)];
}

/** Whether a row fits; its words are folded once. */
const haystacks = new WeakMap();

function fits(row, wanted, words) {
  if (!wanted.length) return true;
  if (!haystacks.has(row)) haystacks.set(row, folded(words(row).filter(Boolean).join(" · ")));
  return matches(haystacks.get(row), wanted);
}
