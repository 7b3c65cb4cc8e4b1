#!/usr/bin/env -S node --disable-warning=TimeoutNegativeWarning
// The Kafka client asks for timers in the past, harmlessly; hence the flag above.
// `start` is the server; every other word is a command of the CLI, which knows no server code.
import { existsSync } from 'node:fs';
// By its namespace: an old Node has no such member, and has to come as far as the sentence below.
import * as modules from 'node:module';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `Concordat needs Node 24 or newer and met ${process.versions.node}. In the clone, "npx concordat" and "npm start" use the right one.\n`,
  );
  process.exit(2);
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
