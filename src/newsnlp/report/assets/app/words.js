// Numbers, days and scores as a Russian reader expects them.

const MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" ");
const MONTH_NAMES = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(" ");
const MONTHS_SHORT = "янв фев мар апр май июн июл авг сен окт ноя дек".split(" ");
const NARROW = "\u202f";
const NBSP = "\u00a0";

/** 12345 → «12 345». */
function number(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, NARROW);
}

/** (2, "документ", "документа", "документов") → «документа». */
function plural(count, one, few, many) {
  const tens = count % 100;
  const units = count % 10;
  if (tens > 10 && tens < 20) return many;
  if (units === 1) return one;
  return units > 1 && units < 5 ? few : many;
}

/** 21, "документ", … → «21 документ». */
function counted(count, one, few, many) {
  return `${number(count)}${NBSP}${plural(count, one, few, many)}`;
}

const documentsOf = (count) => counted(count, "документ", "документа", "документов");
const forumsOf = (count) => counted(count, "мероприятие", "мероприятия", "мероприятий");
const quotesOf = (count) => counted(count, "цитата", "цитаты", "цитат");
const peopleOf = (count) => counted(count, "человек", "человека", "человек");
const bodiesOf = (count) => counted(count, "организация", "организации", "организаций");

/** «2024-08-27» → {year, month, day}; a year or a year and a month alone are left so. */
function dayOf(iso) {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso || "");
  return found && { year: +found[1], month: +found[2] || 0, day: +found[3] || 0 };
}

/** «27 августа 2024»; what is no date is printed as it is. */
function day(iso) {
  const date = dayOf(iso);
  if (!date) return iso || "";
  if (!date.month || date.month > 12) return String(date.year);
  if (!date.day) return `${MONTH_NAMES[date.month - 1]}${NBSP}${date.year}`;
  return `${date.day}${NBSP}${MONTHS[date.month - 1]}${NBSP}${date.year}`;
}

/** «27–29 августа 2024», «30 мая – 2 июня 2024». */
function days(start, end) {
  const [first, last] = [dayOf(start), dayOf(end)];
  if (!first || !last || start === end || !first.day || !last.day) return day(start || end);
  if (first.year !== last.year) return `${day(start)} – ${day(end)}`;
  if (first.month !== last.month) return `${first.day}${NBSP}${MONTHS[first.month - 1]} – ${day(end)}`;
  return `${first.day}–${day(end)}`;
}

/** «марта 2000», «7 марта 2000»: what stands after «с». */
function dayFrom(iso) {
  const date = dayOf(iso);
  return date && date.month && !date.day ? `${MONTHS[date.month - 1]}${NBSP}${date.year}` : day(iso);
}

/** «14.10.2025»: where there is little room. */
function shortDate(iso) {
  const date = dayOf(iso);
  return date && date.day ? `${String(date.day).padStart(2, "0")}.${String(date.month).padStart(2, "0")}.${date.year}` : day(iso);
}

/** 62 → «0,62». */
function hundredths(score) {
  return (score / 100).toFixed(2).replace(".", ",");
}

function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : "";
}

/** `text` cut at a word to about `length` characters. */
function cut(text, length) {
  if (text.length <= length) return text;
  const short = text.slice(0, length);
  return `${short.slice(0, Math.max(short.lastIndexOf(" "), length - 30)).replace(/[\s,.;:–-]+$/, "")}…`;
}

const STATUS = { current: "занимает", acting: "исполняет обязанности", former: "прежде" };
const SPEECH = { direct: "прямая речь", indirect: "косвенная речь" };
const KINDS = ["person", "organisation", "position", "event", "place", "date"];
const FORMS = ["name", "nominal", "pronoun"];
const KIND_NAMES = { person: "люди", organisation: "организации", position: "должности", event: "мероприятия", place: "места", date: "даты" };
