import type { DataSource } from 'typeorm';
import type { LoggedTopic } from '../topic.js';

const SELECT = `
  SELECT topic AS name,
         sum(next_offset - start_offset)::float8 AS events,
         json_agg(json_build_object('partition', partition, 'startOffset', start_offset,
                                    'endOffset', next_offset) ORDER BY partition) AS partitions
    FROM event_log_partitions`;

export function listTopics(dataSource: DataSource): Promise<readonly LoggedTopic[]> {
  return dataSource.query<LoggedTopic[]>(`${SELECT} GROUP BY topic ORDER BY topic`);
}

export async function findTopic(
  dataSource: DataSource,
  name: string,
): Promise<LoggedTopic | undefined> {
  if (name.includes('\0')) return undefined; // PostgreSQL's text cannot even be asked.
  const sql = `${SELECT} WHERE topic = $1 GROUP BY topic`;
  const [topic] = await dataSource.query<LoggedTopic[]>(sql, [name]);
  return topic;
}
