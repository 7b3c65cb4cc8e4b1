import type { DataSource } from 'typeorm';
import { limits } from '#kernel';

/** What counts of one unit's length are kept as, and from which age in days on. */
const UNITS = [
  { unit: 'hour', length: '1 hour', days: limits.tallyMinuteDays.value },
  { unit: 'day', length: '24 hours', days: limits.tallyHourDays.value },
] as const;
type Unit = (typeof UNITS)[number];

const BEGIN = `
  INSERT INTO tally_thinning (unit, thinned_until)
  SELECT $1::text, date_trunc($1::text, min(minute), 'UTC') FROM tallies HAVING min(minute) IS NOT NULL
  ON CONFLICT DO NOTHING`;

/** Whoever holds the row adds up; other processes wait, and find it done. */
const NEXT = `
  SELECT thinned_until AS "from", thinned_until + $2::interval AS "to",
         thinned_until + $2::interval <= now() - make_interval(days => $3) AS "isOld"
    FROM tally_thinning WHERE unit = $1 FOR UPDATE`;

/** The first minute of a unit bears the counts of all of it. */
const ADD_UP = `
  WITH gone AS (DELETE FROM tallies WHERE minute > $1 AND minute < $2 RETURNING *)
  INSERT INTO tallies AS held (contract_id, minute, contract_version, topic, verdict, reason,
                               producer, count, decision_us)
  SELECT contract_id, $1::timestamptz, contract_version, topic, verdict, reason, producer,
         sum(count), sum(decision_us)
    FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (contract_id, minute, contract_version, topic, verdict, reason, producer)
  DO UPDATE SET count = held.count + excluded.count,
                decision_us = held.decision_us + excluded.decision_us`;

/** On to the next unit that has counts, no further than to the first that is too young. */
const GO_ON = `
  UPDATE tally_thinning
     SET thinned_until = date_trunc($1, least((SELECT min(minute) FROM tallies WHERE minute >= $2),
                                              now() - make_interval(days => $3)), 'UTC')
   WHERE unit = $1`;

const FORGET = `DELETE FROM tallies WHERE minute < now() - make_interval(days => $1)`;

/** Old minutes become hours, old hours days, and very old days are forgotten. */
export async function thinTallies(dataSource: DataSource): Promise<void> {
  await dataSource.query(FORGET, [limits.tallyDays.value]);
  for (const unit of UNITS) {
    await dataSource.query(BEGIN, [unit.unit]);
    while (await addUpOne(dataSource, unit));
  }
}

/** A unit at a time, so that no transaction grows with how long nobody did it. */
function addUpOne(dataSource: DataSource, { unit, length, days }: Unit): Promise<boolean> {
  return dataSource.transaction(async (tx) => {
    const [next] = await tx.query<{ from: Date; to: Date; isOld: boolean }[]>(NEXT, [
      ...[unit, length, days],
    ]);
    if (!next?.isOld) return false;
    await tx.query(ADD_UP, [next.from, next.to]);
    await tx.query(GO_ON, [unit, next.to, days]);
    return true;
  });
}
