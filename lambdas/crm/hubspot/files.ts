import * as z from 'zod/mini';
import { andThen, existing, none, updated } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { multipart } from '../multipart.ts';
import { asOutcome } from '../vendor-call.ts';
import { createdBy } from '../vendor-kit.ts';
import type { FileAccess, Written } from '../vendor-records.ts';
import { call, objectPath, singleRecord } from './api.ts';

/** Uploads have a version of their own; the version of the records has no uploads. */
const filesPath = '/files/2026-03/files';
const uploaded = z.object({ id: z.string() });
/** `FileStat` of the published contract; a folder at the path is no file. */
const atPath = z.object({ file: z.optional(uploaded) });

/** Ids of the files that this process has uploaded, by external id. */
export type Uploads = Map<string, string>;
const maxUploads = 500;

/**
 * Private files in a folder of their own under the folder of their mail, which the e-mail then names. HubSpot's newest guide
 * promises nothing of duplicates of an upload, so a repetition first looks for the file: among the uploads of this process, then
 * at its path.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/files/guide
 */
export const hubspotFiles = (http: CrmHttp, eventId: string, uploads: Uploads): FileAccess => ({
  async put({ name, contentType, externalId }, bytes) {
    const folder = `/postern/${eventId}/${externalId.slice(0, keyLength)}`;
    const found = await findUpload(http, uploads.get(externalId), `${folder}/${name}`);
    if (found.kind !== 'ok' || found.value !== undefined) return found;
    const form = new FormData();
    form.append('file', new Blob([bytes.slice()], { type: contentType }), name);
    form.append('folderPath', folder);
    form.append('options', JSON.stringify(options));
    const request = { method: 'POST', path: filesPath, ...(await multipart(form)) } as const;
    const file = createdBy(await call(http, request, uploaded), ({ id }) => id);
    if (file.kind === 'ok') remember(uploads, externalId, file.value.id);
    return file;
  },
  async attach(ids, { activity }) {
    if (activity === undefined) return none();
    const body = { properties: { hs_attachment_ids: ids.join(';') } };
    const path = objectPath('emails', `/${activity.id}`);
    return andThen(asOutcome(await call(http, { method: 'PATCH', path, body }, singleRecord)), () => updated());
  },
});

/** The part of an external id that names a folder, in characters. */
const keyLength = 16;

/** @see https://developers.hubspot.com/docs/api-reference/files-files-v3/files/get-files-v3-files-stat-path */
async function findUpload(http: CrmHttp, known: string | undefined, path: string): Written {
  if (known !== undefined) return existing(known);
  const request = { method: 'GET', path: `${filesPath}/stat/${encodeURIComponent(path.slice(1))}` } as const;
  const stat = await call(http, request, atPath);
  if (stat.kind === 'unknown' || stat.kind === 'throttled') return stat;
  // A path that HubSpot does not take, or a right that is missing, is no reason to leave the file out.
  const file = stat.kind === 'ok' ? stat.value.file : undefined;
  return file === undefined ? none() : existing(file.id);
}

/** Forgets the oldest upload where there are too many. */
function remember(uploads: Uploads, externalId: string, id: string): void {
  const [oldest] = uploads.keys();
  if (uploads.size >= maxUploads && oldest !== undefined) uploads.delete(oldest);
  uploads.set(externalId, id);
}

const options = {
  access: 'PRIVATE',
  overwrite: false,
  duplicateValidationStrategy: 'RETURN_EXISTING',
  duplicateValidationScope: 'EXACT_FOLDER',
};
