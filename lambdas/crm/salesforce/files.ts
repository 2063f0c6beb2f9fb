import * as z from 'zod/mini';
import { asFailure, cut, done } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import type { FileAccess } from '../vendor-records.ts';
import { call, keyField } from './api.ts';

const made = z.object({ id: z.string() });

/**
 * Files of the mail's record, each under our key: the refusal of a second one is the success of the first. As JSON, which
 * Salesforce takes up to 37.5 MB.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm
 */
export const salesforceFiles = (http: CrmHttp, version: string): FileAccess => ({
  async put({ name, externalId }, bytes, { activity }) {
    if (activity === undefined) return done(undefined, 'unchanged');
    const body = {
      Title: cut(name, 255),
      PathOnClient: cut(name, 500),
      VersionData: Buffer.from(bytes).toString('base64'),
      FirstPublishLocationId: activity.id,
      [keyField]: externalId,
    };
    const path = `/services/data/${version}/sobjects/ContentVersion`;
    const created = await call(http, { method: 'POST', path, body }, made);
    if (created.kind === 'ok') return done({ id: created.value.id }, 'created');
    if (created.kind === 'conflict') return done(created.holder ? { id: created.holder } : undefined, 'existing');
    return asFailure(created);
  },
});
