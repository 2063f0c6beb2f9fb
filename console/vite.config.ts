import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Builds the console to `dist-console`. In development, `/v1` and the laptop's own paths come from a running `npm start`. */
const config = defineConfig({
  root,
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../dist-console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // The policy of the page allows no inline content but styles, and no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'assets/licenses.md' },
  },
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/sandbox', '/console.json', '/crm', '/events'].map((path) => [path, 'http://127.0.0.1:8025']),
    ),
  },
});
// biome-ignore lint/style/noDefaultExport: Vite reads the default export.
export default config;
