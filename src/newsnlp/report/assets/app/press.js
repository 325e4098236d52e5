// The press sheet as a table that can be sorted, and what contradicts the registry.

const SHEET = [
  { key: "person", title: "Человек", cell: (row) => person(row.person_row, row.person) },
  { key: "position", title: "Должность" },
  { key: "organisation", title: "Организация", cell: (row) => body(row.organisation_row, row.organisation) },
  { key: "event", title: "Мероприятие", cell: (row) => event(row.event_row, row.event) },
  { key: "role", title: "Роль" },
  { key: "start", title: "Дата", cell: (row) => shortDate(row.start) },
  { key: "place", title: "Место" },
  { key: "quote", title: "Цитата", cell: (row) => (row.quote ? h("span", { class: "long" }, row.quote) : null) },
  { key: "document", title: "Источник", cell: sheetSource, value: (row) => titleOf(row.document) },
  { key: "score", title: "Оценка", cell: (row) => [scored(row), row.check ? h("span", { class: "to-check" }, `проверить: ${row.check}`) : null], value: (row) => row.score ?? -1 },
];

function sheetSource(row) {
  const to = sentenceAddress(row);
  const words = row.published ? shortDate(row.published) : "в тексте";
  return to ? h("a", { href: to, title: `${titleOf(row.document)}. ${sentenceText(row)}` }, h("span", { class: "long" }, cut(titleOf(row.document), 60)), h("span", { class: "day" }, words)) : null;
}

function pressView() {
  return [
    h("div", { class: "widest" }, heading("Сводная таблица")),
    h("p", { class: "lead" }, "Человек, его должность и организация, мероприятие и роль на нём – строка за строкой. Из каждой строки можно перейти к предложению, из которого она взята."),
    listing({
      name: "press",
      rows: press,
      words: (row) => [row.person, row.position, row.organisation, row.event, row.role, row.place, row.quote, titleOf(row.document)],
      filters: [
        { key: "role", label: "Роль", options: optionsOf(press, (row) => row.role), test: (row, value) => row.role === value },
        {
          key: "check",
          label: "Надёжность",
          options: [["", "любая"], ["sure", "проверять нечего"], ["check", "стоит проверить"], ["low", "сомнительные"]],
          test: (row, value) => ({ sure: !row.check, check: Boolean(row.check), low: level(row.score) === "low" })[value],
        },
      ],
      frame: tableFrame,
      noun: ["строка", "строки", "строк"],
      hint: "Имя, должность, мероприятие",
    }),
  ];
}

function tableFrame(state, update) {
  const buttons = SHEET.map((column) => h("button", { type: "button", on: { click: () => sortBy(column) } }, column.title));
  const heads = SHEET.map((column, index) => h("th", { scope: "col", class: `c-${SHEET[index].key}` }, buttons[index]));
  const rows = h("tbody", {});
  const show = () => {
    SHEET.forEach((column, index) => {
      const sorted = state.sorted === column.key;
      if (sorted) heads[index].setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else heads[index].removeAttribute("aria-sort");
    });
  };
  const sortBy = (column) => {
    state.down = state.sorted === column.key && !state.down;
    state.sorted = column.key;
    const value = column.value || ((row) => row[column.key]);
    const sign = state.down ? -1 : 1;
    // Rows without the value come last either way.
    state.sort = (one, other) => {
      const [left, right] = [value(one), value(other)];
      if (left === right) return one.n - other.n;
      if (left === null || right === null) return left === null ? 1 : -1;
      return sign * (typeof left === "number" ? left - right : left.localeCompare(right, "ru"));
    };
    show();
    update();
  };
  show();
  const element = h("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": "Сводная таблица" }, h("table", {}, h("thead", {}, h("tr", {}, heads)), rows));
  return {
    element,
    add: (found) => rows.append(...found.map(sheetRow)),
    clear: () => rows.replaceChildren(),
  };
}

function sheetRow(row) {
  return h(
    "tr",
    { id: `r-${row.n}`, "data-row": row.n, class: doubt(row).trim() || null, tabindex: "-1" },
    SHEET.map((column, index) => {
      const value = column.cell ? column.cell(row) : row[column.key];
      const filled = Array.isArray(value) ? value.some(Boolean) : Boolean(value);
      return h(index ? "td" : "th", { "data-title": column.title, scope: index ? null : "row", class: filled ? `c-${column.key}` : `c-${column.key} none` }, value);
    }),
  );
}

// --- Contradictions with the registry -------------------------------------------------------

function checkView() {
  return [
    heading("Расхождения с реестром"),
    h("p", { class: "lead" }, "Что в новостях не сходится с вашим реестром людей и организаций."),
    listing({
      name: "check",
      rows: checks,
      words: (row) => [row.finding, row.text, row.registry, row.name, row.proposal],
      filters: [{ key: "finding", label: "Что не сходится", options: optionsOf(checks, (row) => row.finding), test: (row, value) => row.finding === value }],
      frame: plainFrame(contradiction, "cards"),
      noun: ["расхождение", "расхождения", "расхождений"],
      hint: "Имя, должность, организация",
    }),
  ];
}

function contradiction(row, wanted) {
  return h(
    "div",
    { id: `c-${row.n}`, tabindex: "-1", class: "contradiction" },
    h("p", { class: "what" }, h("strong", {}, capital(row.finding))),
    facts([
      ["В новости", marked(row.text || "", wanted)],
      ["В реестре", row.registry],
      ["Запись реестра", row.name],
      ["Что сделать", row.proposal],
    ]),
    source(row),
  );
}
