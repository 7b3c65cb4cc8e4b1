// `npm start [-- --demo]`: builds what is stale, then starts everything. With --demo real events
// follow as soon as the servers are ready.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const root = new URL('..', import.meta.url).pathname;
const flags = process.argv.slice(2);
const unknown = flags.filter((flag) => flag !== '--demo');
if (unknown.length > 0) {
  process.stderr.write(
    `npm start knows --demo only, not ${unknown.join(' ')}. Settings are environment variables: docs/configuration.md.\n`,
  );
  process.exit(2);
}

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `This is Node ${process.versions.node}, and 24 is needed. npm ci brings it along: run it to its end, without --ignore-scripts.\n`,
  );
  process.exit(2);
}

const node = (args, options) =>
  spawn(process.execPath, args, { cwd: root, stdio: 'inherit', ...options });

const build = node(['scripts/build.mjs']);
const [built] = await once(build, 'exit');
if (built !== 0) process.exit(built ?? 1);

const server = node(
  ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning', 'bin/concordat.js', 'start'],
  {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  },
);
// Ctrl-C reaches the server by itself, being of our group; a SIGTERM to npm does not.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
server.on('message', ({ ready, registryUrl, gatewayUrl }) => {
  if (!ready || !flags.includes('--demo')) return;
  node(['bin/concordat.js', 'demo', '--registry', registryUrl, '--gateway', gatewayUrl]);
});
