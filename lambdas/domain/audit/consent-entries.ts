import { compact } from '../../compact.ts';
import { apiActivities } from './audit-event.ts';
import { apiEntry, type EntriesOf, objectOf, textOf, unknownActor } from './row-change.ts';

/** The hash of the address in the key of a row about a person, which is the last part of the partition. */
const subjectOfKey = (pk: string): string => pk.slice(pk.lastIndexOf('#') + 1);

/** A change of consent, by its entry in the history. */
export const historyEntries: EntriesOf = (context) => {
  const { before, after, pk } = context.change;
  const resources = [{ type: 'consent', uid: subjectOfKey(pk) }];
  // An erasure takes the contact out of the entry.
  if (after !== undefined && before !== undefined) return [];
  if (after === undefined) {
    const message = 'an entry of the history of consent was deleted';
    const facts = { code: 'consent.history-deleted', activity: apiActivities.delete, actor: unknownActor };
    return [apiEntry(context, { ...facts, message, isGrave: true, resources })];
  }
  const source = textOf(after, 'source') ?? unknownActor;
  const evidence = textOf(after, 'evidence');
  return [
    apiEntry(context, {
      code: 'consent.changed',
      activity: apiActivities.update,
      actor: actorOfEvidence(source, evidence),
      source,
      message: `consent changed: ${textOf(after, 'signal') ?? 'unknown'}`,
      resources,
      unmapped: compact({
        changeId: textOf(after, 'changeId'),
        tenant: textOf(after, 'tenant'),
        signal: textOf(after, 'signal'),
        standing: textOf(after, 'standing'),
        channel: textOf(after, 'channel'),
        purposes: after.purposes,
        at: textOf(after, 'at'),
        lifts: after.lifts,
        evidence,
      }),
    }),
  ];
};

const byCommandLine = ' by the command line';

/** Whoever ran the command line is named in the evidence; any other source is its own actor. */
const actorOfEvidence = (source: string, evidence: string | undefined): string =>
  source === 'cli' && evidence?.endsWith(byCommandLine) === true ? evidence.slice(0, -byCommandLine.length) : source;

/** A person who was erased, or who appears again; other changes of the row are in the history. */
export const consentEntries: EntriesOf = (context) => {
  const { before, after, pk } = context.change;
  const resources = [{ type: 'consent', uid: subjectOfKey(pk) }];
  if (after === undefined) {
    const message = 'the consent of a person was deleted, which nothing of Postern does';
    const facts = { code: 'consent.deleted', activity: apiActivities.delete, actor: unknownActor };
    return [apiEntry(context, { ...facts, message, isGrave: true, resources })];
  }
  if (after.isErased !== true || before?.isErased === true) return [];
  const message = 'a person was erased from the consent ledger';
  return [
    apiEntry(context, {
      code: 'consent.erased',
      activity: apiActivities.delete,
      actor: 'postern',
      message,
      resources,
    }),
  ];
};

/** A CRM, a CDP or the sending account has the newest state of a person. */
export const targetEntries: EntriesOf = (context) => {
  const { before, after } = context.change;
  const [was, is] = [Number(before?.done ?? 0), Number(after?.done ?? 0)];
  if (after === undefined || is <= was) return [];
  return [
    apiEntry(context, {
      code: 'consent.delivered',
      activity: apiActivities.update,
      actor: 'postern',
      message: 'a target has the state of consent',
      resources: [
        { type: 'consent', uid: textOf(after, 'subject') ?? '' },
        { type: 'target', uid: textOf(after, 'target') ?? '' },
      ],
      unmapped: compact({
        tenant: textOf(after, 'tenant'),
        version: is,
        proof: textOf(objectOf(after, 'proof'), 'by'),
      }),
    }),
  ];
};

/** A mailbox provider to which nothing is sent for a while. */
export const providerHoldEntries: EntriesOf = (context) => {
  const { before, after, pk, sk } = context.change;
  if (before !== undefined && after !== undefined) return [];
  return [
    apiEntry(context, {
      code: after === undefined ? 'provider-hold.released' : 'provider-hold.placed',
      activity: after === undefined ? apiActivities.delete : apiActivities.create,
      actor: 'postern',
      message:
        after === undefined ? 'a mailbox provider is mailed again' : 'a mailbox provider is not mailed for a while',
      resources: [{ type: 'provider', uid: sk }],
      unmapped: compact({ tenant: subjectOfKey(pk), reason: textOf(objectOf(after, 'hold'), 'reason') }),
    }),
  ];
};
