-- What stands beside the tables of the other formats.

CREATE TABLE "metadata" (
  "key" TEXT PRIMARY KEY,
  "value" TEXT NOT NULL
);

CREATE TABLE "titles" (
  "table_name" TEXT NOT NULL,
  "column_name" TEXT NOT NULL, -- '' for the title of the table itself
  "title" TEXT NOT NULL,
  PRIMARY KEY ("table_name", "column_name")
);
