import * as z from 'zod/mini';
import type { MailFile } from '../../domain/crm/crm-records.ts';
import { created, type Outcome, ok, type Ref } from '../../domain/crm/outcome.ts';
import { cutFileName } from '../file-name.ts';
import type { CrmHttp } from '../http.ts';
import { multipart } from '../multipart.ts';
import { asOutcome } from '../vendor-call.ts';
import type { FileAccess, Refs } from '../vendor-records.ts';
import { api, call } from './api.ts';

const maxFileNameLength = 255;

const slot = z.object({
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
  download: z.object({ url: z.string() }),
});

/** Makes a client without credentials for the storage that an upload goes to. */
export type StorageClient = (url: string) => CrmHttp;

/**
 * Whether bytes may be sent to an address from Close's answer: Amazon's storage, or the server of the connection itself, which a
 * stand-in is.
 */
function isStorage(url: string, ownUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  return origin === new URL(ownUrl).origin || (protocol === 'https:' && hostname.endsWith('.amazonaws.com'));
}

const refused = (message: string): Outcome<never> => ({ kind: 'rejected', code: 'UPLOAD', message });

/**
 * Files of the mail itself: Close names a place in Amazon's storage for each, and the mail names them when it is logged, within
 * a day. An e-mail that is logged takes no file any more, so uploads come first; a repeated one shows nothing twice.
 *
 * @param files all files of the mail, by which an upload is named in the ledger without its name
 * @see https://developer.close.com/api/resources/files
 */
export const closeFiles = (
  http: CrmHttp,
  { storage, url }: { readonly storage: StorageClient; readonly url: string },
  files: readonly MailFile[],
): FileAccess => ({
  isBeforeActivity: true,
  async put(file, bytes) {
    const { name, contentType } = file;
    const filename = cutFileName(name, maxFileNameLength);
    const request = {
      method: 'POST',
      path: `${api}/files/upload/`,
      body: { filename, content_type: contentType },
    } as const;
    const answer = asOutcome(await call(http, request, slot));
    if (answer.kind !== 'ok') return answer;
    const { upload, download } = answer.value;
    if (!isStorage(upload.url, url)) return refused('the place of the upload is not known');
    const stored = await store(
      storage(upload.url),
      upload.fields,
      new File([bytes.slice()], filename, { type: contentType }),
    );
    if (stored.kind !== 'ok') return stored;
    const index = files.findIndex(({ externalId }) => externalId === file.externalId);
    return created([index, bytes.length, encodeURIComponent(download.url)].join(':'));
  },
});

async function store(http: CrmHttp, fields: Readonly<Record<string, string>>, file: File): Promise<Outcome<undefined>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  const result = await http({ method: 'POST', path: '', ...(await multipart(form)) });
  if (result.kind === 'unknown' || result.kind === 'throttled') return result;
  return result.kind === 'answer' && result.answer.status < 300
    ? ok(undefined)
    : refused('the storage refused the file');
}

/** The files that a mail names; absent where it has none. */
export const attachmentsOf = ({ files: uploads }: Refs, files: readonly MailFile[]) =>
  uploads?.id.split(';').flatMap((upload) => attachmentOf(upload, files));

function attachmentOf(upload: Ref['id'], files: readonly MailFile[]) {
  const [index, size, url = ''] = upload.split(':');
  const file = files[Number(index)];
  if (file === undefined) return [];
  const { name, contentType } = file;
  return [
    {
      url: decodeURIComponent(url),
      filename: cutFileName(name, maxFileNameLength),
      content_type: contentType,
      size: Number(size),
    },
  ];
}
