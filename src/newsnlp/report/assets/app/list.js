// A list with search, filters and an order, shown piece by piece. What was typed and how far one
// had read is kept while the page is open, so that «back» finds the list as it was left.

const PIECE = 60;
const PRINTED = 2000;
const kept = new Map();

/**
 * The list of a view.
 *
 * name: of the view, under which its state is kept.
 * rows, words(row): what is listed, and the words that are searched.
 * filters: [{key, label, options: [[value, label], …], test(row, value)}]; the first option is «all».
 * orders: [[label, compare], …]; the first is the default; none for a table that sorts by itself.
 * frame(): {element, add(rows, wanted), clear()}: where rows are put.
 * noun: three forms for the count.
 */
function listing({ name, rows, words, filters = [], orders = [], frame, noun, hint = "Имя, слово, тема" }) {
  if (!kept.has(name)) kept.set(name, { text: "", values: {}, order: 0, shown: PIECE, sort: null });
  const state = kept.get(name);
  const place = frame(state, () => update());
  const status = h("p", { class: "found", role: "status" });
  const more = h("button", { type: "button", class: "button", on: { click: () => grow() } });
  const rest = h("p", { class: "on-paper" });
  let found = [];
  let shown = 0;

  function update() {
    const wanted = query(state.text);
    const active = filters.filter((filter) => state.values[filter.key]);
    found = rows.filter((row) => active.every((filter) => filter.test(row, state.values[filter.key])) && fits(row, wanted, words));
    const compare = state.sort || (orders.length ? orders[state.order][1] : null);
    if (compare) found.sort(compare);
    place.clear();
    shown = 0;
    add(Math.min(state.shown, found.length), wanted);
    status.textContent = found.length === rows.length ? `Всего ${counted(rows.length, ...noun)}` : `Найдено ${number(found.length)} из ${number(rows.length)}`;
    nothing.hidden = found.length > 0;
  }

  function add(upTo, wanted = query(state.text)) {
    place.add(found.slice(shown, upTo), wanted);
    shown = upTo;
    more.hidden = shown >= found.length;
    more.textContent = `Показать ещё ${number(Math.min(PIECE, found.length - shown))} из ${number(found.length - shown)}`;
  }

  function grow() {
    const last = place.element.querySelectorAll("[data-row]").length;
    state.shown = shown + PIECE;
    add(Math.min(state.shown, found.length));
    // The keyboard goes on where the new rows begin.
    place.element.querySelectorAll("[data-row]")[last]?.querySelector("a, button")?.focus();
  }

  const changed = () => {
    state.shown = PIECE;
    update();
  };
  const nothing = h("p", { class: "empty" }, rows.length ? "Ничего не найдено. Измените запрос или снимите фильтры." : "В этих документах ничего такого не нашлось.");
  const element = h("div", { class: "listing" }, controls(name, state, filters, orders, changed, hint), status, place.element, nothing, more, rest);
  element.revealAll = () => {
    add(Math.min(found.length, Math.max(shown, PRINTED)));
    rest.textContent = shown < found.length ? `Напечатаны первые ${number(shown)} из ${number(found.length)}.` : "";
  };
  element.reveal = (row) => {
    const at = found.indexOf(row);
    if (at >= shown) {
      state.shown = at + 1;
      add(at + 1);
    }
    return at >= 0;
  };
  update();
  return element;
}

function controls(name, state, filters, orders, changed, hint) {
  let waiting;
  const typed = (happened) => {
    state.text = happened.target.value;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(changed, 120);
  };
  const field = h("input", { type: "search", id: `${name}-text`, placeholder: hint, autocomplete: "off", spellcheck: "false", on: { input: typed } });
  field.value = state.text;
  const chosen = filters.map((filter) =>
    choice(`${name}-${filter.key}`, filter.label, filter.options, state.values[filter.key] || "", (value) => {
      state.values[filter.key] = value;
      changed();
    }),
  );
  const ordered =
    orders.length > 1
      ? choice(`${name}-order`, "Порядок", orders.map(([label], index) => [String(index), label]), String(state.order), (value) => {
          state.order = Number(value);
          changed();
        })
      : null;
  return h(
    "form",
    { class: "filters", role: "search", "aria-label": "Поиск и фильтры", on: { submit: (happened) => happened.preventDefault() } },
    h("p", { class: "field wide" }, h("label", { for: `${name}-text` }, "Найти в списке"), field),
    chosen,
    ordered,
  );
}

function choice(id, label, options, value, changed) {
  const select = h("select", { id, on: { change: (happened) => changed(happened.target.value) } }, options.map(([key, words]) => h("option", { value: key }, words)));
  select.value = value;
  return h("p", { class: "field" }, h("label", { for: id }, label), select);
}

/** The frame of a plain list: `render(row, wanted)` gives what stands in each item. */
function plainFrame(render, kind = "rows") {
  return () => {
    const element = h("ul", { class: kind });
    return {
      element,
      add: (rows, wanted) => element.append(...rows.map((row) => h("li", { "data-row": row.n }, render(row, wanted)))),
      clear: () => element.replaceChildren(),
    };
  };
}

/** The options of a filter: «all» and the values of a column, the most frequent first. */
function optionsOf(rows, value, all = "все") {
  const counts = new Map();
  for (const row of rows) {
    const key = value(row);
    if (key) counts.set(key, (counts.get(key) || 0) + 1);
  }
  const ordered = [...counts].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0], "ru"));
  return [["", all], ...ordered.map(([key, count]) => [key, `${key} (${number(count)})`])];
}

const byName = (one, other) => (one.name || "").localeCompare(other.name || "", "ru");
const byMentions = (one, other) => other.documents - one.documents || other.mentions - one.mentions || byName(one, other);
const byDay = (one, other) => other.published.localeCompare(one.published) || one.n - other.n;

const SURE = {
  key: "sure",
  label: "Надёжность",
  options: [["", "любая"], ["high", "надёжные"], ["check", "стоит проверить"], ["low", "сомнительные"]],
  test: (row, value) => (value === "check" ? level(row.score) !== "high" : level(row.score) === value),
};
