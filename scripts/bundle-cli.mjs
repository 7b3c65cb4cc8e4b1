// The command line as one file: a pipeline starts it for every check, and finding 500 modules on the
// disk took longer than the check. What stays outside is Node's own.
import { build } from 'vite';

const root = new URL('..', import.meta.url).pathname;

await build({
  root,
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'dist/src/cli/main.js',
    // As deep as the file it is made from, which looks for package.json from where it stands.
    outDir: 'dist/bundled/cli',
    emptyOutDir: true,
    minify: false,
    target: 'node24',
    rolldownOptions: {
      output: {
        entryFileNames: 'main.js',
        chunkFileNames: '[name]-[hash].js',
        // Names are kept: a stack trace should say something.
        minify: { compress: false, mangle: false },
      },
    },
  },
});
