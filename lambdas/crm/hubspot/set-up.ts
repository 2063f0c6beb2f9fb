import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { call, propertyPath } from './api.ts';
import { createOurGroup, createOwn, type OwnProperty, ourProperties } from './properties.ts';
import { consentProperties } from './suppressions.ts';

const propertyList = z.object({ results: z.array(z.object({ name: z.string() })) });
const allProperties = [...ourProperties, ...consentProperties];

/** Looks for our properties, and makes missing ones; only some accounts need those of tasks and consent. */
export async function setUpHubspot(http: CrmHttp, mayMake: boolean): Promise<Outcome<readonly SetUpItem[]>> {
  const items: SetUpItem[] = [];
  for (const [object, entries] of Map.groupBy(allProperties, (entry) => entry.object)) {
    const answer = await call(http, { method: 'GET', path: propertyPath(object) }, propertyList);
    if (answer.kind !== 'ok') return asFailure(answer);
    const names = new Set(answer.value.results.map(({ name }) => name));
    const isOptional = ['tasks', 'contacts'].includes(object) || undefined;
    for (const entry of entries) {
      const result = names.has(entry.name) ? ({ state: 'there' } as const) : await make(http, entry, mayMake);
      items.push(compact({ name: `${object}.${entry.name}`, isOptional, ...result }));
    }
  }
  return ok(items);
}

async function make(http: CrmHttp, entry: OwnProperty, mayMake: boolean): Promise<Pick<SetUpItem, 'state' | 'reason'>> {
  if (!mayMake) return { state: 'missing' };
  const group = await createOurGroup(http, entry.object);
  const property = group.kind === 'ok' ? await createOwn(http, entry) : group;
  return property.kind === 'ok' ? { state: 'made' } : { state: 'refused', reason: failureReason(property) };
}
