import * as z from 'zod/mini';
import { created, none } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import type { FileAccess } from '../vendor-records.ts';
import { call, recordOfConflict } from './api.ts';
import { keyField } from './own-fields.ts';

const insertAnswer = z.object({ id: z.string() });

/**
 * Files of the mail's record, each under our key: the refusal of a second one is the success of the first. As JSON, which
 * Salesforce takes up to 37.5 MB.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm
 */
export const salesforceFiles = (http: CrmHttp, version: string): FileAccess => ({
  async put({ name, externalId }, bytes, { activity }) {
    if (activity === undefined) return none();
    const body = {
      Title: cut(name, 255),
      PathOnClient: cut(name, 500),
      VersionData: Buffer.from(bytes).toString('base64'),
      FirstPublishLocationId: activity.id,
      [keyField]: externalId,
    };
    const path = `/services/data/${version}/sobjects/ContentVersion`;
    const answer = await call(http, { method: 'POST', path, body }, insertAnswer);
    if (answer.kind === 'ok') return created(answer.value.id);
    if (answer.kind !== 'conflict') return asFailure(answer);
    return recordOfConflict(http, version, `/sobjects/ContentVersion/${keyField}/${externalId}`, answer);
  },
});
