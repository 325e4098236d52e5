// Documents: the list, and a text with its entities in nested colours beside what was read in it.

function documentsView() {
  const said = byDocument.quotes();
  const held = byDocument.roles();
  const parts = byDocument.parts();
  const years = optionsOf(documents, (row) => (row.published || "").slice(0, 4));
  const render = (row, wanted) => [
    h("p", { class: "name" }, h("a", { href: `#d-${row.n}` }, marked(cut(titleOf(row.n), 140), wanted))),
    h("p", { class: "told" }, found(row, wanted)),
    h("p", { class: "counts" }, joined([day(row.published), held.of(row.n).length ? counted(held.of(row.n).length, "должность", "должности", "должностей") : null, parts.of(row.n).length ? counted(parts.of(row.n).length, "участие", "участия", "участий") : null, said.of(row.n).length ? quotesOf(said.of(row.n).length) : null].filter(Boolean), " · ")),
  ];
  return [
    heading("Документы"),
    listing({
      name: "documents",
      rows: documents,
      words: (row) => [row.title, row.source, row.document_id, day(row.published), ...(texts[row.n]?.sentences || [])],
      filters: [
        years.length > 2 ? { key: "year", label: "Год", options: years, test: (row, value) => (row.published || "").startsWith(value) } : null,
        { key: "source", label: "Источник", options: optionsOf(documents, (row) => row.source), test: (row, value) => row.source === value },
      ].filter((filter) => filter && filter.options.length > 2),
      orders: [["сначала новые", (one, other) => (other.published || "").localeCompare(one.published || "") || one.n - other.n], ["сначала старые", (one, other) => (one.published || "9").localeCompare(other.published || "9") || one.n - other.n], ["по заголовку", (one, other) => titleOf(one.n).localeCompare(titleOf(other.n), "ru")]],
      frame: plainFrame(render),
      noun: ["документ", "документа", "документов"],
      hint: "Слова в тексте или заголовке",
    }),
  ];
}

/** The sentence that the search found, else the first words. */
function found(row, wanted) {
  const sentences = texts[row.n]?.sentences || [];
  const hit = wanted.length ? sentences.findIndex((text) => matches(folded(text), wanted)) : -1;
  if (hit < 0) return cut(sentences.find((text) => text !== row.title) || "", 160);
  return h("a", { class: "quiet", href: `#s-${row.n}-${hit}` }, marked(cut(sentences[hit], 260), wanted));
}

// --- A text ---------------------------------------------------------------------------------

function documentPage(n) {
  const row = documents[n];
  const text = texts[n] || { sentences: [], paragraph: [], mentions: [] };
  const mentions = grouped(mentionsOf(n), (mention) => mention.sentence);
  const told = grouped(factsOf(n), (fact) => fact.sentence ?? 0);
  const paragraphs = [];
  text.sentences.forEach((words, at) => {
    if (!at || text.paragraph[at] !== text.paragraph[at - 1]) paragraphs.push(h("p", {}));
    else paragraphs.at(-1).append(" ");
    paragraphs.at(-1).append(sentence(n, at, words, mentions.of(at), told.of(at)));
  });
  const article = h("article", { class: "text", lang: "ru", on: { pointerover: highlightSame, pointerout: highlightSame } }, paragraphs.length ? paragraphs : h("p", { class: "empty" }, "Текст этого документа с таблицами не сохранён."));
  return [
    heading(titleOf(n)),
    h("p", { class: "lead" }, joined([day(row.published), row.source, (row.source || "").startsWith(row.document_id) ? null : row.document_id].filter(Boolean), " · ")),
    h("div", { class: "reading" }, h("div", {}, legend(article), article, neighbours(n)), aside(n, told)),
  ];
}

/** What the sentence tells, in the order in which it is printed beside the text. */
function factsOf(n) {
  return [
    ...byDocument.roles().of(n).map((row) => ({ sentence: row.sentence, row, words: [person(row.person), " – ", office(row)] })),
    ...byDocument.parts().of(n).map((row) => ({ sentence: row.sentence, row, words: [row.kind === "person" ? person(row.who) : body(row.who), " – ", row.role, ": ", event(row.event)] })),
    ...byDocument.quotes().of(n).map((row) => ({ sentence: row.sentence, row, words: [person(row.person), ": ", h("a", { class: "quiet", href: `#q-${row.n}` }, `«${cut(row.text, 90)}»`)] })),
    ...byDocument.checks().of(n).map((row) => ({ sentence: row.sentence, row, words: [h("a", { href: `#c-${row.n}` }, `Расхождение: ${row.finding}`)] })),
  ];
}

function sentence(n, at, words, mentions, told) {
  const mark = told.length
    ? h("a", { class: "told-here", href: `#f-${n}-${at}`, "aria-label": `Что взято из этого предложения: ${counted(told.length, "факт", "факта", "фактов")}` }, String(told.length))
    : null;
  return h("span", { class: "sentence", id: `s-${n}-${at}`, tabindex: "-1" }, nested(words, mentions), mark);
}

