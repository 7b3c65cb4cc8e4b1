#!/usr/bin/env -S node --disable-warning=TimeoutNegativeWarning
// The Kafka client asks for timers in the past, harmlessly; hence the flag above.
// `start` is the server; every other word is a command of the CLI, which knows no server code.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
// By its namespace: an old Node has no such member, and has to come as far as the sentence below.
import * as modules from 'node:module';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  // In a repository of one's own an old Node comes first; the clone has brought the right one.
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(own)) {
    process.stderr.write(
      `Concordat needs Node 24 or newer and met ${process.versions.node}. Run "npm ci" in the clone, which brings one along.\n`,
    );
    process.exit(2);
  }
  const flags = ['--disable-warning=TimeoutNegativeWarning', fileURLToPath(import.meta.url)];
  const run = spawn(own, [...flags, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches it by itself, being of our group; a SIGTERM does not.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => run.kill('SIGTERM'));
  const [code] = await once(run, 'exit');
  process.exit(code ?? 1);
}
// A pipeline starts the CLI again and again; compiled code is kept in the folder for temporary files.
modules.enableCompileCache();
const built = new URL('../dist/src/app/main.js', import.meta.url);
if (!existsSync(built)) {
  process.stderr.write('Concordat is not built yet. Run "npm run build" first.\n');
  process.exit(2);
}
// `start` takes no options: with one, the CLI says so, or prints its help.
const isStart = process.argv[2] === 'start' && process.argv.length === 3;
const inOneFile = new URL('../dist/bundled/cli/main.js', import.meta.url);
const cli = existsSync(inOneFile) ? inOneFile : new URL('../dist/src/cli/main.js', import.meta.url);
await import(isStart ? built.href : cli.href);
