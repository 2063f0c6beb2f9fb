import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRecordStores } from '../../../local/sandbox-crm/record-stores.ts';
import { temporaryFolder } from '../../helpers/pipeline.ts';

describe('createRecordStores', () => {
  it('opens a file for each vendor at the first use', () => {
    const folder = temporaryFolder();
    const stores = createRecordStores(folder, 0);
    const zoho = stores.of('zoho');
    zoho.insert('Contacts', {});

    expect(stores.of('zoho')).toBe(zoho);
    expect(stores.of('close').all()).toEqual({});
    expect(existsSync(join(folder, 'sandbox-zoho.sqlite'))).toBe(true);
    expect(existsSync(join(folder, 'sandbox-pipedrive.sqlite'))).toBe(false);
    stores.close();
    rmSync(folder, { recursive: true });
  });
});
