// People: the list, and the page of a person.

function peopleView() {
  const held = byPerson.roles();
  const parts = byPerson.parts();
  const said = byPerson.quotes();
  const render = (row, wanted) => {
    const role = mainRole(held.of(row.n));
    return [
      h("p", { class: "name" }, h("a", { href: address("person", row.n) }, marked(row.name, wanted))),
      h("p", { class: "told" }, role ? [role.status === "former" ? "прежде: " : null, office(role)] : h("span", { class: "aside" }, row.also || "")),
      h("p", { class: "counts" }, joined([documentsOf(row.documents), parts.of(row.n).length ? forumsOf(distinct(parts.of(row.n), (part) => part.event).length) : null, said.of(row.n).length ? quotesOf(said.of(row.n).length) : null].filter(Boolean), " · ")),
    ];
  };
  return [
    heading("Люди"),
    listing({
      name: "people",
      rows: persons,
      words: (row) => [row.name, row.also, ...held.of(row.n).map(office)],
      filters: [
        {
          key: "with",
          label: "Кто",
          options: [["", "все"], ["role", "с должностью"], ["part", "участники мероприятий"], ["quote", "с цитатами"]],
          test: (row, value) => ({ role: held, part: parts, quote: said })[value].of(row.n).length > 0,
        },
      ],
      orders: [["по упоминаниям", byMentions], ["по алфавиту", bySurname]],
      frame: plainFrame(render),
      noun: ["человек", "человека", "человек"],
      hint: "Имя, должность, организация",
    }),
  ];
}

/** «Тимур Рашидович Валеев» goes by «Валеев». */
function bySurname(one, other) {
  const last = (row) => row.name.split(" ").at(-1);
  return last(one).localeCompare(last(other), "ru") || byName(one, other);
}

function personPage(n) {
  const row = persons[n];
  const held = byPerson.roles().of(n);
  const parts = byPerson.parts().of(n);
  const said = byPerson.quotes().of(n);
  const employers = grouped(held.filter((role) => level(role.score) !== "low"), (role) => role.organisation);
  const bodies = employers.keys().sort((one, other) => employers.of(other).length - employers.of(one).length);
  return [
    heading(row.name),
    facts([
      ["В текстах также", row.also],
      ["Организации", joined([...bodies.slice(0, 12).map((number) => body(number)), ...(bodies.length > 12 ? [`ещё ${number(bodies.length - 12)}`] : [])])],
      ["Упоминаний", `${number(row.mentions)} (${documentsOf(row.documents)})`],
    ]),
    section("Должности", 0, offices(held)),
    section("Мероприятия", 0, partList(parts)),
    section("Цитаты", said.length, [...said].sort(byDay).map((quote) => quotation(quote, { speaker: false }))),
    section("Вместе с кем", 0, companions(n, parts)),
    documentList("person", n),
  ];
}

/** Titles over time: one entry for each office, with the days of the news that tell of it. */
function offices(held) {
  const groups = grouped(rolesByTime(held), (role) => `${role.position}\n${role.organisation}\n${role.status}`);
  return surest(groups, "over-time", (same, best) => {
    const [first] = same;
    const told = same.map((role) => role.published).filter(Boolean).sort();
    return h(
      "li",
      { class: `fact${doubt({ score: best })}` },
      h("p", { class: "when" }, term(same) || (told.length ? days(told[0], told.at(-1)) : "без даты")),
      h("p", { class: "what" }, h("strong", {}, capital(first.position || "должность не названа")), first.organisation >= 0 ? [" – ", body(first.organisation)] : null, " ", chip(STATUS[first.status] || first.status, first.status), scored({ ...first, score: best })),
      sources(same),
    );
  });
}

/** «с марта 2021 по май 2024», where a text says so. */
function term(same) {
  const since = same.find((role) => role.since)?.since;
  const until = same.find((role) => role.until)?.until;
  if (!since && !until) return null;
  return [since ? `с ${dayFrom(since)}` : null, until ? `по ${day(until)}` : null].filter(Boolean).join(" ");
}

/** One entry for each forum and part. */
function partList(parts) {
  const ordered = [...parts].sort((one, other) => (events[other.event]?.start || other.published).localeCompare(events[one.event]?.start || one.published));
  const groups = grouped(ordered, (part) => `${part.event}\n${part.role}`);
  return surest(groups, "", (same, best) => {
    const forum = events[same[0].event];
    return h(
      "li",
      { class: `fact${doubt({ score: best })}` },
      h("p", { class: "what" }, event(same[0].event), " ", chip(same[0].role, "part"), scored({ ...same[0], score: best })),
      forum ? h("p", { class: "aside" }, joined([days(forum.start, forum.end), forum.place].filter(Boolean), " · ")) : null,
      sources(same),
    );
  });
}

/** Who took part in the same forums most often. */
function companions(n, parts) {
  const counts = new Map();
  for (const forum of distinct(parts.map((part) => part.event))) {
    for (const who of distinct(byEvent.parts().of(forum).filter((part) => part.kind === "person").map((part) => part.who))) {
      if (who !== n && who >= 0) counts.set(who, (counts.get(who) || 0) + 1);
    }
  }
  const often = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, 12);
  if (!often.length) return null;
  return h("ul", { class: "inline" }, often.map(([who, count]) => h("li", {}, person(who), count > 1 ? h("span", { class: "aside" }, ` ${forumsOf(count)}`) : null)));
}
