import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { compact } from '../lambdas/compact.ts';
import type { Integration, IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import {
  defaultGates,
  figuresOf,
  type GateResult,
  type IntegrationFigures,
  judgePromotion,
} from '../lambdas/domain/delivery/promotion.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { CheckedMapping } from '../lambdas/domain/mapping/check-integration.ts';
import { eventsSince } from '../lambdas/operations/events-since.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { type Backend, connectBackend } from './backend.ts';
import { checkIntegration } from './mapping.ts';
import { createProgress, printJson, printLines } from './output.ts';

interface PromoteOptions {
  readonly percent?: number;
  readonly since: Date;
  readonly minMails: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export async function runPromote(key: string, options: PromoteOptions): Promise<void> {
  const backend = connectBackend();
  const { dynamo, controlTable, store, reader } = backend;
  const ports: PromotePorts = {
    store,
    reader,
    integrations: () => readIntegrations(dynamo, controlTable),
    write: (before, after) => applyConfiguration(backend, before, after, [`promote integration ${key}`]),
    checkMapping: (file, integration) => checkIntegration(backend, file, integration),
  };
  const report = await promote(ports, key, options);
  process.exitCode = report.gates.every(({ isOpen }) => isOpen) ? 0 : 1;
  if (options.json) printJson(report);
  else printLines(promotionLines(report, options.percent));
}

export interface PromotePorts {
  readonly store: Pick<Backend['store'], 'rawMails'>;
  readonly reader: Pick<Backend['reader'], 'mails' | 'event'>;
  readonly integrations: () => Promise<IntegrationsFile>;
  readonly write: (before: IntegrationsFile, after: IntegrationsFile) => Promise<void>;
  /** Compares an integration's mapping with what its CRM says of its fields. */
  readonly checkMapping: (
    file: IntegrationsFile,
    integration: Integration,
  ) => Promise<Pick<CheckedMapping, 'failure' | 'findings'>>;
}

/** The outcome of a promotion; with `--json` the keys of its line. */
interface PromotionReport {
  readonly integration: string;
  readonly figures: IntegrationFigures;
  readonly gates: readonly GateResult[];
  readonly promoted: boolean;
  readonly dryRun: boolean;
}

/**
 * Lets an integration go live, or a share of its conversations, when all gates are open.
 *
 * @throws ConfigError for an unknown integration, and for one that is not in shadow mode
 */
export async function promote(
  ports: PromotePorts,
  key: string,
  { percent, since, minMails, dryRun = false }: Omit<PromoteOptions, 'json'>,
): Promise<PromotionReport> {
  const before = await ports.integrations();
  const integration = shadowIntegration(before, key);
  const figures = figuresOf(await deliveriesOf(ports, key, since));
  const gates: GateResult[] = [
    ...judgePromotion(figures, { ...defaultGates, minMails }),
    mappingGate(await ports.checkMapping(before, integration)),
  ];
  const isPromoted = gates.every(({ isOpen }) => isOpen) && !dryRun;
  if (isPromoted) {
    const integrations = before.integrations.map((each) => (each.key === key ? promotedTo(each, percent) : each));
    await ports.write(before, { ...before, integrations });
  }
  return { integration: key, figures, gates, promoted: isPromoted, dryRun };
}

function shadowIntegration({ integrations }: IntegrationsFile, key: string): Integration {
  const integration = integrations.find((each) => each.key === key);
  if (integration === undefined)
    throw new ConfigError(`found "${key}", wants one of ${integrations.map((each) => each.key).join(', ')}`);
  if (integration.mode !== 'shadow')
    throw new ConfigError(`${key} is ${integration.mode}: only what is in shadow mode is promoted`);
  return integration;
}

/** The report for people. */
export function promotionLines(
  { integration, gates, promoted, dryRun }: PromotionReport,
  percent: number | undefined,
): string[] {
  const share = percent === undefined ? 'live' : `live for ${percent} % of its conversations`;
  return [
    ...gates.map(
      ({ gate, figure, wanted, isOpen }) => `${isOpen ? 'ok  ' : 'FAIL'} ${gate}: ${figure}, wants ${wanted}`,
    ),
    promoted
      ? `${integration} is ${share} within 30 seconds. Write it into your file, too: the next routes apply goes by that.`
      : dryRun && gates.every(({ isOpen }) => isOpen)
        ? `${integration} could be ${share}; this was a dry run.`
        : `${integration} stays in shadow mode.`,
  ];
}

/** With a share the integration stays in shadow mode, and that part of its conversations is live. */
function promotedTo({ rollout, shadow, ...integration }: Integration, percent: number | undefined): Integration {
  if (percent === undefined || percent === 100) return { ...integration, mode: 'live' };
  return { ...integration, mode: 'shadow', ...compact({ shadow }), rollout: { ...rollout, percent } };
}

/** Open when the connection answers and has the fields that the mapping fills. */
function mappingGate({ failure, findings }: Pick<CheckedMapping, 'failure' | 'findings'>): GateResult {
  const errors = findings.filter(({ level }) => level === 'error');
  const figure = failure ?? (errors.length === 0 ? 'as the CRM has it' : errors.map(({ target }) => target).join(', '));
  return { gate: 'mapping', figure, wanted: 'no errors', isOpen: failure === undefined && errors.length === 0 };
}

async function deliveriesOf(ports: PromotePorts, key: string, since: Date): Promise<Delivery[]> {
  const progress = createProgress('looked at');
  const deliveries: Delivery[] = [];
  let seen = 0;
  for await (const eventIds of eventsSince(ports, since)) {
    const events = await Promise.all(eventIds.map((eventId) => ports.reader.event(eventId)));
    const all = events.flatMap((event) => event?.deliveries ?? []);
    deliveries.push(...all.filter(({ integration }) => integration === key));
    seen += eventIds.length;
    progress.update(seen, 0);
  }
  progress.end();
  return deliveries;
}
