#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Keeps compiled code for the next call.
enableCompileCache();
const { run } = await import('../cli/program.ts');
await run();
