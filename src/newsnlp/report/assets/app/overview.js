// The overview: how much there is, who and what comes most often, what is to be checked.

function overview() {
  const published = documents.map((row) => row.published).filter((iso) => dayOf(iso)).sort();
  const toCheck = press.filter((row) => row.check).length;
  const period = published.length ? days(published[0], published.at(-1)) : "";
  return [
    heading("Обзор"),
    h("p", { class: "lead" }, `${capital(documentsOf(documents.length))}${period ? ` за ${period}` : ""}: кто какую должность занимает, кто в каких мероприятиях участвует, кто что сказал.`),
    h(
      "ul",
      { class: "figures" },
      figure(persons.length, ["человек", "человека", "человек"], "#people"),
      figure(events.length, ["мероприятие", "мероприятия", "мероприятий"], "#forums"),
      figure(organisations.length, ["организация", "организации", "организаций"], "#bodies"),
      figure(quotes.length, ["цитата", "цитаты", "цитат"], "#quotes"),
      figure(documents.length, ["документ", "документа", "документов"], "#documents"),
      figure(press.length, ["строка сводной таблицы", "строки сводной таблицы", "строк сводной таблицы"], "#press"),
      hasCheck ? figure(checks.length, ["расхождение с реестром", "расхождения с реестром", "расхождений с реестром"], "#check") : null,
    ),
    published.length > 1 ? section("Когда вышли новости", 0, publications(published)) : null,
    h(
      "div",
      { class: "columns" },
      section("О ком пишут", 0, mostMentioned(persons, person)),
      section("Об организациях", 0, mostMentioned(organisations.filter((row) => row.kind !== "место"), body)),
      section("Крупнейшие мероприятия", 0, bars(top(events, (row) => distinct(byEvent.parts().of(row.n), whoOf).length, (row) => row.documents), (n) => event(n, cut(capital(events[n].name), 80)), (count) => counted(count, "участник", "участника", "участников"))),
      section("Чаще цитируют", 0, bars(top(persons, (row) => byPerson.quotes().of(row.n).length, (row) => row.mentions), person, quotesOf)),
    ),
    press.length ? section("Насколько этому верить", 0, sureness(toCheck)) : null,
  ];
}

function figure(count, forms, to) {
  return h("li", {}, h("a", { href: to }, h("strong", {}, number(count)), " ", h("span", {}, plural(count, ...forms))));
}

/** By documents; where nobody is in two, by mentions. */
function mostMentioned(rows, link) {
  const several = rows.some((row) => row.documents > 1);
  const [value, then] = several ? [(row) => row.documents, (row) => row.mentions] : [(row) => row.mentions, (row) => row.documents];
  return bars(top(rows, value, then), link, several ? documentsOf : (count) => counted(count, "упоминание", "упоминания", "упоминаний"));
}

/** The eight rows of the greatest values: [row, value]. */
function top(rows, value, then) {
  return rows
    .map((row) => [row, value(row)])
    .filter(([, count]) => count > 0)
    .sort((one, other) => other[1] - one[1] || then(other[0]) - then(one[0]) || byName(one[0], other[0]))
    .slice(0, 8);
}

function bars(found, link, say) {
  if (!found.length) return null;
  const most = found[0][1];
  return h(
    "ol",
    { class: "bars" },
    found.map(([row, count]) => {
      const bar = h("span", { class: "bar-line", "aria-hidden": "true" });
      bar.style.setProperty("--share", `${Math.max((100 * count) / most, 1)}%`);
      return h("li", {}, h("span", { class: "bar-name" }, link(row.n)), h("span", { class: "bar-count" }, say(count)), bar);
    }),
  );
}

/** How many news came out a day, a month or a year, whichever makes a readable picture. */
function publications(published) {
  const span = (Date.parse(published.at(-1).slice(0, 10)) - Date.parse(published[0].slice(0, 10))) / 86400000;
  const length = span <= 45 ? 10 : span <= 1500 ? 7 : 4;
  const counts = new Map(stretch(published, length).map((key) => [key, 0]));
  for (const iso of published) counts.set(iso.slice(0, length), (counts.get(iso.slice(0, length)) || 0) + 1);
  const most = Math.max(...counts.values());
  return h(
    "div",
    { class: "columns-chart", role: "img", "aria-label": `Больше всего новостей: ${day([...counts].find(([, count]) => count === most)[0])} – ${number(most)}` },
    [...counts].map(([key, count]) => {
      const column = h("span", { class: "column", title: `${capital(day(key))}: ${documentsOf(count)}` }, h("span", { class: "column-bar" }), h("span", { class: "column-name" }, shortDay(key)));
      column.firstChild.style.setProperty("--share", `${(100 * count) / most}%`);
      return column;
    }),
  );
}

function stretch(published, length) {
  if (length === 7) return monthsBetween(published[0].slice(0, 7), published.at(-1).slice(0, 7));
  if (length === 4) return [...new Set(published.map((iso) => iso.slice(0, 4)))];
  const found = [];
  const last = Date.parse(published.at(-1));
  for (let at = Date.parse(published[0]); at <= last; at += 86400000) found.push(new Date(at).toISOString().slice(0, 10));
  return found;
}

function shortDay(key) {
  const date = dayOf(key);
  if (date.day) return String(date.day);
  if (!date.month) return String(date.year);
  return date.month === 1 ? `${MONTHS_SHORT[0]} ${String(date.year).slice(2)}` : MONTHS_SHORT[date.month - 1];
}

function sureness(toCheck) {
  const levels = ["high", "middle", "low"].map((name) => [name, press.filter((row) => level(row.score) === name).length]);
  const shown = levels.filter(([, count]) => count);
  const bar = h(
    "div",
    { class: "sureness", "aria-hidden": "true" },
    shown.map(([name, count]) => {
      const share = h("span", { class: `share share-${name}` });
      share.style.setProperty("flex-grow", String(count));
      return share;
    }),
  );
  return [
    bar,
    h("ul", { class: "inline" }, shown.map(([name, count]) => h("li", { class: `key key-${name}` }, `${{ high: "надёжных строк", middle: "средних", low: "сомнительных" }[name]}: ${number(count)}`))),
    h("p", {}, toCheck ? ["Прежде чем отправлять таблицу дальше, просмотрите ", h("a", { href: "#press" }, counted(toCheck, "строку", "строки", "строк")), " с пометкой «проверить»: у них есть оценка ниже принятой границы."] : "Ни одной строки сводной таблицы проверять не предлагается."),
  ];
}
