// Quotes: who said what.

function quotesView() {
  return [
    heading("Цитаты"),
    listing({
      name: "quotes",
      rows: quotes,
      words: (row) => [row.text, persons[row.person]?.name, row.cue, officeAt(row)],
      filters: [
        { key: "kind", label: "Речь", options: [["", "любая"], ["direct", "прямая"], ["indirect", "косвенная"]], test: (row, value) => row.kind === value },
        SURE,
      ],
      orders: [["сначала новые", byDay], ["по говорящему", (one, other) => byName(persons[one.person] || {}, persons[other.person] || {}) || byDay(one, other)], ["сначала сомнительные", (one, other) => one.score - other.score]],
      frame: plainFrame((row) => quotation(row), "quotations"),
      noun: ["цитата", "цитаты", "цитат"],
      hint: "Слова, имя, должность",
    }),
  ];
}
