import { upload } from '../../../../local/sandbox-crm/hubspot/files.ts';
import { createHubspotStore, type HubspotStore } from '../../../../local/sandbox-crm/hubspot/store.ts';

describe('upload', () => {
  let store: HubspotStore;

  beforeEach(() => {
    store = createHubspotStore(':memory:');
  });

  afterEach(() => store.close());

  const file = (text: string, name = 'offer.pdf') => ({ name, bytes: Buffer.from(text) });
  const options = (more: object = {}) =>
    JSON.stringify({ access: 'PRIVATE', duplicateValidationStrategy: 'RETURN_EXISTING', ...more });
  const form = { file: file('pdf'), folderPath: '/postern', options: options() };
  const idOf = (body: unknown) => (upload(store, body).body as { readonly id: string }).id;

  it('keeps the name, folder and size of a file', () => {
    const { status, body } = upload(store, form);

    expect({ status, body }).toMatchObject({ status: 201, body: { path: '/postern/offer.pdf', access: 'PRIVATE' } });
    expect(store.all('files')).toMatchObject([{ properties: { name: 'offer.pdf', folder: '/postern', size: '3' } }]);
  });

  it('answers with the file of the folder that has the same bytes', () => {
    const first = idOf(form);

    expect(idOf({ ...form, file: file('pdf', 'copy.pdf') })).toBe(first);
    expect(idOf({ ...form, file: file('other') })).not.toBe(first);
    expect(idOf({ ...form, folderPath: '/elsewhere' })).not.toBe(first);
  });

  it('keeps a second file without RETURN_EXISTING', () => {
    const first = idOf(form);

    expect(idOf({ ...form, options: options({ duplicateValidationStrategy: 'NONE' }) })).not.toBe(first);
  });

  it.each([
    ['an empty file', { file: file('') }, 'INVALID_FILE'],
    ['a file without bytes', { file: { name: 'a.pdf' } }, 'INVALID_FILE'],
    ['a public file', { options: options({ access: 'PUBLIC_INDEXABLE' }) }, 'INVALID_ACCESS'],
    ['a program', { file: file('x', 'setup.EXE') }, 'FILE_TYPE_NOT_ALLOWED'],
    ['no folder', { folderPath: '' }, 'MISSING_FIELD'],
    ['no options', { options: undefined }, 'MISSING_FIELD'],
  ])('rejects %s and keeps nothing', (_, change, code) => {
    expect(() => upload(store, { ...form, ...change })).toThrow(expect.objectContaining({ status: 400, code }));
    expect(store.all('files')).toEqual([]);
  });
});
