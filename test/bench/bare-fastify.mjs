// What the gateway is compared with: Fastify that takes the same bodies and answers.
// `--validate` also parses and checks every event with ajv, as a service without a gateway would.
// `--append=<url of a PostgreSQL>` looks at nothing, and has ten rows on disk before it answers.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fastify from 'fastify';
import { appender } from './bare-append.mjs';
import { orderSchema } from './order.mjs';

const isValidating = process.argv.includes('--validate');
const appendTo = process.argv.find((arg) => arg.startsWith('--append='))?.slice(9);
const append = appendTo && (await appender(appendTo));
const server = fastify({ bodyLimit: 4 * 1024 * 1024 });
const ajv = new Ajv2020();
addFormats.default(ajv);
const check = ajv.compile(orderSchema);

server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/topics/:topic', async (request, reply) => {
  reply.type('application/json');
  if (append) await append();
  if (!isValidating) return JSON.stringify({ bytes: request.body.length });
  const { records } = JSON.parse(request.body.toString('utf8'));
  return JSON.stringify({ offsets: records.map(({ value }) => ({ ok: check(value) })) });
});
await server.listen({ port: 0, host: '127.0.0.1' });
process.send({ url: `http://127.0.0.1:${server.server.address().port}` });
process.on('disconnect', () => process.exit(0));
