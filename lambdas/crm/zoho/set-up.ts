import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { api, call, firstStage } from './api.ts';
import { readModules } from './modules.ts';

const threadKey = 'Postern_Thread_Key';
const dealFields = z.object({
  fields: z.array(
    z.object({
      api_name: z.string(),
      pick_list_values: z.nullish(z.array(z.object({ actual_value: z.nullish(z.string()) }))),
    }),
  ),
});
type DealFields = z.infer<typeof dealFields>['fields'];
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
 * Looks for the parts of the account that deliveries need: our one field, by which deals of a conversation are found and
 * which is made when it is missing; the stage of new deals; and the right to read the modules.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html
 * @see https://www.zoho.com/crm/developer/docs/api/v8/create-field.html
 */
export async function setUpZoho(http: CrmHttp, mayMake: boolean): Promise<Outcome<readonly SetUpItem[]>> {
  const request = { method: 'GET', path: `${api}/settings/fields?module=Deals` } as const;
  const answer = asOutcome(await call(http, request, dealFields));
  if (answer.kind !== 'ok') return answer;
  const modules = await readModules(http);
  if (modules.kind !== 'ok' && modules.kind !== 'misconfigured') return modules;
  const { fields } = answer.value;
  const isThere = fields.some(({ api_name: name }) => name === threadKey);
  const state = isThere ? { state: 'there' as const } : mayMake ? await makeField(http) : { state: 'missing' as const };
  // Only `deals: thread` writes the field and the stage.
  return ok([
    { name: `Deals.${threadKey}`, isOptional: true, ...state },
    { name: `Deals.Stage ${firstStage}`, isOptional: true, state: hasFirstStage(fields) ? 'there' : 'missing' },
    compact({
      name: 'ZohoCRM.settings.modules.READ',
      isOptional: true,
      state: modules.kind === 'ok' ? ('there' as const) : ('missing' as const),
      reason: modules.kind === 'ok' ? undefined : failureReason(modules),
    }),
  ]);
}

/** Whether new deals can have their stage; a field without a list of values says nothing against it. */
function hasFirstStage(fields: DealFields): boolean {
  const values = fields.find(({ api_name: name }) => name === 'Stage')?.pick_list_values ?? [];
  return values.length === 0 || values.some(({ actual_value: value }) => value === firstStage);
}

async function makeField(http: CrmHttp): Promise<Pick<SetUpItem, 'state' | 'reason'>> {
  const request = { method: 'POST', path: `${api}/settings/fields?module=Deals`, body: { fields: [field] } } as const;
  const answer = asOutcome(await call(http, request, createAnswer));
  if (answer.kind !== 'ok') return { state: 'refused', reason: failureReason(answer) };
  const { status, code } = answer.value.fields[0]!;
  return status === 'success' ? { state: 'made' } : { state: 'refused', reason: code };
}
