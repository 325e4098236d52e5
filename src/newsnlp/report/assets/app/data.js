// The tables of the report, as newsnlp.report.data packed them; rows are made once, links between
// them (whose roles, which facts of which sentence) when they are first asked for.

const packed = JSON.parse(document.getElementById("data").textContent);

function unpacked(column) {
  return Array.isArray(column) ? column : column.at.map((number) => column.of[number]);
}

/** The rows of a table as objects, each with its number `n`. */
function table(name) {
  if (!packed[name]) return [];
  const columns = Object.entries(packed[name]).map(([key, column]) => [key, unpacked(column)]);
  const length = columns.length ? columns[0][1].length : 0;
  const rows = new Array(length);
  for (let n = 0; n < length; n += 1) {
    const row = { n };
    for (const [key, values] of columns) row[key] = values[n];
    rows[n] = row;
  }
  return rows;
}

const documents = table("documents");
const persons = table("persons");
const organisations = table("organisations");
const events = table("events");
const roles = table("roles");
const participations = table("participations");
const quotes = table("quotes");
const press = table("press");
const checks = table("check");
const texts = packed.texts;
const hasCheck = "check" in packed;

for (const rows of [roles, participations, quotes, press, checks]) {
  for (const row of rows) row.published = documents[row.document]?.published || "";
}

// --- What belongs to whom -------------------------------------------------------------------

const byPerson = {
  roles: once(() => grouped(roles, (row) => row.person)),
  quotes: once(() => grouped(quotes, (row) => row.person)),
  parts: once(() => grouped(participations, (row) => (row.kind === "person" ? row.who : -1))),
};
const byBody = {
  roles: once(() => grouped(roles, (row) => row.organisation)),
  parts: once(() => grouped(participations, (row) => (row.kind === "organisation" ? row.who : -1))),
  units: once(() => grouped(organisations, (row) => row.parent)),
};
const byEvent = {
  parts: once(() => grouped(participations, (row) => row.event)),
  within: once(() => grouped(events, (row) => row.whole)),
};
const byDocument = {
  roles: once(() => grouped(roles, (row) => row.document)),
  parts: once(() => grouped(participations, (row) => row.document)),
  quotes: once(() => grouped(quotes, (row) => row.document)),
  press: once(() => grouped(press, (row) => row.document)),
  checks: once(() => grouped(checks, (row) => row.document)),
};

// --- Mentions -------------------------------------------------------------------------------

const WIDTH = 7; // numbers of a mention: sentence, start, length, kind, form, row, normal form

function mentionsOf(document) {
  const flat = texts[document]?.mentions || [];
  const found = [];
  for (let at = 0; at < flat.length; at += WIDTH) {
    const [sentence, start, length, kind, form, row, normal] = flat.slice(at, at + WIDTH);
    found.push({ sentence, start, stop: start + length, kind: KINDS[kind], form: FORMS[form], row, normal: normal >= 0 ? packed.normals[normal] : null });
  }
  return found;
}

/** «person 5» → the documents that mention person 5, each with its first sentence that does. */
const mentioning = once(() => {
  const found = new Map();
  for (let n = 0; n < texts.length; n += 1) {
    const flat = texts[n].mentions;
    for (let at = 0; at < flat.length; at += WIDTH) {
      if (flat[at + 5] < 0) continue;
      const kind = flat[at + 3] === 4 ? "organisation" : KINDS[flat[at + 3]];
      const key = `${kind} ${flat[at + 5]}`;
      if (!found.has(key)) found.set(key, []);
      const list = found.get(key);
      if (list.at(-1)?.document !== n) list.push({ document: n, sentence: flat[at], count: 0 });
      list.at(-1).count += 1;
    }
  }
  return found;
});

const documentsWith = (kind, row) => mentioning().get(`${kind} ${row}`) || [];

// --- Addresses ------------------------------------------------------------------------------

const TABLE_OF = { person: persons, organisation: organisations, event: events };
const LETTER = { person: "p", organisation: "o", event: "e" };

function address(kind, row) {
  return `#${LETTER[kind]}-${encodeURIComponent(TABLE_OF[kind][row][`${kind}_id`])}`;
}

function sentenceAddress(fact) {
  if (fact.document < 0) return null;
  return fact.sentence === null ? `#d-${fact.document}` : `#s-${fact.document}-${fact.sentence}`;
}

function sentenceText(fact) {
  return texts[fact.document]?.sentences[fact.sentence] ?? "";
}

const rowById = Object.fromEntries(
  Object.entries(TABLE_OF).map(([kind, rows]) => [kind, once(() => new Map(rows.map((row) => [row[`${kind}_id`], row.n])))]),
);

/** The title of a document, or its first words, or its id. */
function titleOf(document) {
  const row = documents[document];
  if (!row) return "";
  return row.title || cut(texts[document]?.sentences[0] || "", 90) || row.document_id;
}

/** What somebody is: of the last year that tells of it, the office that is told surest. */
function mainRole(rows) {
  const sums = new Map();
  const latest = rows.reduce((last, role) => (role.published > last ? role.published : last), "");
  const year = latest && `${Number(latest.slice(0, 4)) - 1}${latest.slice(4)}`;
  for (const role of rows) {
    const key = `${role.position}\n${role.organisation}\n${role.status === "former"}`;
    const sum = sums.get(key) || { role, value: 0 };
    const weight = (role.published >= year ? 1 : 0.1) * (role.status === "former" ? 0.2 : 1);
    sum.value += weight * role.score * role.score;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((one, other) => other.value - one.value)[0]?.role;
}

/** Offices from the latest news on, those held now before former ones. */
function rolesByTime(rows) {
  const late = (row) => (row.status === "former" ? "0" : "1") + (row.until ? "0" : "1") + (row.since || row.published);
  return [...rows].sort((one, other) => late(other).localeCompare(late(one)) || other.score - one.score);
}
