// Elements. Whatever a text says goes into the page as text: there is no way here to pass markup,
// a style, a handler as a string, or an address outside this file.

const SVG = "http://www.w3.org/2000/svg";

function put(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
      continue;
    }
    if (name === "style" || name.startsWith("on")) throw new Error(`no attribute ${name} here`);
    if (name === "href" && !value.startsWith("#")) throw new Error(`leads outside: ${value}`);
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/** h("a", {class: "name", href: "#people"}, "Люди", …): an element with its children. */
function h(tag, attributes = {}, ...children) {
  return put(document.createElement(tag), attributes, children);
}

/** The same for a picture. */
function svg(tag, attributes = {}, ...children) {
  return put(document.createElementNS(SVG, tag), attributes, children);
}

/** A function whose value is worked out at the first call. */
function once(make) {
  let made;
  let done = false;
  return () => {
    if (!done) {
      made = make();
      done = true;
    }
    return made;
  };
}

/** Key → rows, in their order; `key` may give one key or a list of them, -1 and null count not. */
function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    for (const value of [key(row)].flat()) {
      if (value === -1 || value === null) continue;
      if (!groups.has(value)) groups.set(value, []);
      groups.get(value).push(row);
    }
  }
  return { of: (value) => groups.get(value) || [], keys: () => [...groups.keys()], size: groups.size };
}

/** `rows` without those whose key came before. */
function distinct(rows, key = (row) => row) {
  const seen = new Set();
  return rows.filter((row) => !seen.has(key(row)) && seen.add(key(row)));
}
