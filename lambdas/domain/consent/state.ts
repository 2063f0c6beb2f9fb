import { compact } from '../../compact.ts';
import { type Purpose, purposes } from '../mail/purposes.ts';
import { type ConsentChange, isEffective } from './change.ts';
import type { Channel, Signal } from './signals.ts';

/** One answer to one question, and the moment from which it holds. The later answer wins; see `isLater`. */
export interface Register {
  readonly state: 'in' | 'out' | 'set' | 'clear' | 'any' | 'transactional' | 'never';
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly changeId: string;
  readonly signal: Signal;
  readonly source: ConsentChange['source'];
  readonly evidence: string;
  readonly policyVersion?: string;
  readonly reason?: string;
  /** The mail behind it may be somebody else's. */
  readonly standing?: 'unproven';
}

/** The questions: consent by channel and purpose, bars of an address, and a decision about its use. */
type RegisterName =
  | `${Channel}:${Purpose}`
  | `pending:${Channel}:${Purpose}`
  /** A refusal by a link of ours, apart from all other statements: the page takes back this one, and only this one. */
  | `page:${Channel}:${Purpose}`
  | 'complaint'
  | 'hard-bounce'
  | 'rule'
  /** The meaning of the stage of the person's deal; its reason has the word. */
  | 'crm';

/**
 * The consent of one address of one tenant. Registers, a set and two latest times: each of them only ever grows in an
 * order that does not depend on the order of arrival, and so does the whole (a CRDT).
 */
export interface ConsentState {
  readonly registers: Readonly<Partial<Record<RegisterName, Register>>>;
  /**
   * Failed deliveries that may pass, `<at>#<changeId>`, with `#mail` behind those that a mail reported, sorted; those
   * before `aliveAt` are forgotten.
   */
  readonly softBounces: readonly string[];
  /** When the address was last seen to work, ISO 8601 UTC. */
  readonly aliveAt?: string;
  /** When a person last wrote to us from it, ISO 8601 UTC. */
  readonly heardAt?: string;
  readonly contactId?: string;
  /** Ids of changes that somebody took back, sorted: whenever they arrive, they have no effect. */
  readonly lifted?: readonly string[];
  /** When that was last done, ISO 8601 UTC. */
  readonly liftedAt?: string;
}

export const emptyConsent: ConsentState = { registers: {}, softBounces: [] };

/** No rule needs more soft bounces. */
const mostSoftBounces = 50;

/** The purposes of a change: those that it names, else those of its signal. */
function purposesOf({ signal, purposes: own }: Pick<ConsentChange, 'signal' | 'purposes'>): Purpose[] {
  if (own !== undefined && own.length > 0) return [...own];
  switch (signal) {
    case 'negative':
      return ['sales'];
    case 'unsubscribe':
    case 'opt-out':
    case 'complaint':
      return ['marketing', 'sales'];
    case 'opt-in':
    case 'taken-back':
    case 'unconfirmed':
      return ['marketing'];
    default:
      return [...purposes];
  }
}

/** A change as the state sees it: without its schema and its address. */
type StateChange = Omit<ConsentChange, 'schema' | 'address'>;

/**
 * Returns the state after a change: the same for any order of the same changes, and for any number of repetitions.
 *
 * The state after taking changes back needs the history: this function does not have the statements that those changes had
 * hidden.
 */
export function applyChange(state: ConsentState, change: StateChange): ConsentState {
  if (!isEffective(change) || state.lifted?.includes(change.changeId)) return state;
  const withPerson = change.contactId === undefined ? state : withContact(state, change.contactId);
  return effects[change.signal](withPerson, change);
}

/** The reason of a `crm-stage` that means nothing any more. */
export const openStage = 'open' as const;

type Effect = (state: ConsentState, change: StateChange) => ConsentState;

const effects: Readonly<Record<ConsentChange['signal'], Effect>> = {
  unsubscribe: refuse,
  'opt-out': refuse,
  negative: refuse,
  'taken-back': (state, change) => write(state, pageNames(change), change, 'clear'),
  'opt-in': (state, change) => write(state, consentNames(change), change, 'in'),
  unconfirmed: (state, change) => write(state, pendingNames(change), change, 'set'),
  complaint: (state, change) => write(write(state, consentNames(change), change, 'out'), ['complaint'], change, 'set'),
  'hard-bounce': (state, change) => write(state, ['hard-bounce'], change, 'set'),
  lifted: lift,
  'address-rule': (state, change) => write(state, ['rule'], change, change.rule ?? 'any'),
  'crm-stage': (state, change) => write(state, ['crm'], change, change.reason === openStage ? 'clear' : 'set'),
  'soft-bounce': (state, change) => withSoftBounces(state, [...state.softBounces, softBounceOf(change)]),
  delivered: (state, { at }) => alive(state, at),
  heard: (state, { at }) => ({ ...alive(state, at), heardAt: latest(state.heardAt, at) }),
};

