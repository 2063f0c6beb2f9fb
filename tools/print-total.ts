// The last step of `.ci/run`: `print-total.ts <file> <part>...` sums the counts that the parts appended to the file. Exit
// code 1 when a check failed, or when a part did not finish.
import { readFileSync } from 'node:fs';
import { countsLine, totalOf } from './tally.ts';

const [file = '', ...parts] = process.argv.slice(2);
const total = totalOf(readFileSync(file, 'utf8'), parts);
for (const part of total.missing) process.stdout.write(`${part} did not come to its end\n`);
process.stdout.write(`\n${countsLine(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
