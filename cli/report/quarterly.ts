import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import type { LegalHold } from '../../lambdas/domain/delivery/legal-hold.ts';
import type { RetainedKind } from '../../lambdas/retention.ts';
import type { AuditReport } from '../audit.ts';
import type { AuditRow } from './audit-rows.ts';
import { type KeyAge, oldAfterDays, oldKeys } from './key-ages.ts';
import type { GrantReview } from './unused-grants.ts';

/** A mapping that integrations use, and the changes of it in the time of the report. */
interface MappingReview {
  readonly mapping: string;
  readonly owner: string;
  readonly integrations: readonly string[];
  readonly changes: ReadonlyArray<{ readonly at: string; readonly actor: string; readonly change: string }>;
}

/** Facts that a report is made of. */
export interface QuarterFacts {
  readonly from: Date;
  readonly to: Date;
  readonly file: IntegrationsFile;
  readonly keys: readonly KeyAge[];
  readonly acts: readonly AuditRow[];
  readonly audit: Pick<AuditReport, 'mails' | 'missing' | 'duplicates'>;
  readonly grants: GrantReview;
  readonly retention: readonly RetainedKind[];
  readonly legalHolds: readonly LegalHold[];
}

/** The quarterly report; with `--json` the keys of its line. */
interface QuarterlyReport {
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** Points that want a decision of the reviewer. */
  readonly open: readonly string[];
  readonly keys: readonly KeyAge[];
  readonly mappings: readonly MappingReview[];
  /** Acts of people and schedules by action, and those without an identity. */
  readonly acts: {
    readonly byAction: Readonly<Record<string, number>>;
    readonly unnamed: number;
    readonly people: readonly string[];
  };
  readonly exceptions: { readonly mails: number; readonly missing: number; readonly duplicates: number };
  readonly grants: GrantReview;
  readonly retention: QuarterFacts['retention'];
  readonly legalHolds: ReadonlyArray<Omit<LegalHold, 'state'> & { readonly ageDays: number }>;
}

const dayMs = 86_400_000;
/** A legal hold that is older wants a look, in days. */
const longHoldDays = 365;
/** Acts of schedules, which nobody signs. */
const scheduled = new Set(['redrive']);

/** Makes the report of some time. */
export function quarterlyReport(facts: QuarterFacts): QuarterlyReport {
  const { from, to, keys, audit, grants, retention } = facts;
  const report = {
    from: from.toISOString(),
    to: to.toISOString(),
    keys,
    mappings: mappingReviews(facts),
    acts: actsOf(facts.acts),
    exceptions: { mails: audit.mails, missing: audit.missing.length, duplicates: audit.duplicates.length },
    grants,
    retention,
    legalHolds: facts.legalHolds.map(({ state: _, ...hold }) => ({
      ...hold,
      ageDays: Math.floor((to.getTime() - Date.parse(hold.placedAt)) / dayMs),
    })),
  };
  return { ...report, open: openPoints(report) };
}

function mappingReviews({ file, acts }: QuarterFacts): MappingReview[] {
  const byName = Map.groupBy(file.integrations, ({ mapping }) => mapping);
  return [...byName].map(([mapping, integrations]) => ({
    mapping,
    owner: file.mappings?.[mapping]?.owner ?? 'postern (built in)',
    integrations: integrations.map(({ key }) => key),
    changes: acts.flatMap(({ at, actor, action, result }) =>
      action === 'configuration'
        ? changesIn(result)
            .filter((change) => change.endsWith(` mapping ${mapping}`))
            .map((change) => ({ at, actor: actor ?? 'unknown', change }))
        : [],
    ),
  }));
}

/** The changed entries of a configuration that was applied, as in `change mapping acme@2`. */
function changesIn(result: unknown): string[] {
  const { changes } = (result ?? {}) as { readonly changes?: unknown };
  return Array.isArray(changes) ? changes.filter((change) => typeof change === 'string') : [];
}

function actsOf(acts: readonly AuditRow[]): QuarterlyReport['acts'] {
  const byAction = Object.fromEntries(
    [...Map.groupBy(acts, ({ action }) => action)].map(([name, all]) => [name, all.length]),
  );
  const unnamed = acts.filter(({ action, actor }) => actor === undefined && !scheduled.has(action)).length;
  return { byAction, unnamed, people: [...new Set(acts.flatMap(({ actor = [] }) => actor))].toSorted() };
}

