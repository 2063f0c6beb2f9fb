import * as z from 'zod/mini';
import { asFailure, done } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { multipart } from '../multipart.ts';
import type { FileAccess } from '../vendor-records.ts';
import { call, objectPath, singleRecord } from './api.ts';

/** Uploads have a version of their own: that of the records has none. */
const filesPath = '/files/2026-03/files';
const uploaded = z.object({ id: z.string() });

/**
 * Private files in a folder of their mail, then named by the e-mail. HubSpot gives back the file that is there instead of a
 * second one, so that an upload may be repeated.
 *
 * @see https://developers.hubspot.com/docs/api-reference/files-files-v3/guide
 */
export const hubspotFiles = (http: CrmHttp, eventId: string): FileAccess => ({
  async put({ name, contentType }, bytes) {
    const form = new FormData();
    form.append('file', new Blob([bytes.slice()], { type: contentType }), name);
    form.append('folderPath', `/postern/${eventId}`);
    form.append('options', JSON.stringify(options));
    const made = await call(http, { method: 'POST', path: filesPath, ...(await multipart(form)) }, uploaded);
    return made.kind === 'ok' ? done({ id: made.value.id }, 'created') : asFailure(made);
  },
  async attach(ids, { activity }) {
    if (activity === undefined) return done(undefined, 'unchanged');
    const body = { properties: { hs_attachment_ids: ids.join(';') } };
    const path = objectPath('emails', `/${activity.id}`);
    const changed = await call(http, { method: 'PATCH', path, body }, singleRecord);
    return changed.kind === 'ok' ? done(undefined, 'updated') : asFailure(changed);
  },
});

const options = {
  access: 'PRIVATE',
  overwrite: false,
  duplicateValidationStrategy: 'RETURN_EXISTING',
  duplicateValidationScope: 'EXACT_FOLDER',
};
