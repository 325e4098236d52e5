// The picture of people, forums and bodies: what is drawn, and what stands beside it. How it is
// drawn is the matter of graph.js (newsnlpGraph).

const DRAWN = 500;
let drawn = null;

/**
 * The most mentioned that have a link, and the links between them.
 *
 * People, forums and bodies take turns: forums are mentioned far less often than their guests, and
 * a picture of the most mentioned of all would show hardly any.
 */
const network = once(() => {
  const links = [];
  const add = (source, target, kind, label) => source !== target && links.push({ source, target, kind, label });
  for (const role of roles) {
    if (role.person >= 0 && role.organisation >= 0) add(`p${role.person}`, `o${role.organisation}`, "role", role.position || "");
  }
  for (const part of participations) {
    if (part.who >= 0 && part.event >= 0) add(`${part.kind === "person" ? "p" : "o"}${part.who}`, `e${part.event}`, "part", part.role || "");
  }
  for (const unit of organisations) if (unit.parent >= 0) add(`o${unit.n}`, `o${unit.parent}`, "unit", "входит в");
  for (const inner of events) if (inner.whole >= 0) add(`e${inner.n}`, `e${inner.whole}`, "unit", "в рамках");
  const linked = new Set(links.flatMap((link) => [link.source, link.target]));
  const all = [
    ranked(persons, "person", "p", linked),
    ranked(events, "event", "e", linked),
    ranked(organisations, "organisation", "o", linked),
  ]
    .flat()
    .sort((one, other) => one.rank - other.rank || one.id.localeCompare(other.id));
  const nodes = all.slice(0, DRAWN);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const kept = distinct(links.filter((link) => byId.has(link.source) && byId.has(link.target)), (link) => `${link.source} ${link.target} ${link.kind} ${link.label}`);
  return { nodes, links: kept, byId, left: all.length - nodes.length };
});

function ranked(rows, kind, letter, linked) {
  return rows
    .filter((row) => linked.has(`${letter}${row.n}`))
    .sort((one, other) => other.mentions - one.mentions || one.n - other.n)
    .map((row, rank) => ({ id: `${letter}${row.n}`, label: capital(row.name), kind, weight: row.mentions, rank, n: row.n }));
}

function networkView() {
  const { nodes, links, byId, left } = network();
  const picture = h("div", { class: "picture" });
  const chosen = h("p", { class: "chosen", role: "status" });
  const byLabel = new Map(nodes.map((node) => [node.label, node]));
  const tell = (id) => {
    const node = byId.get(id);
    chosen.replaceChildren(...(node ? ["Открыть страницу: ", entity(node.kind, node.n, node.label)] : []));
  };
  const typed = () => {
    const node = byLabel.get(field.value);
    if (node && drawn?.select(node.id)) tell(node.id);
  };
  const field = h("input", { type: "search", id: "node", list: "nodes", placeholder: "Имя или название", autocomplete: "off", on: { input: typed } });
  const view = [
    heading("Связи"),
    h("p", { class: "lead" }, `Люди, мероприятия и организации, связанные должностью, участием или подчинением${left > 0 ? `: ${number(nodes.length)} самых упоминаемых` : ""}. Чем больше знак, тем чаще о нём пишут.`),
    h(
      "form",
      { class: "filters", role: "search", "aria-label": "Найти на рисунке", on: { submit: (happened) => happened.preventDefault() } },
      h("p", { class: "field wide" }, h("label", { for: "node" }, "Найти на рисунке"), field),
      h("datalist", { id: "nodes" }, nodes.map((node) => h("option", { value: node.label }))),
    ),
    chosen,
    nodes.length ? picture : h("p", { class: "empty" }, "Связей между людьми, мероприятиями и организациями не нашлось."),
  ];
  return {
    view,
    mounted: () => {
      if (!nodes.length) return;
      const plain = nodes.map(({ id, label, kind, weight }) => ({ id, label, kind, weight }));
      drawn = newsnlpGraph(picture, { nodes: plain, links: links.map((link) => ({ ...link })) }, { onSelect: tell });
    },
    left: () => {
      drawn?.destroy();
      drawn = null;
    },
  };
}
