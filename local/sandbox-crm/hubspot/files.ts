import { createHash } from 'node:crypto';
import { asObject, invalid, notFound, text } from '../api-error.ts';
import type { ApiAnswer } from './search.ts';
import type { CrmRecord, HubspotStore } from './store.ts';

/** Names of files that HubSpot rejects. */
const refused = /\.(?:exe|bat|scr|js)$/i;

/**
 * Uploads a private file into a folder. With `RETURN_EXISTING` the answer is the file that has the same bytes.
 *
 * @see https://developers.hubspot.com/docs/api-reference/files-files-v3/guide
 */
export function upload(store: HubspotStore, body: unknown): ApiAnswer {
  const form = asObject(body);
  const file = asObject(form.file);
  const options = asObject(JSON.parse(text(form, 'options')));
  const folder = text(form, 'folderPath');
  if (!(file.bytes instanceof Buffer) || file.bytes.length === 0)
    throw invalid('file must not be empty', 'INVALID_FILE');
  if (options.access !== 'PRIVATE') throw invalid('the sandbox wants a private file', 'INVALID_ACCESS');
  const name = String(file.name);
  if (refused.test(name)) throw invalid('This file type is not supported', 'FILE_TYPE_NOT_ALLOWED');
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const wanted = { folder, name, sha256, size: String(file.bytes.length) };
  const isSame = ({ properties }: CrmRecord): boolean => properties.folder === folder && properties.sha256 === sha256;
  const known = options.duplicateValidationStrategy === 'RETURN_EXISTING' ? store.all('files').find(isSame) : undefined;
  const { id } = known ?? store.create('files', wanted, []);
  return { status: 201, body: { id, name, path: `${folder}/${name}`, access: 'PRIVATE' } };
}

/**
 * A file by its path, as `FileStat` of the published contract.
 *
 * @throws ApiError when there is none
 * @see https://developers.hubspot.com/docs/api-reference/files-files-v3/files/get-files-v3-files-stat-path
 */
export function fileAt(store: HubspotStore, path: string): ApiAnswer {
  const wanted = `/${decodeURIComponent(path)}`;
  const file = store.all('files').find(({ properties: { folder, name } }) => `${folder}/${name}` === wanted);
  if (file === undefined) throw notFound('File not found');
  return { status: 200, body: { file: { id: file.id, name: file.properties.name, path: wanted, access: 'PRIVATE' } } };
}
