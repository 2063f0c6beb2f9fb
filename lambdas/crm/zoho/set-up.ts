import * as z from 'zod/mini';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { api, call } from './api.ts';
import { describeObject } from './describe.ts';

const threadKey = 'Postern_Thread_Key';
const createAnswer = z.object({
  fields: z.array(z.object({ status: z.string(), code: z.string() })).check(z.minLength(1)),
});
/** Zoho derives the name from the label. */
const field = {
  field_label: 'Postern Thread Key',
  data_type: 'text',
  length: 80,
  unique: { casesensitive: 'false' },
};

/**
 * Looks for our one field, by which deals of a conversation are found, and makes it when it is missing.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/create-field.html
 */
export async function setUpZoho(http: CrmHttp, mayMake: boolean): Promise<Outcome<readonly SetUpItem[]>> {
  const fields = await describeObject(http, 'deal');
  if (fields.kind !== 'ok') return fields;
  const isThere = fields.value?.some(({ name }) => name === threadKey) === true;
  const state = isThere ? { state: 'there' as const } : mayMake ? await makeField(http) : { state: 'missing' as const };
  // Only `deals: thread` writes it.
  return ok([{ name: `Deals.${threadKey}`, isOptional: true, ...state }]);
}

async function makeField(http: CrmHttp): Promise<Pick<SetUpItem, 'state' | 'reason'>> {
  const request = { method: 'POST', path: `${api}/settings/fields?module=Deals`, body: { fields: [field] } } as const;
  const answer = asOutcome(await call(http, request, createAnswer));
  if (answer.kind !== 'ok') return { state: 'refused', reason: failureReason(answer) };
  const { status, code } = answer.value.fields[0]!;
  return status === 'success' ? { state: 'made' } : { state: 'refused', reason: code };
}