/** Writes a refusal: apart from all others where it comes by a link of ours, so that the page can take it back. */
function refuse(state: ConsentState, change: StateChange): ConsentState {
  return write(state, isFromPage(change) ? pageNames(change) : consentNames(change), change, 'out');
}

/** Takes back the changes that it names; without names, the complaint and the hard bounce of the address. */
function lift(state: ConsentState, change: StateChange): ConsentState {
  if (change.lifts !== undefined) return withLifted(state, [change]);
  return alive(write(state, ['complaint', 'hard-bounce'], change, 'clear'), change.at);
}

const softBounceOf = ({ at, changeId, source }: StateChange): string =>
  `${at}#${changeId}${source === 'mail' ? '#mail' : ''}`;

/** Returns the state of a whole history, without the changes that it takes back. */
export function stateOfHistory(history: readonly StateChange[]): ConsentState {
  const lifts = history.filter(({ lifts: ids }) => ids !== undefined);
  return history.reduce(applyChange, lifts.length === 0 ? emptyConsent : withLifted(emptyConsent, lifts));
}

const withLifted = (state: ConsentState, changes: readonly StateChange[]): ConsentState => ({
  ...state,
  lifted: [...new Set([...(state.lifted ?? []), ...changes.flatMap(({ lifts = [] }) => lifts)])].toSorted(),
  liftedAt: changes.map(({ at }) => at).reduce(latest, state.liftedAt ?? ''),
});

const consentNames = (change: StateChange): Array<`${Channel}:${Purpose}`> =>
  purposesOf(change).map((purpose) => `${change.channel ?? 'email'}:${purpose}` as const);

const pendingNames = (change: StateChange): RegisterName[] =>
  consentNames(change).map((name) => `pending:${name}` as const);

const pageNames = (change: StateChange): RegisterName[] => consentNames(change).map((name) => `page:${name}` as const);

const isFromPage = ({ source }: StateChange): boolean => source === 'one-click' || source === 'preferences';

/**
 * Returns the answer that holds for a purpose, from our links and from everywhere else. A refusal by a link gives way to a
 * later yes, or is taken back; it hides no other refusal.
 */
export function standingConsent({ registers }: ConsentState, channel: Channel, purpose: Purpose): Register | undefined {
  const elsewhere = registers[`${channel}:${purpose}`];
  const page = registers[`page:${channel}:${purpose}`];
  if (page?.state !== 'out' || (elsewhere !== undefined && elsewhere.at > page.at)) return elsewhere;
  return page;
}

function write(
  state: ConsentState,
  names: readonly RegisterName[],
  change: StateChange,
  value: Register['state'],
): ConsentState {
  const { at, changeId, signal, source, evidence, policyVersion, reason, standing } = change;
  const register: Register = compact({
    state: value,
    at,
    changeId,
    signal,
    source,
    evidence,
    policyVersion,
    reason,
    standing: standing === 'unproven' ? standing : undefined,
  });
  let { registers } = state;
  for (const name of names) registers = withRegister(registers, name, register);
  return { ...state, registers };
}

function withRegister(
  registers: ConsentState['registers'],
  name: RegisterName,
  register: Register,
): ConsentState['registers'] {
  const current = registers[name];
  return current === undefined || isLater(register, current) ? { ...registers, [name]: register } : registers;
}

/** At the same moment the stricter answer wins: an opt-out beats an opt-in, a block its lifting. */
const strictness: Record<Register['state'], number> = {
  in: 0,
  clear: 0,
  any: 0,
  transactional: 1,
  set: 2,
  out: 2,
  never: 2,
};

function isLater(a: Register, b: Register): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (strictness[a.state] !== strictness[b.state]) return strictness[a.state] > strictness[b.state];
  return a.changeId > b.changeId;
}

const alive = (state: ConsentState, at: string): ConsentState =>
  withSoftBounces({ ...state, aliveAt: latest(state.aliveAt, at) }, state.softBounces);

function withSoftBounces(state: ConsentState, all: readonly string[]): ConsentState {
  const { aliveAt = '' } = state;
  const open = [...new Set(all)].filter((entry) => entry.slice(0, entry.indexOf('#')) > aliveAt);
  return { ...state, softBounces: open.toSorted().slice(-mostSoftBounces) };
}

const withContact = (state: ConsentState, contactId: string): ConsentState => ({
  ...state,
  contactId: latest(state.contactId, contactId),
});

const latest = (a: string | undefined, b: string): string => (a === undefined || b > a ? b : a);