/** The points that want a decision, in the order of the sections. */
function openPoints({ keys, mappings, acts, exceptions, grants, legalHolds }: Omit<QuarterlyReport, 'open'>): string[] {
  const { missing, duplicates } = exceptions;
  return [
    ...oldKeys(keys).map(
      ({ id, ageDays }) => `${id} is ${ageDays} days old: rotate it (older than ${oldAfterDays} days)`,
    ),
    ...mappings
      .filter(({ owner }) => owner.startsWith('postern'))
      .map(({ mapping, integrations }) => `${mapping} has no owner of yours: ${integrations.join(', ')} use it`),
    ...(acts.unnamed > 0 ? [`${acts.unnamed} acts of people have no identity: an earlier version recorded them`] : []),
    ...(missing > 0 ? [`${missing} mails or recipients have no fate: postern audit names them`] : []),
    ...(duplicates > 0 ? [`${duplicates} mails have several records at a CRM: postern audit names them`] : []),
    ...('functions' in grants && grants.functions.length > 0
      ? [`${grants.functions.length} functions have grants that were not used: each wants a reason, or goes`]
      : []),
    ...legalHolds
      .filter(({ ageDays }) => ageDays > longHoldDays)
      .map(({ id, ageDays }) => `the legal hold ${id} is ${ageDays} days old: is it still needed?`),
  ];
}

/** The report for the reviewer, who signs it. */
export function quarterlyLines(report: QuarterlyReport): string[] {
  const { from, to, open, keys, mappings, acts, exceptions, grants, retention, legalHolds } = report;
  const section = (title: string, lines: readonly string[]): string[] => [
    '',
    title,
    ...lines.map((line) => `  ${line}`),
  ];
  return [
    `Quarterly review, ${from.slice(0, 10)} to ${to.slice(0, 10)}`,
    ...section('Keys', keys.map(keyLine)),
    ...section('Mappings', mappings.flatMap(mappingLines)),
    ...section('Acts', actLines(acts)),
    ...section('Audit', [
      `${exceptions.mails} mails; without a fate: ${exceptions.missing}; with several records at a CRM: ${exceptions.duplicates}`,
    ]),
    ...section('Unused grants', grantLines(grants)),
    ...section(
      'Retention',
      retention.map(
        ({ store, kind, content, days }) =>
          `${store}${kind === '' ? '' : ` ${kind}`}: ${content}, ${typeof days === 'number' ? `${days} days` : days}`,
      ),
    ),
    ...section(
      'Legal holds',
      legalHolds.length === 0
        ? ['none']
        : legalHolds.map(
            ({ id, kind, reason, placedBy = 'unknown', ageDays }) =>
              `${id}: ${kind}, ${reason}; by ${placedBy}, ${ageDays} days ago`,
          ),
    ),
    ...section('To decide', open.length === 0 ? ['nothing'] : open),
    '',
    'Reviewed by: ______________________   on: ____________',
  ];
}

const keyLine = ({ id, neededBy, changedAt, ageDays, unknown }: KeyAge): string =>
  `${id} (${neededBy}): ${unknown === undefined ? `${ageDays} days old, since ${changedAt?.slice(0, 10)}` : `age not known: ${unknown}`}`;

const mappingLines = ({ mapping, owner, integrations, changes }: MappingReview): string[] => [
  `${mapping}: owner ${owner}; used by ${integrations.join(', ')}`,
  ...changes.map(({ at, actor, change }) => `  ${at}: ${change}, by ${actor}`),
];

const actLines = ({ byAction, unnamed, people }: QuarterlyReport['acts']): string[] => [
  ...Object.entries(byAction)
    .toSorted()
    .map(([action, count]) => `${action}: ${count}`),
  ...(people.length > 0 ? [`by ${people.join(', ')}`] : []),
  ...(unnamed > 0 ? [`without an identity: ${unnamed}`] : []),
  ...(Object.keys(byAction).length === 0 ? ['none'] : []),
];

const grantLines = (grants: GrantReview): string[] =>
  'unknown' in grants
    ? [`not known: ${grants.unknown}`]
    : [
        `by ${grants.source}`,
        ...grants.functions.map(({ function: name, unused }) => `${name}: ${unused.join(', ')}`),
        ...(grants.functions.length === 0 ? ['every grant was used'] : []),
      ];
