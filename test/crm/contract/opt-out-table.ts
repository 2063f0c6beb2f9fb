import { changeOf } from '../../../lambdas/domain/consent/change.ts';
import { connectionTarget } from '../../../lambdas/domain/consent/connection-target.ts';
import { defaultConsentPolicy, judgeEligibility } from '../../../lambdas/domain/consent/eligibility.ts';
import type { Signal } from '../../../lambdas/domain/consent/signals.ts';
import { stateOfHistory } from '../../../lambdas/domain/consent/state.ts';
import { suppressionStateOf } from '../../../lambdas/domain/consent/suppression-target.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import type { SuppressionProof } from '../../../lambdas/domain/crm/suppression-target.ts';
import { type Purpose, purposes } from '../../../lambdas/domain/mail/purposes.ts';
import { anEvent } from '../../helpers/builders.ts';
import { memoryRecords } from '../../helpers/memory-ledger.ts';
import { type Subject, subjects } from './subjects.ts';
import { walk } from './walk.ts';

const tenant = 'acme';
const subject = 'a'.repeat(40);

/** News of one person, as our ledger takes it. */
interface News {
  readonly name: string;
  readonly signals: ReadonlyArray<readonly [Signal, 'mail' | 'ses' | 'cli']>;
}

/** Statements of a person, or of their mail server. */
const newsOfPeople: readonly News[] = [
  { name: 'a polite no', signals: [['negative', 'mail']] },
  { name: 'an unsubscribe', signals: [['unsubscribe', 'mail']] },
  { name: 'a hard bounce', signals: [['hard-bounce', 'ses']] },
  { name: 'a complaint', signals: [['complaint', 'ses']] },
  {
    name: 'an opt-in after it',
    signals: [
      ['complaint', 'ses'],
      ['lifted', 'cli'],
      ['opt-in', 'cli'],
    ],
  },
];

/** One line of the table: the ledger, the CRM's own mark, and the proof that the ledger then has. */
export interface OptOutRow {
  readonly vendor: string;
  readonly news: string;
  /** Purposes that the ledger bars. */
  readonly barred: readonly Purpose[];
  /** Whether the CRM marks the person; undefined where it has no mark. */
  readonly isMarked: boolean | undefined;
  /** The values behind the mark, where the CRM's server names them. */
  readonly shown?: string | undefined;
  readonly proof: SuppressionProof;
}

/** The mark of a person at a CRM. */
export type Mark = Pick<OptOutRow, 'isMarked' | 'shown'>;

/** A CRM that keeps people: a stand-in, or a server elsewhere. */
export interface OptOutCrm extends Pick<Subject, 'adapter' | 'now' | 'passes' | 'stop'> {
  markOf(address: string): Mark | Promise<Mark>;
}

const policy = defaultConsentPolicy;
/** Purposes that a person may refuse, and agree to again. */
const refusable: Purpose[] = ['marketing', 'sales'];

/** The state of the ledger after some news. */
function stateAfter(signals: News['signals'], address: string) {
  const changes = signals.map(([signal, source], index) => {
    const at = `2026-11-20T09:0${index}:00.000Z`;
    const about = signal === 'opt-in' ? { purposes: refusable } : {};
    return changeOf(
      { tenant, address, signal, source, evidence: `e${index}`, at, receivedAt: at, ...about },
      () => subject,
    );
  });
  return stateOfHistory(changes);
}

async function standIn(vendor: string): Promise<OptOutCrm> {
  const start = new Map(subjects).get(vendor);
  if (start === undefined) throw new Error(`no stand-in of ${vendor}`);
  const crm = await start();
  return { ...crm, markOf: (address) => ({ isMarked: crm.isSuppressed?.(address) }) };
}

/**
 * Tells a CRM each piece of news, of a person of its own whom it knows.
 *
 * @param start the CRM; its stand-in unless named
 */
export async function optOutRows(vendor: string, start: () => Promise<OptOutCrm> = () => standIn(vendor)) {
  const rows: OptOutRow[] = [];
  for (const [nth, { name, signals }] of newsOfPeople.entries()) {
    const crm = await start();
    try {
      rows.push({ vendor, news: name, ...(await tell(crm, vendor, signals, `ada${nth}@customer${nth}.example`)) });
    } finally {
      await crm.stop();
    }
  }
  return rows;
}

async function tell(crm: OptOutCrm, vendor: string, signals: News['signals'], address: string) {
  const { now, passes } = crm;
  const adapter = await crm.adapter();
  const walked = await walk(anEvent({ from: { address } }), { adapter, records: memoryRecords(), now, passes });
  if (walked.kind !== 'written') throw new Error(`${vendor}: ${JSON.stringify(walked)}`);
  await passes(60_000);
  const target = await connectionTarget(
    {
      control: { connection: async () => ({ vendor, baseUrl: 'sandbox:', credentials: 'env:SECRET' }) as never },
      crm: { adapterFor: async () => ok(adapter) },
    },
    'main',
  );
  let proof: SuppressionProof | undefined;
  for (let count = 1; count <= signals.length; count += 1) {
    const state = suppressionStateOf(
      { tenant, subject, address, version: count },
      stateAfter(signals.slice(0, count), address),
      policy,
    );
    const end = target.kind === 'ok' ? await target.value.write(state) : target;
    if (end.kind !== 'ok') throw new Error(`${vendor}: ${JSON.stringify(end)}`);
    proof = end.value;
    await passes(60_000);
  }
  const { eligible } = judgeEligibility(address, stateAfter(signals, address), policy);
  const barred = purposes.filter((purpose) => !eligible[purpose]);
  return { barred, ...(await crm.markOf(address)), proof: proof! };
}

/**
 * Whether the CRM, the proof and the ledger say the same. A proof by read-back claims that the CRM shows the state; where the
 * state is not kept there, the CRM may only show a mark that it had before.
 */
export function agrees({ barred, isMarked, proof }: OptOutRow): boolean {
  const isRefused = refusable.some((purpose) => barred.includes(purpose));
  if (proof.by === 'read-back') return isMarked === isRefused;
  return proof.by === 'not-kept-here' && (!isRefused || isMarked !== true);
}

function cellOf({ isMarked, shown, proof }: OptOutRow): string {
  const mark = shown ?? (isMarked ? 'marked' : 'not marked');
  return `${isMarked === undefined ? 'no place' : mark}, \`${proof.by}\``;
}

/** The table as Markdown: a line for each CRM, a column for each piece of news. */
export function optOutTable(rows: readonly OptOutRow[]): string {
  const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const byVendor = [...Map.groupBy(rows, ({ vendor }) => vendor)];
  const first = byVendor[0]?.[1] ?? [];
  return [
    lineOf(['', ...first.map(({ news }) => news)]),
    lineOf(['---', ...first.map(() => '---')]),
    lineOf(['our ledger bars', ...first.map(({ barred }) => barred.join(', ') || 'nothing')]),
    ...byVendor.map(([vendor, cells]) => lineOf([vendor, ...cells.map(cellOf)])),
  ].join('\n');
}

/** CRMs of the table. */
export const tableVendors = ['hubspot', 'salesforce', 'zoho', 'pipedrive', 'close', 'freshsales', 'zendesk-sell'];
