#!/usr/bin/env node
// A clone runs its sources. Node strips no types below node_modules, so the package runs the output of `npm run build`.
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

// Keeps compiled code for the next call, also that of sources without their types.
enableCompileCache();
const source = new URL('../cli/program.ts', import.meta.url);
const { run } = await import(
  existsSync(source) ? source.href : new URL('../dist/cli/program.js', import.meta.url).href
);
await run();
