// What the registry is compared with: Fastify that answers the same bytes, having looked at nothing,
// having parsed the body, or having committed one row.
import fastify from 'fastify';
import { Pool } from 'pg';

const bytes = Buffer.from(process.env.BENCH_ANSWER ?? '{}');
const TYPE = 'application/vnd.schemaregistry.v1+json';
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const server = fastify({ bodyLimit: 4 * 1024 * 1024 });

server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.get('/schemas/ids/:id', (_request, reply) => void reply.type(TYPE).send(bytes));
server.post('/subjects/:subject/versions', (request, reply) => {
  JSON.parse(JSON.parse(request.body.toString('utf8')).schema);
  void reply.type(TYPE).send(bytes);
});
server.post('/rows/:subject', async (request, reply) => {
  const { schema } = JSON.parse(request.body.toString('utf8'));
  const insert = { name: 'insert', text: 'INSERT INTO bench_rows (name, text) VALUES ($1, $2)' };
  await pool.query({ ...insert, values: [request.params.subject, schema] });
  reply.type(TYPE);
  return bytes;
});
await pool.query(
  'CREATE TABLE IF NOT EXISTS bench_rows (id serial PRIMARY KEY, name text UNIQUE, text text)',
);
await pool.query('TRUNCATE bench_rows');
await server.listen({ port: 0, host: '127.0.0.1' });
process.send({ url: `http://127.0.0.1:${server.server.address().port}` });
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
