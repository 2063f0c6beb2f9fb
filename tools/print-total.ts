// The end of `.ci/run`: `print-total.ts <file> <part>...` sums what the parts appended to the file. Its last line counts
// every check; it fails when any of them did, and when a part did not come to its end.
import { readFileSync } from 'node:fs';
import { countsLine, totalOf } from './tally.ts';

const [file = '', ...parts] = process.argv.slice(2);
const total = totalOf(readFileSync(file, 'utf8'), parts);
for (const part of total.missing) process.stdout.write(`${part} did not come to its end\n`);
process.stdout.write(`\n${countsLine(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
