#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Keeps compiled code for the next call. `postern.js` starts faster: Node strips the types of this file anew each time.
enableCompileCache();
const { run } = await import('../cli/program.ts');
await run();
