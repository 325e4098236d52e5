// Search in everything at once.

function findView(text) {
  const wanted = query(text);
  if (!wanted.length) return [heading("Поиск"), h("p", { class: "empty" }, "Введите слово, имя или название.")];
  const within = (rows, words) => rows.filter((row) => matches(folded(words(row).filter(Boolean).join(" · ")), wanted));
  const groups = [
    ["Люди", within(persons, (row) => [row.name, row.also]).sort(byMentions), (row) => h("a", { class: "to to-person", href: address("person", row.n) }, marked(row.name, wanted))],
    ["Мероприятия", within(events, (row) => [row.name, row.also]).sort(byMentions), (row) => h("a", { class: "to to-event", href: address("event", row.n) }, marked(capital(row.name), wanted))],
    ["Организации", within(organisations, (row) => [row.name, row.also, row.acronym]).sort(byMentions), (row) => h("a", { class: "to to-organisation", href: address("organisation", row.n) }, marked(row.name, wanted))],
  ];
  const sentences = sentencesWith(wanted);
  const total = groups.reduce((sum, [, rows]) => sum + rows.length, sentences.length);
  return [
    heading(`Поиск: ${text}`),
    h("p", { class: "lead", role: "status" }, total ? `Найдено: ${number(total)}` : "Ничего не найдено. Попробуйте часть слова или другое слово."),
    groups.map(([title, rows, link]) => section(title, rows.length, foldedList(rows.map((row) => h("li", {}, link(row), h("span", { class: "aside" }, ` ${documentsOf(row.documents)}`))), "plain"))),
    section(
      "В текстах",
      sentences.length,
      foldedList(
        sentences.slice(0, 300).map((hit) => h("li", {}, h("a", { class: "quiet", href: `#s-${hit.document}-${hit.sentence}` }, marked(cut(texts[hit.document].sentences[hit.sentence], 320), wanted)), h("span", { class: "aside" }, joined([cut(titleOf(hit.document), 90), day(documents[hit.document].published)].filter(Boolean), " · ")))),
        "hits",
        40,
      ),
    ),
  ];
}

function sentencesWith(wanted) {
  const hits = [];
  texts.forEach((text, document) => text.sentences.forEach((words, at) => matches(folded(words), wanted) && hits.push({ document, sentence: at })));
  return hits;
}
