import { createHash } from 'node:crypto';
import { asObject, invalid, text } from '../api-error.ts';
import type { ApiAnswer } from './search.ts';
import type { SandboxStore } from './store.ts';

/** What HubSpot takes no file of. */
const refused = /\.(?:exe|bat|scr|js)$/i;

/**
 * An upload: private, into a folder, and the file that is there where its bytes are.
 *
 * @see https://developers.hubspot.com/docs/api-reference/files-files-v3/guide
 */
export function upload(store: SandboxStore, body: unknown): ApiAnswer {
  const form = asObject(body);
  const file = asObject(form.file) as { readonly name?: unknown; readonly bytes?: unknown };
  const options = asObject(JSON.parse(text(form, 'options')));
  const folder = text(form, 'folderPath');
  if (!(file.bytes instanceof Buffer) || file.bytes.length === 0)
    throw invalid('file must not be empty', 'INVALID_FILE');
  if (options.access !== 'PRIVATE') throw invalid('the stand-in wants a private file', 'INVALID_ACCESS');
  const name = String(file.name);
  if (refused.test(name)) throw invalid('This file type is not supported', 'FILE_TYPE_NOT_ALLOWED');
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const wanted = { folder, name, sha256, size: String(file.bytes.length) };
  const isSame = (found: { readonly properties: Readonly<Record<string, string>> }): boolean =>
    found.properties.folder === folder && found.properties.sha256 === sha256;
  const known = options.duplicateValidationStrategy === 'RETURN_EXISTING' ? store.all('files').find(isSame) : undefined;
  const { id } = known ?? store.create('files', wanted, []);
  return { status: 201, body: { id, name, path: `${folder}/${name}`, access: 'PRIVATE' } };
}
