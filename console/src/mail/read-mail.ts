import { compact } from '../../../lambdas/compact.ts';
import { get } from '../api.ts';
import type { CrmRecordLink, Decision, MailCard, MailDetail, MailEvent, MailPage } from '../contract.ts';
import { RequestError } from '../problem.ts';
import { type Trace, timelineOf } from './trace-timeline.ts';

/** Reads one mail with all that is known of it, by its id or that of its event. @throws RequestError */
export async function readMail(id: string, signal?: AbortSignal): Promise<MailDetail> {
  const path = `/v1/mails/${encodeURIComponent(id)}`;
  return get<MailDetail>(path, {}, signal).catch((error: unknown) => {
    // API Gateway's own 404 has no type: the route is of a later version than the API.
    const isMissing = error instanceof RequestError && error.problem.status === 404 && error.problem.type === undefined;
    if (!isMissing) throw error;
    return readParts(id, signal);
  });
}

/** Reads a mail from the list and the routes of its event. */
async function readParts(id: string, signal?: AbortSignal): Promise<MailDetail> {
  const { mails } = await get<MailPage>('/v1/mails', { q: id, limit: 1 }, signal);
  const card = mails[0];
  if (card === undefined) throw new RequestError({ status: 404, type: 'urn:postern:problem:not-found' });
  const { eventId } = card;
  if (eventId === undefined) return { card, timeline: timelineOf(card.receivedAt, {}) };
  const read = <T>(part: string): Promise<T | undefined> =>
    get<T>(`/v1/events/${eventId}${part}`, {}, signal).catch(ignoreMissing);
  const [event, trace, explain] = await Promise.all([
    read<MailEvent>(''),
    read<Trace>('/trace'),
    read<{ decisions: readonly Decision[] }>('/explain'),
  ]);
  return compact({
    card,
    event,
    trace,
    explain,
    timeline: timelineOf(card.receivedAt, trace ?? {}),
    records: recordsOf(card),
  });
}

/** A part of a mail that is gone or kept from the caller is left out. */
function ignoreMissing(error: unknown): undefined {
  if (error instanceof RequestError && [403, 404, 413].includes(error.problem.status)) return undefined;
  throw error;
}

/** The records that the deliveries of a mail have at their CRMs. */
const recordsOf = ({ deliveries }: MailCard): readonly CrmRecordLink[] =>
  deliveries.flatMap(({ integration, crm = {} }) =>
    Object.entries(crm).map(([name, id]) => ({
      integration,
      connection: integration,
      vendor: 'CRM',
      type: name.replace(/Id$/, ''),
      id,
    })),
  );
