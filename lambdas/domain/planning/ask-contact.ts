import type { Control } from '../configuration/control.ts';
import type { AskContact, ContactAnswer } from '../consent/eligibility-facts.ts';
import type { ContactLookUp } from '../crm/contact-fields.ts';
import type { CrmRegistry } from '../crm/crm-adapter.ts';
import { failureReason, type Outcome } from '../crm/outcome.ts';
import type { ConnectionGate } from '../delivery/connection-gate.ts';
import { type KnownPerson, personAt } from '../delivery/known-person.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import { limitsFor } from './destination.ts';
import { freshMs } from './look-up.ts';

/** Answers of CRMs about contacts, as deliveries and questions remember them. */
export interface ContactMemory {
  /** @param person the ledger's key of a person at a connection */
  recall(person: string): Promise<{ readonly known?: KnownPerson; readonly asked?: ContactLookUp }>;
  /** Remembers the answer to a question, for a day. */
  keep(person: string, lookUp: ContactLookUp): Promise<void>;
}

interface AskDependencies {
  readonly control: Pick<Control, 'connection'>;
  readonly crm: CrmRegistry;
  readonly gate: Pick<ConnectionGate, 'admit'>;
  readonly memory: ContactMemory;
  readonly subjectHash: () => Promise<SubjectHash>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** Somebody waits for the answer: a CRM that takes longer is not asked for it, in ms. */
const patienceMs = 3_000;
/** How long an old answer stands in for a CRM that does not answer, in ms. */
const staleMs = 86_400_000;
/** A search, and the read of the contact that it found. */
const callsPerQuestion = 2;

/**
 * Asks a CRM for fields of a contact outside a delivery. An answer of the last hour counts, whoever asked; else the CRM is
 * asked within its rate, and an answer of the last day stands in where it gives none. A failure here opens no circuit: that is
 * for deliveries, which try again.
 */
export function createAskContact(dependencies: AskDependencies): AskContact {
  const { memory, subjectHash, now, pause } = dependencies;
  return async function askContact({ tenant, connection, email, names }) {
    const person = personAt(await subjectHash(), connection, email);
    const { known, asked } = await memory.recall(person);
    const newest = newestOf([known?.crm, asked], names);
    const ageMs = newest === undefined ? Number.POSITIVE_INFINITY : now().getTime() - Date.parse(newest.at);
    if (newest !== undefined && ageMs < freshMs) return remembered(newest);
    const late: ContactAnswer = { kind: 'unknown', reason: `no answer within ${patienceMs} ms` };
    const answer = await Promise.race([
      askCrm(dependencies, { tenant, connection, email, names, contact: known?.contact }),
      pause(patienceMs).then(() => late),
    ]);
    if (answer.kind === 'unknown') return newest !== undefined && ageMs < staleMs ? remembered(newest) : answer;
    await memory.keep(person, { at: answer.at, asked: names, fields: answer.fields });
    return answer;
  };
}

const remembered = ({ at, fields }: ContactLookUp): ContactAnswer => ({ kind: 'known', fields, at });

/** The newest answer that covers all fields. */
const newestOf = (
  lookUps: ReadonlyArray<ContactLookUp | undefined>,
  names: readonly string[],
): ContactLookUp | undefined =>
  lookUps
    .filter((lookUp) => lookUp !== undefined)
    .filter(({ asked }) => names.every((name) => asked.includes(name)))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];

async function askCrm(
  { control, crm, gate, now }: AskDependencies,
  question: {
    readonly tenant: string;
    readonly connection: string;
    readonly email: string;
    readonly names: readonly string[];
    readonly contact: string | undefined;
  },
): Promise<ContactAnswer> {
  const { tenant, connection: name, email, names, contact } = question;
  const unknown = (reason: string): ContactAnswer => ({ kind: 'unknown', reason });
  try {
    const connection = await control.connection(name);
    if (connection === undefined) return unknown('no such connection');
    const adapter = await crm.adapterFor(connection);
    if (adapter.kind !== 'ok') return unknown(reasonOf(adapter));
    const { lookUp } = adapter.value;
    if (lookUp === undefined) return unknown('the destination has no contacts');
    const limits = limitsFor(connection, adapter.value);
    const admission = await gate.admit({ connection: name, tenant, limits, calls: callsPerQuestion }, now());
    if (admission.kind !== 'go') return unknown('the connection is busy or down');
    const at = now().toISOString();
    const answer = await lookUp({ email, id: contact }, names);
    return answer.kind === 'ok' ? { kind: 'known', fields: answer.value, at } : unknown(reasonOf(answer));
  } catch {
    // A fault of our own must not answer that somebody may be written to.
    return unknown('the question failed');
  }
}

/** A failure without a vendor's message, which may name a person. */
const reasonOf = (failure: Exclude<Outcome<unknown>, { kind: 'ok' }>): string =>
  failure.kind === 'misconfigured' || failure.kind === 'rejected'
    ? `${failure.kind}: ${failure.code}`
    : failureReason(failure);
