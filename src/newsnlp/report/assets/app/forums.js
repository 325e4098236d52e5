// Forums: the list, the page of a forum, and the calendar.

function forumsView() {
  const parts = byEvent.parts();
  const render = (row, wanted) => [
    h("p", { class: "name" }, h("a", { href: address("event", row.n) }, marked(capital(row.name), wanted))),
    h("p", { class: "told" }, joined([days(row.start, row.end), row.place, row.whole >= 0 ? ["в рамках: ", events[row.whole].name] : null].filter(Boolean), " · ")),
    h("p", { class: "counts" }, joined([parts.of(row.n).length ? counted(distinct(parts.of(row.n), whoOf).length, "участник", "участника", "участников") : null, documentsOf(row.documents)].filter(Boolean), " · ")),
  ];
  return [
    heading("Мероприятия", h("a", { class: "button", href: "#timeline" }, "Календарь")),
    listing({
      name: "forums",
      rows: events,
      words: (row) => [row.name, row.also, row.place, row.kind, row.whole >= 0 ? events[row.whole].name : "", ...parts.of(row.n).map(whoName)],
      filters: [
        { key: "kind", label: "Вид", options: optionsOf(events, (row) => row.kind), test: (row, value) => row.kind === value },
        {
          key: "with",
          label: "Известно",
          options: [["", "неважно что"], ["day", "дата"], ["place", "место"], ["part", "участники"]],
          test: (row, value) => ({ day: row.start, place: row.place, part: parts.of(row.n).length })[value],
        },
      ],
      orders: [["по упоминаниям", byMentions], ["по дате", byStart], ["по алфавиту", byName]],
      frame: plainFrame(render),
      noun: ["мероприятие", "мероприятия", "мероприятий"],
      hint: "Название, место, участник",
    }),
  ];
}

const whoOf = (part) => `${part.kind} ${part.who}`;
const whoName = (part) => (part.kind === "person" ? persons : organisations)[part.who]?.name || "";
const byStart = (one, other) => (other.start || "").localeCompare(one.start || "") || byMentions(one, other);

// As what one takes part, from who leads to who comes.
const PARTS = ["организатор", "председатель", "модератор", "спикер", "эксперт", "лауреат", "гость", "участник"];
const PART_TITLES = { организатор: "Организаторы", председатель: "Председатели", модератор: "Модераторы", спикер: "Спикеры", эксперт: "Эксперты", лауреат: "Лауреаты", гость: "Гости", участник: "Участники" };

function eventPage(n) {
  const row = events[n];
  const parts = byEvent.parts().of(n);
  const named = distinct([...PARTS, ...parts.map((part) => part.role)]);
  return [
    heading(capital(row.name)),
    facts([
      ["Вид", row.kind],
      ["Когда", days(row.start, row.end)],
      ["Где", row.place],
      ["В рамках", row.whole >= 0 ? event(row.whole) : null],
      ["В программе", joined(byEvent.within().of(n).map((inner) => event(inner.n)))],
      ["В текстах также", row.also],
      ["Упоминаний", `${number(row.mentions)} (${documentsOf(row.documents)})`],
    ]),
    named.map((role) => {
      const same = parts.filter((part) => part.role === role);
      const who = grouped(same, whoOf);
      return section(PART_TITLES[role] || capital(role || "Участники"), who.size, surest(who, "", participant));
    }),
    documentList("event", n),
  ];
}

function participant(same, best) {
  const [first] = same;
  const role = first.kind === "person" ? officeAt({ person: first.who, document: first.document }) : null;
  return h(
    "li",
    { class: `fact${doubt({ score: best })}` },
    h("p", { class: "what" }, first.kind === "person" ? person(first.who) : body(first.who), role ? h("span", { class: "office" }, ", ", role) : null, scored({ ...first, score: best })),
    sources(same),
  );
}

// --- The calendar ---------------------------------------------------------------------------