/**
 * The words of a sentence with its mentions, each within the one that it is a part of.
 *
 * Links cannot be nested, colours can: a mention is a <mark>, and only words that are in no inner
 * mention of their own are the link to whom it names.
 */
function nested(words, mentions) {
  const ordered = mentions.filter((mention) => mention.stop > mention.start).sort((one, other) => one.start - other.start || other.stop - one.stop);
  let next = 0;
  const within = (start, stop, owner) => {
    const pieces = [];
    let last = start;
    const plain = (upTo) => {
      if (upTo > last) pieces.push(owner ? linkedWords(words.slice(last, upTo), owner) : words.slice(last, upTo));
      last = Math.max(last, upTo);
    };
    while (next < ordered.length && ordered[next].start < stop) {
      const mention = ordered[next];
      next += 1;
      if (mention.start < last) continue; // crosses another, which tables never have
      plain(mention.start);
      const end = Math.min(mention.stop, stop);
      const mark = markOf(mention);
      last = end;
      mark.append(...within(mention.start, end, mention));
      pieces.push(mark);
    }
    plain(stop);
    return pieces;
  };
  return within(0, words.length, null);
}

function markOf(mention) {
  const name = mention.row >= 0 ? (TABLE_OF[mention.kind] || organisations)[mention.row].name : mention.normal;
  const same = mention.row >= 0 ? `${mention.kind}-${mention.row}` : null;
  return h("mark", { class: `m m-${mention.kind} m-${mention.form}`, title: `${name || ""}${name ? " – " : ""}${KIND_NAMES[mention.kind]}`, "data-same": same });
}

function linkedWords(words, mention) {
  if (mention.row < 0 || !words.trim()) return words;
  const kind = mention.kind === "place" ? "organisation" : mention.kind;
  const link = h("a", { href: address(kind, mention.row) }, words);
  if (mention.linked) link.setAttribute("tabindex", "-1"); // one stop for the keyboard is enough
  mention.linked = true;
  return link;
}

/** All mentions of whom one points at. */
function highlightSame(happened) {
  const same = happened.target.closest?.("[data-same]")?.dataset.same;
  const article = happened.currentTarget;
  for (const mark of article.querySelectorAll(".is-same")) mark.classList.remove("is-same");
  if (happened.type === "pointerover" && same) {
    for (const mark of article.querySelectorAll("[data-same]")) mark.classList.toggle("is-same", mark.dataset.same === same);
  }
}

/** What the colours mean; each can be switched off. */
function legend(article) {
  const present = KINDS.filter((kind) => article.querySelector(`.m-${kind}`));
  if (!present.length) return null;
  return h(
    "fieldset",
    { class: "legend" },
    h("legend", { class: "visually-hidden" }, "Что выделено цветом"),
    present.map((kind) => {
      const box = h("input", { type: "checkbox", on: { change: () => article.classList.toggle(`without-${kind}`, !box.checked) } });
      box.checked = true;
      return h("label", {}, box, h("span", { class: `m m-${kind}` }, KIND_NAMES[kind]));
    }),
  );
}

function neighbours(n) {
  return h(
    "nav",
    { class: "neighbours", "aria-label": "Соседние документы" },
    n > 0 ? h("a", { href: `#d-${n - 1}`, rel: "prev" }, h("span", { "aria-hidden": "true" }, "← "), cut(titleOf(n - 1), 60)) : h("span", {}),
    n + 1 < documents.length ? h("a", { href: `#d-${n + 1}`, rel: "next" }, cut(titleOf(n + 1), 60), h("span", { "aria-hidden": "true" }, " →")) : null,
  );
}

/** What was read in the text, sentence by sentence; each leads to its place there. */
function aside(n, told) {
  const numbers = told.keys().sort((one, other) => one - other);
  const sheet = byDocument.press().of(n);
  return h(
    "aside",
    { class: "told-aside", "aria-label": "Что взято из текста" },
    h("h2", {}, "Что взято из текста"),
    numbers.length
      ? h(
          "ol",
          { class: "told-list" },
          numbers.map((at) =>
            h(
              "li",
              { id: `f-${n}-${at}`, tabindex: "-1" },
              h("p", { class: "to-sentence" }, h("a", { href: `#s-${n}-${at}` }, `Предложение ${at + 1}`)),
              told.of(at).map((fact) => h("p", { class: `told-fact${doubt(fact.row)}` }, fact.words, " ", scored(fact.row))),
            ),
          ),
        )
      : h("p", { class: "empty" }, "Должностей, участий и цитат здесь не нашлось."),
    sheet.length ? h("p", { class: "aside" }, h("a", { href: `#r-${sheet[0].n}` }, `В сводной таблице: ${counted(sheet.length, "строка", "строки", "строк")}`)) : null,
  );
}
