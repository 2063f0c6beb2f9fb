import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRecordStore } from '../../../local/sandbox-crm/record-store.ts';
import { temporaryFolder } from '../../helpers/pipeline.ts';

describe('createFakeStore', () => {
  it('keeps its records for the next run, and gives no id twice', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'crm.sqlite');
    const first = createRecordStore(path);
    const kept = first.update(first.insert('contact', { name: 'Ada' }), { name: 'Grace' });
    first.remove(first.insert('contact', { name: 'Bob' }));
    first.close();

    const next = createRecordStore(path);

    expect(next.all()).toEqual({ contact: [kept] });
    expect(next.insert('contact', {}).id).not.toBe(kept.id);
    next.close();
    rmSync(folder, { recursive: true });
  });

  it('hides a new record from a search, but not from a list', () => {
    let now = 0;
    const store = createRecordStore(':memory:', { now: () => now, searchLagMs: 1000 });
    const record = store.insert('contact', {}, (serial) => `cont_${serial}`);

    expect([store.list('contact'), store.searchable('contact')]).toEqual([[record], []]);
    now = 1000;
    expect(store.searchable('contact')).toEqual([record]);
    expect(store.get('contact', 'cont_1')).toEqual(record);
    store.close();
  });
});
