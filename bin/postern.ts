#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// What was compiled once need not be compiled for every call: half of the time that a short one takes.
enableCompileCache();
const { run } = await import('../cli/program.ts');
await run();
