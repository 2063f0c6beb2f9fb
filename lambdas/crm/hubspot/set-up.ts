import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { SetUpItem } from '../../domain/crm/crm-adapter.ts';
import { failureReason, type Outcome } from '../../domain/crm/outcome.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { call, propertyPath } from './api.ts';
import { createOurGroup, createOwn, type OwnProperty, ourProperties } from './properties.ts';
import { consentProperties } from './suppressions.ts';

const listed = z.object({ results: z.array(z.object({ name: z.string() })) });
const all = [...ourProperties, ...consentProperties];

/** Looks for our properties, and makes those that are missing; those of tasks and consent only some accounts need. */
export async function setUpHubspot(http: CrmHttp, mayMake: boolean): Promise<Outcome<readonly SetUpItem[]>> {
  const items: SetUpItem[] = [];
  for (const object of new Set(all.map((entry) => entry.object))) {
    const found = await call(http, { method: 'GET', path: propertyPath(object) }, listed);
    if (found.kind !== 'ok') return asFailure(found);
    const there = new Set(found.value.results.map(({ name }) => name));
    for (const entry of all.filter((one) => one.object === object)) {
      const isOptional = ['tasks', 'contacts'].includes(object);
      const end = there.has(entry.name) ? ({ state: 'there' } as const) : await make(http, entry, mayMake);
      items.push(compact({ name: `${object}.${entry.name}`, isOptional: isOptional || undefined, ...end }));
    }
  }
  return { kind: 'ok', value: items, how: 'existing' };
}

async function make(http: CrmHttp, entry: OwnProperty, mayMake: boolean): Promise<Pick<SetUpItem, 'state' | 'reason'>> {
  if (!mayMake) return { state: 'missing' };
  const grouped = await createOurGroup(http, entry.object);
  const made = grouped.kind === 'ok' ? await createOwn(http, entry) : grouped;
  return made.kind === 'ok' ? { state: 'made' } : { state: 'refused', reason: failureReason(made) };
}
