import type { CrmAdapter, FieldDescription } from '../crm/crm-adapter.ts';
import { type MappedObject, mappedObjects } from '../crm/crm-records.ts';
import { missingStage } from '../crm/deal-stage.ts';
import { type Failure, failureReason, mapOk, type Outcome, ok } from '../crm/outcome.ts';
import { checkMapping, checkSettings, type MappingFinding } from './check-mapping.ts';
import type { ResolvedMapping } from './mapping.ts';
import type { Rule } from './rules/rule.ts';

/** The findings on one integration's mapping. */
export interface CheckedMapping {
  readonly findings: readonly MappingFinding[];
  /** Records that the CRM does not describe. */
  readonly unasked: readonly MappedObject[];
  /** The reason for which the CRM gave no answer. */
  readonly failure?: string;
}

async function checkFields(
  { describe, filled, settings }: CheckedCrm,
  mapping: ResolvedMapping,
  read: readonly string[],
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

/** The CRM's part of a check. */
export type CheckedCrm = Pick<CrmAdapter, 'describe' | 'filled' | 'settings' | 'dealStages'>;

/** The wishes of an integration for its CRM. */
interface CheckedWishes {
  readonly mapping: ResolvedMapping;
  /** Fields of the contact that the integration looks up. */
  readonly read: readonly string[];
  readonly rules?: readonly Rule[] | undefined;
}

/** Asks a CRM for its fields and its stages, and compares the mapping and the rules of an integration with them. */
export async function checkWithCrm(crm: CheckedCrm, { mapping, read, rules }: CheckedWishes): Promise<CheckedMapping> {
  const checked = await checkFields(crm, mapping, read);
  const moves = await checkMoves(crm, rules);
  if (moves.kind !== 'ok') return notAsked(moves);
  return { ...checked, findings: [...checked.findings, ...moves.value] };
}

/** Rules that move deals. */
export const movesOf = (rules: readonly Rule[] = []): Rule[] => rules.filter((rule) => rule.do.moveDeal !== undefined);

/** Finds the stages of rules that the account does not have. An account is asked only where a rule moves deals. */
async function checkMoves(
  { dealStages }: Pick<CrmAdapter, 'dealStages'>,
  rules: readonly Rule[] = [],
): Promise<Outcome<MappingFinding[]>> {
  const moves = movesOf(rules);
  if (moves.length === 0 || dealStages === undefined) return ok([]);
  return mapOk(await dealStages.stages(), (stages) =>
    moves.flatMap(({ name, do: { moveDeal } }): MappingFinding[] => {
      const message = moveDeal && missingStage(stages, moveDeal);
      return message === undefined ? [] : [{ level: 'error', target: `rule ${name}`, message }];
    }),
  );
}

/** The result without an answer of the CRM. */
export const notAsked = (failure: Failure): CheckedMapping => ({
  findings: [],
  unasked: [],
  failure: failureReason(failure),
});
