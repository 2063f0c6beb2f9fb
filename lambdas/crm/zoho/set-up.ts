import * as z from 'zod/mini';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, type Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { api, call } from './api.ts';
import { describeObject } from './describe.ts';

const threadKey = 'Postern_Thread_Key';
const made = z.object({ fields: z.array(z.object({ status: z.string(), code: z.string() })).check(z.minLength(1)) });

/**
 * Looks for our one field, by which deals of a conversation are found, and makes it.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/create-field.html
 */
export async function setUpZoho(http: CrmHttp, mayMake: boolean): Promise<Outcome<readonly SetUpItem[]>> {
  const known = await describeObject(http, 'deal');
  if (known.kind !== 'ok') return known;
  const isThere = known.value?.some(({ name }) => name === threadKey) === true;
  // Only `deals: thread` writes it.
  const item = { name: `Deals.${threadKey}`, isOptional: true } as const;
  const end = (rest: Pick<SetUpItem, 'state' | 'reason'>): Outcome<readonly SetUpItem[]> => ({
    kind: 'ok',
    value: [{ ...item, ...rest }],
    how: rest.state === 'made' ? 'created' : 'existing',
  });
  if (isThere || !mayMake) return end({ state: isThere ? 'there' : 'missing' });
  // Zoho makes the name of the label.
  const field = {
    field_label: 'Postern Thread Key',
    data_type: 'text',
    length: 80,
    unique: { casesensitive: 'false' },
  };
  const request = { method: 'POST', path: `${api}/settings/fields?module=Deals`, body: { fields: [field] } } as const;
  const answer = await call(http, request, made);
  if (answer.kind !== 'ok') return end({ state: 'refused', reason: failureReason(asFailure(answer)) });
  const { status, code } = answer.value.fields[0]!;
  return end(status === 'success' ? { state: 'made' } : { state: 'refused', reason: code });
}
