import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { call, propertyPath } from './api.ts';

/** A property of ours. */
export interface OwnProperty {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly unique?: true;
  /** @default 'string' */
  readonly type?: 'string' | 'number';
}

/** Makes properties of ours, and remembers what it has made. */
export interface PropertyMaker {
  /** Makes a property in our group of its object; an existing one is as good. */
  make(entry: OwnProperty): Promise<Outcome<unknown>>;
}

const group = 'postern';
/** How often one call of a set-up is tried: an account without our properties keeps mail waiting. */
const maxTries = 3;

/**
 * Makes properties one by one. A set-up that fails amid its calls goes on where it was: nothing is made twice, and a call
 * without a clear answer is repeated, because an existing property is as good as a new one.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
 */
export function createPropertyMaker(http: CrmHttp): PropertyMaker {
  const done = new Set<string>();

  async function once(key: string, ask: () => Promise<Outcome<unknown>>): Promise<Outcome<unknown>> {
    if (done.has(key)) return ok(undefined);
    const result = await withTries(ask);
    if (result.kind === 'ok') done.add(key);
    return result;
  }

  return {
    async make(entry) {
      const { object, name, unique } = entry;
      const inGroup = await once(object, () => createGroup(http, object));
      if (inGroup.kind !== 'ok') return inGroup;
      return once(`${object}.${name} ${unique}`, () => createProperty(http, entry));
    },
  };
}

async function withTries(ask: () => Promise<Outcome<unknown>>): Promise<Outcome<unknown>> {
  for (let tries = 1; ; tries += 1) {
    const result = await ask();
    if (result.kind !== 'unknown' || tries === maxTries) return result;
  }
}

/** Creates the group in which HubSpot's pages show our properties of an object. */
async function createGroup(http: CrmHttp, object: string): Promise<Outcome<unknown>> {
  const path = propertyPath(object, '/groups');
  const body = { name: group, label: 'Postern', displayOrder: -1 };
  const result = await call(http, { method: 'POST', path, body }, z.unknown());
  return result.kind === 'conflict' ? ok(undefined) : asOutcome(result);
}

async function createProperty(http: CrmHttp, entry: OwnProperty): Promise<Outcome<unknown>> {
  const { object, name, label, unique, type = 'string' } = entry;
  const body = compact({
    name,
    label,
    groupName: group,
    type,
    fieldType: type === 'string' ? 'text' : 'number',
    hasUniqueValue: unique,
  });
  const result = await call(http, { method: 'POST', path: propertyPath(object), body }, z.unknown());
  return result.kind === 'conflict' ? ok(undefined) : asOutcome(result);
}
