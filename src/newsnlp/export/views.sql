-- What one wants to read at once, and the search.

CREATE VIEW "v_people" AS
SELECT
  p."person_id",
  p."name" AS "person",
  p."gender",
  (
    SELECT group_concat("said", '; ')
    FROM (
      SELECT DISTINCT r."position" || coalesce(', ' || r."organisation", '')
        || CASE r."status" WHEN 'former' THEN ' (бывш.)' WHEN 'acting' THEN ' (и. о.)' ELSE '' END
        AS "said"
      FROM "roles" AS r
      WHERE r."person_id" = p."person_id"
      ORDER BY r."id"
    )
  ) AS "positions",
  (
    SELECT group_concat("said", '; ')
    FROM (
      SELECT DISTINCT t."event" || ' – ' || t."role" AS "said"
      FROM "participations" AS t
      WHERE t."person_id" = p."person_id"
      ORDER BY t."id"
    )
  ) AS "forums",
  (SELECT count(*) FROM "quotes" AS q WHERE q."person_id" = p."person_id") AS "quotes",
  p."mentions",
  p."documents"
FROM "persons" AS p;

CREATE VIEW "v_forums" AS
SELECT
  e."event_id",
  e."name" AS "forum",
  e."kind",
  e."start",
  e."end",
  e."place",
  e."part_of",
  (
    SELECT count(DISTINCT t."person_id")
    FROM "participations" AS t
    WHERE t."event_id" = e."event_id"
  ) AS "people",
  (
    SELECT count(DISTINCT t."organisation_id")
    FROM "participations" AS t
    WHERE t."event_id" = e."event_id"
  ) AS "bodies",
  (
    SELECT group_concat("said", '; ')
    FROM (
      SELECT DISTINCT t."participant" || ' – ' || t."role" AS "said"
      FROM "participations" AS t
      WHERE t."event_id" = e."event_id"
      ORDER BY t."id"
    )
  ) AS "participants",
  e."mentions",
  e."documents"
FROM "events" AS e;

CREATE VIEW "v_press" AS
SELECT
  p."person",
  p."position",
  p."organisation",
  p."event",
  p."role",
  p."start",
  p."place",
  p."quote",
  p."sentence",
  p."score",
  p."check",
  p."document",
  d."title",
  d."published",
  p."sentence_id"
FROM "press" AS p
LEFT JOIN "documents" AS d ON d."document_id" = p."document";

-- unicode61 makes letters small; that «ё» is found as «е» is the work of the column folded.
CREATE VIRTUAL TABLE "sentences_fts" USING fts5(
  "text", "lemmas", "folded",
  content="sentences", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO "sentences_fts" ("sentences_fts") VALUES ('rebuild');
INSERT INTO "sentences_fts" ("sentences_fts") VALUES ('optimize');
