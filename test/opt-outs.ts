// `npm run opt-outs`: tells each sandbox CRM of a polite no, an unsubscribe, a bounce and a complaint, and prints what it keeps.
// `-- --write` puts the table into docs/consent.md, where a test compares it. `-- --base-urls <file or vendor=url,…>` tells servers
// elsewhere instead, which show their records at /__contract/objects; exit code 1 where ledger, CRM and proof disagree.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contractServerCrm, readBaseUrls } from './crm/contract/contract-server-crm.ts';
import { agrees, type OptOutRow, optOutRows, optOutTable, tableVendors } from './crm/contract/opt-out-table.ts';

const { values: options } = parseArgs({ options: { write: { type: 'boolean' }, 'base-urls': { type: 'string' } } });

async function rowsOf(baseUrls: string | undefined): Promise<OptOutRow[]> {
  const rows: OptOutRow[] = [];
  if (baseUrls === undefined) {
    for (const vendor of tableVendors) rows.push(...(await optOutRows(vendor)));
    return rows;
  }
  const text = existsSync(baseUrls) ? readFileSync(baseUrls, 'utf8') : baseUrls;
  for (const [vendor, url] of readBaseUrls(text, tableVendors))
    rows.push(...(await optOutRows(vendor, () => contractServerCrm(vendor, url))));
  return rows;
}

const rows = await rowsOf(options['base-urls']);
const printed = optOutTable(rows);
process.stdout.write(`${printed}\n`);

const disagreeing = rows.filter((row) => !agrees(row));
for (const { vendor, news } of disagreeing)
  process.stderr.write(`${vendor}: ${news}: ledger, CRM and proof disagree\n`);
if (disagreeing.length > 0) process.exitCode = 1;

if (options.write && options['base-urls'] === undefined) {
  const file = fileURLToPath(new URL('../docs/consent.md', import.meta.url));
  const text = readFileSync(file, 'utf8');
  const place = /(printed by `npm run opt-outs`:\n\n)(?:\|.*\n)*\n?/;
  writeFileSync(
    file,
    text.replace(place, (_all, before: string) => `${before}${printed}\n\n`),
  );
}
