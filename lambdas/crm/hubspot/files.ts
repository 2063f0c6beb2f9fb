import * as z from 'zod/mini';
import { andThen, none, updated } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { multipart } from '../multipart.ts';
import { asOutcome } from '../vendor-call.ts';
import { createdBy } from '../vendor-kit.ts';
import type { FileAccess } from '../vendor-records.ts';
import { call, objectPath, singleRecord } from './api.ts';

/** Uploads have a version of their own; the version of the records has no uploads. */
const filesPath = '/files/2026-03/files';
const uploaded = z.object({ id: z.string() });

/**
 * Private files in a folder of their mail, which the e-mail then names. HubSpot answers with the existing file instead of
 * making a second one, so that an upload may be repeated.
 *
 * @see https://developers.hubspot.com/docs/api-reference/files-files-v3/guide
 */
export const hubspotFiles = (http: CrmHttp, eventId: string): FileAccess => ({
  async put({ name, contentType }, bytes) {
    const form = new FormData();
    form.append('file', new Blob([bytes.slice()], { type: contentType }), name);
    form.append('folderPath', `/postern/${eventId}`);
    form.append('options', JSON.stringify(options));
    return createdBy(
      await call(http, { method: 'POST', path: filesPath, ...(await multipart(form)) }, uploaded),
      ({ id }) => id,
    );
  },
  async attach(ids, { activity }) {
    if (activity === undefined) return none();
    const body = { properties: { hs_attachment_ids: ids.join(';') } };
    const path = objectPath('emails', `/${activity.id}`);
    return andThen(asOutcome(await call(http, { method: 'PATCH', path, body }, singleRecord)), () => updated());
  },
});

const options = {
  access: 'PRIVATE',
  overwrite: false,
  duplicateValidationStrategy: 'RETURN_EXISTING',
  duplicateValidationScope: 'EXACT_FOLDER',
};
