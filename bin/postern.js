#!/usr/bin/env node
// A clone runs its sources. Node strips no types below node_modules, so the package runs the output of `npm run build`.
import { existsSync, readFileSync } from 'node:fs';
import nodeModule from 'node:module';

const words = process.argv.slice(2);
const leastNode = 24;
if (Number.parseInt(process.versions.node, 10) < leastNode) {
  process.stderr.write(
    `Postern needs Node ${leastNode} and runs on ${process.version}: call it by npx or npm run, which use the Node of its dependencies.\n`,
  );
  process.exit(1);
}
if (words.length === 1 && words[0] === '--version') {
  // Package managers and scripts ask for it; the program gives the same answer, but takes twice as long to load.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  // Keeps compiled code for the next call, also that of sources without their types.
  nodeModule.enableCompileCache();
  const source = new URL('../cli/program.ts', import.meta.url);
  const { run } = await import(
    existsSync(source) ? source.href : new URL('../dist/cli/program.js', import.meta.url).href
  );
  await run();
}
