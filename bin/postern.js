#!/usr/bin/env node
// A clone runs its sources. Node strips no types below node_modules, so the package runs the output of `npm run build`.
import { existsSync } from 'node:fs';

const source = new URL('./postern.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/bin/postern.js', import.meta.url).href);
