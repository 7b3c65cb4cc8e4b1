// Builds the pages twice: for browsers, and as one module that draws a first view in the server.
import { build } from 'vite';

const configFile = new URL('../vite.config.mjs', import.meta.url).pathname;
await build({ configFile, logLevel: 'warn' });
await build({ configFile, logLevel: 'warn', build: { ssr: 'src/render.tsx' } });