function timelineView() {
  // What is ahead stands first.
  const dated = events.filter((row) => dayOf(row.start)?.month).sort((one, other) => other.start.localeCompare(one.start) || one.n - other.n);
  const months = grouped(dated, (row) => row.start.slice(0, 7));
  const without = events.length - dated.length;
  return [
    heading("Календарь мероприятий"),
    h("p", { class: "lead" }, dated.length ? `${capital(forumsOf(dated.length))} с датой` : "Мероприятий с датой нет", without ? `, ещё ${number(without)} без даты – в разделе ` : null, without ? h("a", { href: "#forums" }, "«Мероприятия»") : null, "."),
    dated.length ? density(months) : null,
    months.keys().map((month) =>
      h(
        "section",
        { class: "month", id: `month-${month}` },
        h("h2", { tabindex: "-1" }, capital(day(month)), h("span", { class: "count" }, number(months.of(month).length))),
        h("ol", { class: "days" }, months.of(month).map(dayEntry)),
      ),
    ),
  ];
}

function dayEntry(row) {
  const who = distinct(byEvent.parts().of(row.n), whoOf);
  const names = who.slice(0, 4).map((part) => (part.kind === "person" ? person(part.who) : body(part.who)));
  return h(
    "li",
    { class: row.whole >= 0 ? "within" : null },
    h("p", { class: "when" }, shortDays(row)),
    h(
      "div",
      {},
      h("p", { class: "what" }, event(row.n, capital(row.name))),
      h("p", { class: "aside" }, joined([row.place, row.whole >= 0 ? ["в рамках: ", event(row.whole)] : null].filter(Boolean), " · ")),
      who.length ? h("p", { class: "aside who" }, joined(names), who.length > 4 ? ` и ещё ${number(who.length - 4)}` : null) : null,
    ),
  );
}

/** «27–29 августа» without the year, which stands above. */
function shortDays(row) {
  return days(row.start, row.end).replace(new RegExp(`${NBSP}${row.start.slice(0, 4)}$`), "");
}

/** Forums by month as bars, each a link to its month. */
function density(months) {
  const all = monthsOfPicture(months.keys().reverse());
  const most = Math.max(...months.keys().map((month) => months.of(month).length));
  const step = Math.round(Math.min(Math.max(1080 / all.length, 14), 44));
  const [width, height] = [all.length * step, 84];
  const bars = all.map((month, index) => {
    if (!month) return svg("text", { class: "tick", x: index * step + step / 2, y: height - 16, "text-anchor": "middle" }, "…");
    const count = months.of(month).length;
    const tall = count ? Math.max((count / most) * (height - 18), 3) : 1;
    const label = `${capital(day(month))}: ${forumsOf(count)}`;
    const bar = svg("g", {}, svg("title", {}, label), svg("rect", { class: "hit-area", x: index * step, y: 0, width: step, height: height - 14 }), svg("rect", { class: count ? "bar" : "bar none", x: index * step + 2, y: height - 14 - tall, width: step - 4, height: tall, rx: 1.5 }));
    const year = month.endsWith("-01") || !all[index - 1] ? svg("text", { class: "tick", x: index * step + 2, y: height - 2 }, month.slice(0, 4)) : null;
    if (!count) return [bar, year];
    const link = h("a", { href: `#month-${month}`, "aria-label": label });
    const linked = document.createElementNS(SVG, "a");
    linked.setAttribute("href", link.getAttribute("href"));
    linked.setAttribute("aria-label", label);
    linked.append(bar);
    return [linked, year];
  });
  const picture = h("div", { class: "density" }, svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": "Мероприятия по месяцам" }, bars));
  window.requestAnimationFrame(() => (picture.scrollLeft = picture.scrollWidth)); // the latest are looked for
  return picture;
}

/** The months from the first to the last; where nothing happens for more than a year, a gap («»). */
function monthsOfPicture(known) {
  const found = [];
  let last = null;
  for (const month of known) {
    const between = last ? monthsBetween(last, month).slice(1) : [month];
    if (between.length > 13) found.push("", month);
    else found.push(...between);
    last = month;
  }
  return found;
}

function monthsBetween(first, last) {
  const found = [];
  let [year, month] = first.split("-").map(Number);
  for (let at = first; at <= last && found.length < 240; ) {
    found.push(at);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    at = `${year}-${String(month).padStart(2, "0")}`;
  }
  return found;
}
