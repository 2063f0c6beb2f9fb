import type { CrmAdapter, FieldDescription } from '../crm/crm-adapter.ts';
import { type MappedObject, mappedObjects } from '../crm/crm-records.ts';
import { type Failure, failureReason } from '../crm/outcome.ts';
import { checkMapping, checkSettings, type MappingFinding } from './check-mapping.ts';
import type { ResolvedMapping } from './mapping.ts';

/** The findings on one integration's mapping. */
export interface CheckedMapping {
  readonly findings: readonly MappingFinding[];
  /** Records that the CRM does not describe. */
  readonly unasked: readonly MappedObject[];
  /** The reason for which the CRM gave no answer. */
  readonly failure?: string;
}

/**
 * Asks a CRM for its fields, and compares the mapping with them.
 *
 * @param read fields of the contact that the integration looks up
 */
export async function checkWithCrm(
  { describe, filled, settings }: Pick<CrmAdapter, 'describe' | 'filled' | 'settings'>,
  mapping: ResolvedMapping,
  read: readonly string[] = [],
): Promise<CheckedMapping> {
  const described: Partial<Record<MappedObject, readonly FieldDescription[]>> = {};
  const unasked: MappedObject[] = [];
  for (const object of mappedObjects) {
    const answer = await describe?.(object);
    if (answer !== undefined && answer.kind !== 'ok') return notAsked(answer);
    if (answer?.value === undefined) unasked.push(object);
    else described[object] = answer.value;
  }
  const findings = [...checkMapping(mapping, described, filled, read), ...checkSettings(described, settings)];
  return { findings, unasked };
}

/** The result without an answer of the CRM. */
export const notAsked = (failure: Failure): CheckedMapping => ({
  findings: [],
  unasked: [],
  failure: failureReason(failure),
});
