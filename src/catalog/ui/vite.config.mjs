// The catalog's pages as files the registry's process can send without thinking: names carry a hash
// of the content, and every text lies beside its Brotli and gzip form.
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.mjs';

const here = import.meta.dirname;

/** The first browsers with `light-dark()`: one set of tokens serves both themes. */
const browsers = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

export default defineConfig({
  root: here,
  base: '/',
  plugins: [react(), tailwindcss(), precompress()],
  build: {
    outDir: `${here}/../../../dist/ui`,
    emptyOutDir: true,
    assetsDir: 'assets',
    // A data: URL would have to be allowed by the Content-Security-Policy.
    assetsInlineLimit: 0,
    target: browsers,
    cssTarget: browsers,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json',
    // What a plugin costs is nothing the person who starts the product can act on.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/catalog/v1': 'http://127.0.0.1:8081' },
  },
});
