import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { agrees, type OptOutRow, optOutRows, optOutTable, tableVendors } from './opt-out-table.ts';

describe('opt-outs at the CRMs', () => {
  const rows: OptOutRow[] = [];
  beforeAll(async () => {
    for (const vendor of tableVendors) rows.push(...(await optOutRows(vendor)));
  }, 60_000);

  it('leave ledger, CRM and proof in agreement, whatever the news and the CRM', () => {
    expect(rows.filter((row) => !agrees(row))).toEqual([]);
  });

  it('are in docs/consent.md as npm run opt-outs prints them', () => {
    const docs = readFileSync(fileURLToPath(new URL('../../../docs/consent.md', import.meta.url)), 'utf8');

    expect(docs).toContain(`\n\n${optOutTable(rows)}\n\n`);
  });
});
