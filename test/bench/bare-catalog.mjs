// What the catalog's server is compared with: Fastify that has the answers at hand, already compressed.
// What it takes longer than that is ours; the rest is the machine, Node, the client, and who else runs.
import { gzipSync } from 'node:zlib';
import fastify from 'fastify';

const [registryUrl, ...addresses] = process.argv.slice(2);
const server = fastify();
for (const address of addresses) {
  const isView = !address.startsWith('catalog/v1/');
  const answer = await fetch(`${registryUrl}/${address}`, {
    headers: { Accept: isView ? 'text/html' : 'application/json' },
  });
  const bytes = gzipSync(Buffer.from(await answer.arrayBuffer()));
  server.get(`/${address.split('?')[0]}`, (_request, reply) =>
    reply
      .header('Content-Type', answer.headers.get('content-type'))
      .header('Content-Encoding', 'gzip')
      .send(bytes),
  );
}
await server.listen({ port: 0, host: '127.0.0.1' });
process.send({ url: `http://127.0.0.1:${server.server.address().port}` });
process.on('disconnect', () => process.exit(0));
