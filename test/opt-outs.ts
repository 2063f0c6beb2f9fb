// `npm run opt-outs`: tells each sandbox CRM of a polite no, an unsubscribe, a bounce and a complaint, and prints what it keeps.
// `-- --write` puts the table into docs/consent.md, where a test compares it.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { optOutRows, optOutTable, tableVendors } from './crm/contract/opt-out-table.ts';

const rows = [];
for (const vendor of tableVendors) rows.push(...(await optOutRows(vendor)));
const printed = optOutTable(rows);
process.stdout.write(`${printed}\n`);

if (process.argv.includes('--write')) {
  const file = fileURLToPath(new URL('../docs/consent.md', import.meta.url));
  const text = readFileSync(file, 'utf8');
  const place = /(printed by `npm run opt-outs`:\n\n)(?:\|.*\n)*\n?/;
  writeFileSync(
    file,
    text.replace(place, (_all, before: string) => `${before}${printed}\n\n`),
  );
}
