#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// What was compiled once need not be compiled for every call.
enableCompileCache();
const { run } = await import('../cli/program.ts');
await run();
