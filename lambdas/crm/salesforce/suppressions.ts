import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { notKeptHere } from '../../domain/consent/suppression-target.ts';
import { andThen, type Failure, none, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionState, SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, readBackProof } from '../suppression-proofs.ts';
import { asFailure } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { composite, quoted, type Row, rowsOf } from './api.ts';
import { judgeError } from './errors.ts';
import { optedOutSince } from './opt-outs.ts';
import { describeObjects, type OrgObjects } from './org.ts';
import { suppressedForField } from './own-fields.ts';

const box = 'HasOptedOutOfEmail';
const personObjects = ['Contact', 'Lead'] as const;
type PersonObject = (typeof personObjects)[number];

const saveResults = z.array(
  z.object({
    success: z.boolean(),
    errors: z.optional(z.array(z.object({ statusCode: z.string(), message: z.optional(z.string()) }))),
  }),
);

/** The state that people of one object are to have. */
interface WantedState {
  readonly object: PersonObject;
  /** Whether the box is to be ticked; it is never unticked. */
  readonly isTicked: boolean;
  /** The value of our own field; absent where the org does not have it. */
  readonly suppressedFor?: string;
}

/**
 * *Email Opt Out* of contacts and leads, read back. Whoever has it gets no commercial mail from Salesforce, so a no to marketing and
 * a no to sales both tick it. It is only ever ticked: a box that somebody ticked at Salesforce must not be lost because the
 * person came back elsewhere.
 *
 * Our own field beside it says which purposes Postern ended. Without that field a no to sales alone is not kept: its tick would
 * come back from Salesforce as a no to everything.
 *
 * @see https://help.salesforce.com/s/articleView?id=sales.emailadmin_opting_out_differences.htm&type=5
 */
export function createSalesforceSuppressions(http: CrmHttp, version: string, now: () => Date): SuppressionTarget {
  const objects = rememberOk(() => describeObjects(http, version, personObjects));
  return {
    write: async (state) => andThen(await objects(), (described) => writeState(http, version, described, state)),
    optedOutSince: async (since) =>
      andThen(await objects(), (described) => {
        const marked = personObjects.filter((object) => described.get(object)?.has(suppressedForField));
        return optedOutSince(http, version, { since, now: now(), marked });
      }),
  };
}

async function writeState(
  http: CrmHttp,
  version: string,
  described: OrgObjects,
  state: SuppressionState,
): Promise<Outcome<SuppressionProof>> {
  const wanted = personObjects
    .filter((object) => object === 'Contact' || described.has(object))
    .map((object) => wantedState(object, described, state));
  return andThen(await peopleOf(http, version, wanted, state.address), async (people) => {
    for (const [index, each] of wanted.entries()) {
      const open = (people[index] ?? []).filter((row) => !holds(each, row));
      if (open.length === 0) continue;
      const written = await mark(http, version, each, open, state.address);
      if (written.kind !== 'ok') return written;
    }
    return proofOf(wanted, people, state);
  });
}

function wantedState(object: PersonObject, described: OrgObjects, { suppressed }: SuppressionState): WantedState {
  const purposes = suppressed.filter((purpose) => purpose === 'marketing' || purpose === 'sales').toSorted();
  const isMarked = described.get(object)?.has(suppressedForField) === true;
  const isTicked = purposes.includes('marketing') || (isMarked && purposes.includes('sales'));
  return compact({ object, isTicked, suppressedFor: isMarked ? purposes.join(';') : undefined });
}

const holds = ({ isTicked, suppressedFor }: WantedState, row: Row): boolean =>
  (!isTicked || row[box] === true) &&
  (suppressedFor === undefined || (row[suppressedForField] ?? '') === suppressedFor);

