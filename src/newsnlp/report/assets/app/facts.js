// What the views share: links to people, bodies and forums, scores, sources, headings.

const LOW = 50; // hundredths: below, a row is shown as doubtful
const CHECK = 80; // below, its score is shown as worth a look

/** The level of a score: of it depend the gauge and how sure a row looks. */
function level(score) {
  if (score === null || score === undefined) return "none";
  if (score < LOW) return "low";
  return score < CHECK ? "middle" : "high";
}

const SAID = { low: "сомнительно, проверьте", middle: "стоит проверить", high: "надёжно" };

/** The score as a gauge and a number; what proposed the row is the hint. */
function scored(row) {
  const name = level(row.score);
  if (name === "none") return null;
  const why = row.evidence ? ` Основание: ${row.evidence}` : "";
  return h(
    "span",
    { class: `score score-${name}`, title: `Оценка ${hundredths(row.score)} из 1 – ${SAID[name]}.${why}` },
    h("span", { class: `gauge gauge-${Math.round(row.score / 10)}`, "aria-hidden": "true" }),
    h("span", { class: "visually-hidden" }, "Оценка "),
    hundredths(row.score),
    name === "low" ? h("span", { class: "visually-hidden" }, " – сомнительно") : null,
  );
}

const doubt = (row) => (level(row.score) === "low" ? " doubtful" : "");

function entity(kind, row, words) {
  if (row === undefined || row === null || row < 0) return words || null;
  return h("a", { class: `to to-${kind}`, href: address(kind, row) }, words || TABLE_OF[kind][row].name || "без названия");
}

const person = (row, words) => entity("person", row, words);
const body = (row, words) => entity("organisation", row, words);
const event = (row, words) => entity("event", row, words);

/** Where a fact stands: the sentence itself, as a link to its place in the text. */
function source(fact, { words = true } = {}) {
  const to = sentenceAddress(fact);
  if (!to) return null;
  const sentence = sentenceText(fact);
  return h(
    "p",
    { class: "source" },
    h(
      "a",
      { href: to, title: "Показать в тексте" },
      words && sentence ? h("span", { class: "snippet" }, cut(sentence, 220)) : null,
      h("span", { class: "where" }, titleOf(fact.document) === sentence ? null : h("span", {}, cut(titleOf(fact.document), 90)), fact.published ? h("span", { class: "day" }, day(fact.published)) : null),
    ),
  );
}

/** Several sources: the surest first, the others folded up. */
function sources(facts) {
  const ordered = distinct(
    [...facts].sort((one, other) => other.score - one.score),
    (fact) => `${fact.document} ${fact.sentence}`,
  );
  const [first, ...others] = ordered;
  return [
    source(first),
    others.length
      ? h("details", { class: "more" }, h("summary", {}, `ещё ${counted(others.length, "источник", "источника", "источников")}`), others.map((fact) => source(fact)))
      : null,
  ];
}

function chip(words, kind = "") {
  return words ? h("span", { class: `chip${kind ? ` chip-${kind}` : ""}` }, words) : null;
}

function heading(words, ...beside) {
  return h("div", { class: "heading" }, h("h1", { tabindex: "-1" }, words), beside);
}

function section(title, count, ...children) {
  const shown = children.flat(Infinity).filter(Boolean);
  if (!shown.length) return null;
  return h("section", { class: "part" }, h("h2", {}, title, count ? h("span", { class: "count" }, number(count)) : null), shown);
}

/** A table of names and values, without the empty ones. */
function facts(pairs) {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false && !(Array.isArray(value) && !value.length));
  if (!told.length) return null;
  return h("dl", { class: "facts" }, told.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function joined(items, by = ", ") {
  return items.flatMap((item, index) => (index ? [by, item] : [item]));
}

/** The documents that mention somebody, each leading to the first sentence that does. */
function documentList(kind, row) {
  const found = documentsWith(kind, row);
  const latest = [...found].sort((one, other) => (documents[other.document].published || "").localeCompare(documents[one.document].published || ""));
  return section(
    "Документы",
    found.length,
    foldedList(
      latest.map((item) =>
        h(
          "li",
          {},
          h("a", { href: `#s-${item.document}-${item.sentence}` }, cut(titleOf(item.document), 110)),
          h("span", { class: "aside" }, joined([day(documents[item.document].published), counted(item.count, "упоминание", "упоминания", "упоминаний")].filter(Boolean), " · ")),
        ),
      ),
      "plain",
    ),
  );
}

/** An entry for each group of facts; those of which no source is sure are folded up at the end. */
function surest(groups, kind, entry) {
  const made = { sure: [], doubtful: [] };
  for (const key of groups.keys()) {
    const same = groups.of(key);
    const best = Math.max(...same.map((row) => row.score));
    made[level(best) === "low" ? "doubtful" : "sure"].push(entry(same, best));
  }
  const list = (entries) => (entries.length ? h("ul", { class: `facts-list ${kind}`.trim() }, entries) : null);
  if (!made.sure.length || made.doubtful.length < 2) return list([...made.sure, ...made.doubtful]);
  return [
    list(made.sure),
    h("details", { class: "more" }, h("summary", {}, `ещё ${counted(made.doubtful.length, "сомнительная строка", "сомнительные строки", "сомнительных строк")}`), list(made.doubtful)),
  ];
}

/** A list whose end is folded up where it is long. */
function foldedList(items, kind, length = 12) {
  if (items.length <= length + 3) return items.length ? h("ul", { class: kind }, items) : null;
  return [
    h("ul", { class: kind }, items.slice(0, length)),
    h("details", { class: "more" }, h("summary", {}, `показать ещё ${number(items.length - length)}`), h("ul", { class: kind }, items.slice(length))),
  ];
}

/** A quotation with its speaker. */
function quotation(row, { speaker = true } = {}) {
  const direct = row.kind === "direct";
  const text = direct ? `«${row.text.replace(/^«|»$/g, "")}»` : `…${row.text}`;
  const office = speaker ? officeAt(row) : null;
  return h(
    "figure",
    { class: `quotation${direct ? "" : " indirect"}${doubt(row)}`, id: `q-${row.n}`, tabindex: "-1" },
    h("blockquote", {}, h("p", {}, text)),
    h(
      "figcaption",
      {},
      speaker ? h("span", { class: "speaker" }, person(row.person), office ? h("span", { class: "office" }, ", ", office) : null) : null,
      h("span", { class: "chip", title: row.cue ? `По слову «${row.cue}»` : null }, SPEECH[row.kind] || row.kind),
      scored(row),
    ),
    source(row, { words: false }),
  );
}

/** What the speaker is by the same document, else by the latest news. */
function officeAt(row) {
  const held = byPerson.roles().of(row.person);
  const here = held.filter((role) => role.document === row.document);
  const role = mainRole(here.length ? here : held);
  return role ? office(role) : null;
}

/** «ректор, ТУСУР»: a position with its body, as text. */
function office(role) {
  const where = role.organisation >= 0 ? organisations[role.organisation].name : "";
  return [role.position, where].filter(Boolean).join(", ");
}
