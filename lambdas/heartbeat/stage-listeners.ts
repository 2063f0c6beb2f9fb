import type { Integration } from '../domain/configuration/integration.ts';
import { type StageNames, stageMeanings } from '../domain/crm/deal-stage.ts';

/** The meanings of stages for one tenant. */
export interface StageListener {
  readonly tenant: string;
  /** Names of the stages of deals. */
  readonly deals: StageNames;
  /** Stages of people in the CRM's lifecycle. */
  readonly people: StageNames;
  /** Connections that hear of the changes. */
  readonly targets: readonly string[];
}

type StageSettings = NonNullable<NonNullable<Integration['consent']>['stages']>;

/** Tenants with meanings of stages; of several integrations at one connection the first counts. */
export function listenersByConnection(integrations: readonly Integration[]): Map<string, StageListener[]> {
  const listeners = new Map<string, StageListener[]>();
  for (const { tenant, connection, mode, consent } of integrations) {
    const known = listeners.get(connection) ?? [];
    if (mode !== 'live' || consent?.stages === undefined || known.some((other) => other.tenant === tenant)) continue;
    const { stages, targets } = consent;
    const listener = { tenant, deals: namesOf(stages, 'deals'), people: namesOf(stages, 'people'), targets };
    listeners.set(connection, [...known, listener]);
  }
  return listeners;
}

const namesOf = (stages: StageSettings, of: 'deals' | 'people'): StageNames =>
  Object.fromEntries(
    stageMeanings.flatMap((meaning) => {
      const names = stages[meaning]?.[of];
      return names === undefined ? [] : [[meaning, names] as const];
    }),
  );

/** Whether any meaning has names of that kind, so that the CRM is asked. */
export const hasNames = (names: StageNames): boolean => Object.keys(names).length > 0;