/** The proof of a state that every person holds, as far as their object has a place for it. */
function proofOf(
  wanted: readonly WantedState[],
  people: ReadonlyArray<readonly Row[]>,
  { suppressed }: SuppressionState,
): Outcome<SuppressionProof> {
  const count = people.flat().length;
  const barsSales = suppressed.includes('sales') && !suppressed.includes('marketing');
  if (!barsSales && !suppressed.includes('marketing')) return notKeptHere('the box is only ever ticked');
  if (count === 0) return absentPerson('no such person');
  const hasNoPlace = wanted.some(
    ({ suppressedFor }, index) => barsSales && suppressedFor === undefined && people[index]?.length !== 0,
  );
  return hasNoPlace ? notKeptHere(`no field ${suppressedForField}`) : readBackProof(`${count} people hold it`);
}

const queryPart = (wanted: WantedState, address: string) =>
  ({
    method: 'GET',
    path: `/query?q=${encodeURIComponent(peopleQuery(wanted, address))}`,
    referenceId: `people${wanted.object}`,
  }) as const;

function peopleQuery({ object, suppressedFor }: WantedState, address: string): string {
  const fields = ['Id', box, ...(suppressedFor === undefined ? [] : [suppressedForField])].join(', ');
  const isConverted = object === 'Lead' ? ' AND IsConverted = false' : '';
  return `SELECT ${fields} FROM ${object} WHERE Email = ${quoted(address)}${isConverted} LIMIT 200`;
}

/** The people of an address, by object, in one call. */
async function peopleOf(
  http: CrmHttp,
  version: string,
  wanted: readonly WantedState[],
  address: string,
): Promise<Outcome<ReadonlyArray<readonly Row[]>>> {
  const answer = await composite(
    http,
    version,
    wanted.map((each) => queryPart(each, address)),
  );
  if (answer.kind !== 'ok') return asFailure(answer);
  const people = wanted.map(({ object }) => rowsOf(answer.value.get(`people${object}`)));
  return people.every(({ kind }) => kind === 'ok')
    ? ok(people.flatMap((rows) => (rows.kind === 'ok' ? [rows.value] : [])))
    : { kind: 'unknown' };
}

/** Writes the state of people, all or none, and reads it back by the query that found them. */
async function mark(
  http: CrmHttp,
  version: string,
  wanted: WantedState,
  open: readonly Row[],
  address: string,
): Promise<Outcome<undefined>> {
  const { object, isTicked, suppressedFor } = wanted;
  const values = compact({
    [box]: isTicked || undefined,
    [suppressedForField]: suppressedFor === '' ? null : suppressedFor,
  });
  const records = open.map(({ Id }) => ({ attributes: { type: object }, id: Id, ...values }));
  const readBack = queryPart(wanted, address);
  const answer = await composite(http, version, [
    { method: 'PATCH', path: '/composite/sobjects', referenceId: 'boxes', body: { allOrNone: true, records } },
    readBack,
  ]);
  if (answer.kind !== 'ok') return asFailure(answer);
  // A collection answers 200 whatever the results of its records are.
  const results = saveResults.safeParse(answer.value.get('boxes'));
  if (!results.success) return { kind: 'unknown' };
  const refusal = refusalOf(results.data);
  if (refusal !== undefined) return refusal;
  const rows = rowsOf(answer.value.get(readBack.referenceId));
  return rows.kind === 'ok' && rows.value.every((row) => holds(wanted, row)) ? none() : { kind: 'unknown' };
}

/** Why a box was not ticked; a record that was only rolled back with it has no reason of its own. */
function refusalOf(results: z.infer<typeof saveResults>): Failure | undefined {
  if (results.every(({ success }) => success)) return undefined;
  const causes = results.flatMap(({ errors = [] }) => errors);
  const cause = causes.find(({ statusCode }) => statusCode !== 'ALL_OR_NONE_OPERATION_ROLLED_BACK');
  if (cause === undefined) return { kind: 'misconfigured', code: 'OPT_OUT', message: `${box} may not be written` };
  const { statusCode: errorCode, message } = cause;
  return asFailure(judgeError(400, { errorCode, message, fields: [box] }));
}
