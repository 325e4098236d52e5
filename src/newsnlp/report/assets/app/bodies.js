// Bodies: the list, and the page of a body.

function bodiesView() {
  const held = byBody.roles();
  const parts = byBody.parts();
  const render = (row, wanted) => [
    h("p", { class: "name" }, h("a", { href: address("organisation", row.n) }, marked(row.name, wanted)), row.acronym && row.acronym !== row.name ? h("span", { class: "aside" }, ` ${row.acronym}`) : null),
    h("p", { class: "told" }, row.parent >= 0 ? organisations[row.parent].name : h("span", { class: "aside" }, row.kind || "")),
    h("p", { class: "counts" }, joined([held.of(row.n).length ? peopleOf(distinct(held.of(row.n), (role) => role.person).length) : null, documentsOf(row.documents)].filter(Boolean), " · ")),
  ];
  return [
    heading("Организации"),
    listing({
      name: "bodies",
      rows: organisations,
      words: (row) => [row.name, row.also, row.acronym, row.parent >= 0 ? organisations[row.parent].name : ""],
      filters: [
        { key: "kind", label: "Вид", options: optionsOf(organisations, (row) => row.kind), test: (row, value) => row.kind === value },
        {
          key: "with",
          label: "Известно",
          options: [["", "неважно что"], ["role", "кто там работает"], ["part", "мероприятия"], ["unit", "подразделения"]],
          test: (row, value) => ({ role: held, part: parts, unit: byBody.units() })[value].of(row.n).length > 0,
        },
      ],
      orders: [["по упоминаниям", byMentions], ["по алфавиту", byName]],
      frame: plainFrame(render),
      noun: ["организация", "организации", "организаций"],
      hint: "Название, сокращение",
    }),
  ];
}

function bodyPage(n) {
  const row = organisations[n];
  const held = byBody.roles().of(n);
  const parts = byBody.parts().of(n);
  const units = byBody.units().of(n);
  const told = grouped(held, (role) => role.person);
  const sum = (who) => told.of(who).reduce((total, role) => total + role.score, 0);
  const order = new Map(told.keys().map((who) => [who, sum(who)]));
  // Who is told of most often, and most surely, stands first.
  const people = grouped([...rolesByTime(held)].sort((one, other) => order.get(other.person) - order.get(one.person)), (role) => role.person);
  return [
    heading(row.name),
    facts([
      ["Сокращение", row.acronym !== row.name ? row.acronym : null],
      ["Вид", row.kind],
      ["Входит в", chain(row.parent)],
      ["Подразделения", joined(units.map((unit) => body(unit.n)))],
      ["В текстах также", row.also],
      ["Упоминаний", `${number(row.mentions)} (${documentsOf(row.documents)})`],
    ]),
    section("Люди", people.size, surest(people, "", employee)),
    section("Мероприятия", 0, partList(parts)),
    documentList("organisation", n),
  ];
}

/** The body that a body is a unit of, with what that is a unit of. */
function chain(parent) {
  const found = [];
  for (let at = parent; at >= 0 && !found.includes(at); at = organisations[at].parent) found.push(at);
  return joined(found.map((at) => body(at)), " → ");
}

function employee(same, best) {
  const told = grouped(same, (role) => `${role.position} ${role.status}`);
  const titles = told.keys().sort((one, other) => told.of(other).length - told.of(one).length).map((key) => told.of(key)[0]);
  return h(
    "li",
    { class: `fact${doubt({ score: best })}` },
    h("p", { class: "what" }, person(same[0].person), h("span", { class: "office" }, ", ", joined(titles.slice(0, 3).map((role) => [role.status === "former" ? "прежде: " : null, role.status === "acting" ? "и. о.: " : null, role.position || "должность не названа"])), titles.length > 3 ? ` и ещё ${number(titles.length - 3)}` : null), scored({ ...same[0], score: best })),
    sources(same),
  );
}
