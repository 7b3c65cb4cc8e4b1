// The catalog's pages as files the registry's process can send without thinking: names carry a hash
// of the content, and every text lies beside its Brotli and gzip form.
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { letFunctionsGo } from './build/let-functions-go.mjs';
import { precompress } from './build/precompress.mjs';
import { preload } from './build/preload.mjs';

const here = import.meta.dirname;

/** The first browsers with `light-dark()`: one set of tokens serves both themes. */
const browsers = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

/** Named as an entry, what starts the pages keeps what they share; else it falls into many files. */
const input = [`${here}/index.html`, `${here}/src/start.tsx`];

/** What most pages need is one file: many small ones take a kilobyte more. */
const codeSplitting = { groups: [{ name: 'shared', minShareCount: 6 }] };

export default defineConfig(({ isSsrBuild }) => ({
  root: here,
  base: '/',
  plugins: [
    react(),
    tailwindcss(),
    ...(isSsrBuild ? [letFunctionsGo()] : [preload(), precompress()]),
  ],
  // The server needs no package for a page: everything it is made of is in its one module.
  ssr: { noExternal: true },
  // However the server was started: React for developers takes ten times as long.
  environments: { ssr: { keepProcessEnv: false } },
  build: {
    outDir: `${here}/../../../dist/${isSsrBuild ? 'ui-server' : 'ui'}`,
    emptyOutDir: true,
    assetsDir: 'assets',
    // A data: URL would have to be allowed by the Content-Security-Policy.
    assetsInlineLimit: 0,
    target: browsers,
    cssTarget: browsers,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json',
    rolldownOptions: {
      // What a plugin costs is nothing the person who starts the product can act on.
      checks: { bundlerTimings: false },
      ...(!isSsrBuild && { input, output: { codeSplitting } }),
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/catalog/v1': 'http://127.0.0.1:8081' },
  },
}));
