import { compact } from '../compact.ts';
import type { Log } from '../domain/mail/log.ts';
import type { CanaryHealth } from './canary-health.ts';
import { type DiagnosisPorts, diagnose, type HealthPart } from './diagnose.ts';
import type { DoctorReport } from './health-report.ts';
import { createPartReader, type UnavailablePart } from './read-part.ts';
import { fileOfTenant, markersOf } from './tenant-view.ts';

/** The findings of `postern doctor` for a page that people look at. */
interface ConsoleHealth extends DoctorReport {
  /** Dead letters of all queues; absent: the queues could not be read. */
  readonly deadLetters?: number;
  /** Absent: none has set out yet. */
  readonly canary?: CanaryHealth;
  /** The problems, each with the article about it. */
  readonly findings: readonly Finding[];
  /** Parts that could not be read: the report says nothing about these. */
  readonly unavailable: readonly UnavailablePart[];
}

interface Finding {
  readonly text: string;
  /** As in `docs/runbook.md#mail-waits`. */
  readonly article?: string;
}

interface ConsoleHealthPorts extends Omit<DiagnosisPorts, 'readPart'> {
  readonly canary: (now: Date) => Promise<CanaryHealth | undefined>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  readonly log: Log;
}

/** In ms: API Gateway waits for the whole answer half a minute at most. */
const partLimitMs = 8000;

/** Parts about the stage as a whole. */
const stageParts: ReadonlyArray<HealthPart | 'canary'> = ['mail', 'sweep', 'trail', 'queues', 'denials', 'canary'];
const notForTenants = 'it is about the whole stage, and the key belongs to one tenant';

/** Reads the health of a stage, or of what one tenant has on it. */
export function createConsoleHealth(ports: ConsoleHealthPorts) {
  const { now, pause, log } = ports;
  return async function consoleHealth(tenant: string | undefined): Promise<ConsoleHealth> {
    const { readPart, unavailable } = createPartReader({
      limitMs: partLimitMs,
      pause,
      log,
      closed: new Map(tenant === undefined ? [] : stageParts.map((part) => [part, notForTenants])),
    });
    const at = now();
    const [report, canary] = await Promise.all([
      diagnose({ ...(await portsOf(ports, tenant)), readPart }, at, 'look'),
      readPart('canary', () => ports.canary(at)),
    ]);
    const failed = unavailable.filter(({ reason }) => reason !== notForTenants);
    const { queues, problems } = report;
    return compact({
      ...report,
      healthy: report.healthy && failed.length === 0,
      deadLetters: queues.length === 0 ? undefined : queues.reduce((sum, queue) => sum + queue.deadLetters, 0),
      canary,
      findings: problems.map(findingOf),
      unavailable,
    });
  };
}

/** The same ports, as far as a tenant may see. */
async function portsOf(
  ports: ConsoleHealthPorts,
  tenant: string | undefined,
): Promise<Omit<DiagnosisPorts, 'readPart'>> {
  if (tenant === undefined) return ports;
  const file = fileOfTenant(await ports.integrations(), tenant);
  const own = new Set(file.integrations.map(({ key }) => key));
  return {
    ...ports,
    integrations: async () => file,
    parked: { markers: (which) => markersOf(ports.parked.markers(which), file) },
    reader: {
      mails: ports.reader.mails,
      stuck: async (before, at) =>
        (await ports.reader.stuck(before, at)).filter(({ integration }) => own.has(integration)),
    },
    forwardings: async () => (await ports.forwardings()).filter(({ integration }) => own.has(integration)),
  };
}

/** A problem ends with the page about it, as in `…: docs/runbook.md#mail-waits`. */
function findingOf(problem: string): Finding {
  const at = problem.lastIndexOf(': docs/');
  if (at === -1) return { text: problem };
  return { text: problem.slice(0, at), article: problem.slice(at + 2) };
}
