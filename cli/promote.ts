import { type Command, Option } from 'commander';
import { readIntegrations, writeIntegrations } from '../lambdas/aws/dynamo-control.ts';
import type { Integration, IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import { defaultGates, figuresOf, type GateResult, judgePromotion } from '../lambdas/domain/delivery/promotion.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type Backend, connectBackend } from './backend.ts';
import { eventsSince } from './events-since.ts';
import { checkIntegration } from './mapping.ts';
import { moment, percentage, wholeNumber } from './option-values.ts';
import { createProgress, fail, print, printJson } from './output.ts';

interface PromoteOptions {
  readonly percent?: number;
  readonly since: Date;
  readonly minMails: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function registerPromote(program: Command): void {
  program
    .command('promote')
    .description(
      'let an integration in shadow mode go live, or a share of its conversations, when its figures allow it; ' +
        'exit code 1 and the figures that fail when they do not',
    )
    .argument('<integration>')
    .option('--percent <percent>', 'only that share of its conversations; default: all', percentage)
    .addOption(new Option('--since <time>', 'mail that counts').argParser(moment).default(moment('7d'), '7d'))
    .option(
      '--min-mails <count>',
      'so many mails must have been seen',
      wholeNumber(0, 1_000_000),
      defaultGates.minMails,
    )
    .option('--dry-run', 'only hold the figures against the gates')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern promote sales --percent 10\n  postern promote sales --dry-run')
    .action((integration: string, options: PromoteOptions) => promote(integration, options).catch(fail));
}

async function promote(key: string, options: PromoteOptions): Promise<void> {
  const { percent, since, minMails, dryRun = false, json } = options;
  const backend = connectBackend();
  const before = await readIntegrations(backend.dynamo, backend.controlTable);
  const integration = before.integrations.find((one) => one.key === key);
  if (integration === undefined)
    throw new ConfigError(`found "${key}", wants one of ${before.integrations.map((one) => one.key).join(', ')}`);
  if (integration.mode !== 'shadow')
    throw new ConfigError(`${key} is ${integration.mode}: only what is in shadow mode is promoted`);
  const figures = figuresOf(await deliveriesOf(backend, key, since));
  const gates: GateResult[] = [
    ...judgePromotion(figures, { ...defaultGates, minMails }),
    await mappingGate(backend, before, integration),
  ];
  const isOpen = gates.every((gate) => gate.isOpen);
  const after = promoted(integration, percent);
  if (isOpen && !dryRun) {
    const integrations = before.integrations.map((one) => (one.key === key ? after : one));
    await writeIntegrations(backend.dynamo, backend.controlTable, before, { ...before, integrations });
  }
  process.exitCode = isOpen ? 0 : 1;
  if (json) return printJson({ integration: key, figures, gates, promoted: isOpen && !dryRun, dryRun });
  for (const { gate, figure, wanted, isOpen: passes } of gates)
    print(`${passes ? 'ok  ' : 'FAIL'} ${gate}: ${figure}, wants ${wanted}`);
  const share = percent === undefined ? 'live' : `live for ${percent} % of its conversations`;
  if (!isOpen) print(`${key} stays in shadow mode.`);
  else if (dryRun) print(`${key} could be ${share}; this was a dry run.`);
  else print(`${key} is ${share} within 30 seconds. Write it into your file, too: the next routes apply goes by that.`);
}

/** A share stays in shadow mode, of which a part is live. */
function promoted({ rollout, ...integration }: Integration, percent: number | undefined): Integration {
  if (percent === undefined || percent === 100) return { ...integration, mode: 'live' };
  return { ...integration, mode: 'shadow', rollout: { ...rollout, percent } };
}

/** The connection answers, and has the fields that the mapping fills. */
async function mappingGate(backend: Backend, file: IntegrationsFile, integration: Integration): Promise<GateResult> {
  const { failure, findings } = await checkIntegration(backend, file, integration);
  const errors = findings.filter(({ level }) => level === 'error');
  const figure = failure ?? (errors.length === 0 ? 'as the CRM has it' : errors.map(({ target }) => target).join(', '));
  return { gate: 'mapping', figure, wanted: 'no errors', isOpen: failure === undefined && errors.length === 0 };
}

async function deliveriesOf(backend: Backend, key: string, since: Date): Promise<Delivery[]> {
  const progress = createProgress('looked at');
  const found: Delivery[] = [];
  let seen = 0;
  for await (const eventIds of eventsSince(backend, since)) {
    const events = await Promise.all(eventIds.map((eventId) => backend.reader.event(eventId)));
    found.push(...events.flatMap((event) => event?.deliveries.filter(({ integration }) => integration === key) ?? []));
    seen += eventIds.length;
    progress.update(seen, 0);
  }
  progress.end();
  return found;
}
