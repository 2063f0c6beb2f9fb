import * as z from 'zod';
import { compact } from '../../../compact.ts';
import { isMailable } from '../../mail/address.ts';
import type { Membership } from '../membership.ts';
import { decode } from './decode.ts';

/** The statement of a CDP that a person entered or left a segment. */
export interface MembershipEvent extends Omit<Membership, 'source'> {
  readonly address: string;
}

/** The settings of a source that the reading needs. */
export interface CdpSettings {
  /** Names of traits or attributes that are segments, where the body itself does not say so. */
  readonly segments?: readonly string[] | undefined;
}

/** In UTF-16 code units: longer names and ids are cut, so that a row stays small. */
const maxLength = 200;
const short = (text: string): string => text.slice(0, maxLength);

const traits = z.record(z.string(), z.unknown());
const text = z.string().optional().catch(undefined);

/**
 * A call of Segment, as its Webhooks destination posts it. Engage marks an audience by `audience_key` in a track call, and by
 * `context.personas` in both calls.
 *
 * @see https://www.twilio.com/docs/segment/engage/using-engage-data
 */
const segmentCall = z.object({
  type: z.string(),
  messageId: text,
  userId: z.string().nullish().catch(undefined),
  timestamp: text,
  originalTimestamp: text,
  event: text,
  properties: traits.nullish(),
  traits: traits.nullish(),
  context: z
    .object({
      traits: traits.nullish(),
      personas: z.object({ computation_class: text, computation_id: text, computation_key: text }).nullish(),
      externalIds: z.array(z.object({ id: text, type: text })).nullish(),
    })
    .nullish(),
});
type SegmentCall = z.infer<typeof segmentCall>;

/**
 * The memberships in a call of Segment or RudderStack; none in a call about anything else, or about a person without an
 * address. RudderStack sets a trait with the audience's identifier, so the source's settings name those traits.
 *
 * @see https://www.rudderstack.com/docs/activate/audiences/audience-identifier/
 */
export function readSegmentCall(json: unknown, { segments = [] }: CdpSettings, receivedAt: Date): MembershipEvent[] {
  return (Array.isArray(json) ? json : [json]).flatMap((entry) => {
    const call = decode(segmentCall, entry);
    const address = addressIn(call);
    if (address === undefined) return [];
    const values = { ...call.context?.traits, ...call.traits, ...call.properties };
    const audience = audienceOf(call, values);
    const listed = segments.flatMap((name) =>
      typeof values[name] === 'boolean' && name !== audience?.segment
        ? [{ segment: name, id: name, isIn: values[name] }]
        : [],
    );
    const at = timeOf(call.timestamp ?? call.originalTimestamp, receivedAt);
    const reason = textIn(values.reason) ?? call.event ?? call.type;
    return [...(audience === undefined ? [] : [audience]), ...listed].map(({ segment, id, isIn }) =>
      eventOf({ address, segment, id, isIn, at, reason, evidence: call.messageId }),
    );
  });
}

/** The audience that a call of Engage is about. */
function audienceOf(
  { event, context }: SegmentCall,
  values: Readonly<Record<string, unknown>>,
): { readonly segment: string; readonly id: string; readonly isIn: boolean } | undefined {
  const { computation_class: kind, computation_id: id, computation_key: key } = context?.personas ?? {};
  const segment = textIn(values.audience_key) ?? (kind === undefined || kind === 'audience' ? key : undefined);
  if (segment === undefined) return undefined;
  const value = values[segment];
  const isIn = typeof value === 'boolean' ? value : isEntered(event);
  return isIn === undefined ? undefined : { segment, id: id ?? segment, isIn };
}

/** The events of Engage, where a destination filter has taken the property out. */
const isEntered = (event: string | undefined): boolean | undefined =>
  event === 'Audience Entered' ? true : event === 'Audience Exited' ? false : undefined;

/** The address of a call: a trait, an external id, or the user id of a source that identifies people by it. */
function addressIn({ traits, properties, context, userId }: SegmentCall): string | undefined {
  const external = context?.externalIds?.find(({ type }) => type === 'email')?.id;
  const candidates = [traits?.email, context?.traits?.email, properties?.email, external, userId];
  return candidates.map(textIn).find((candidate) => candidate !== undefined && isMailable(candidate));
}

/**
 * A change of memberships, as mParticle sends it to an integration, or a batch of its Webhook, whose attributes the source's
 * settings name. A hashed address names nobody here.
 *
 * @see https://docs.mparticle.com/developers/partners/firehose/
 * @see https://docs.mparticle.com/integrations/webhook/event/
 */
const mparticleBody = z.object({
  type: text,
  id: text,
  timestamp_ms: z.number().optional(),
  user_profiles: z
    .array(
      z.object({
        user_identities: z.array(z.object({ type: text, encoding: text, value: text })).nullish(),
        audiences: z
          .array(z.object({ audience_id: z.union([z.number(), z.string()]), audience_name: text, action: z.string() }))
          .nullish(),
      }),
    )
    .nullish(),
  timestamp_unixtime_ms: z.number().optional(),
  batch_id: z.union([z.number(), z.string()]).optional(),
  source_request_id: text,
  user_identities: z.union([z.object({ email: text }), z.array(z.unknown())]).nullish(),
  user_attributes: traits.nullish(),
});
type MparticleBody = z.infer<typeof mparticleBody>;

/** The memberships in a body of mParticle. Its periodic request without profiles has none. */
export function readMparticle(json: unknown, settings: CdpSettings, receivedAt: Date): MembershipEvent[] {
  return (Array.isArray(json) ? json : [json]).flatMap((entry) => {
    const body = decode(mparticleBody, entry);
    return [...changesIn(body, receivedAt), ...attributesIn(body, settings, receivedAt)];
  });
}

function changesIn({ user_profiles: profiles, timestamp_ms: time, id: evidence }: MparticleBody, receivedAt: Date) {
  return (profiles ?? []).flatMap(({ user_identities: identities, audiences }) => {
    const isPlain = (encoding: string | undefined) => encoding === undefined || encoding === 'raw';
    const address = identities?.find(({ type, encoding }) => type === 'email' && isPlain(encoding))?.value;
    if (address === undefined || !isMailable(address)) return [];
    return (audiences ?? []).flatMap(({ audience_id: id, audience_name: name, action }) =>
      action === 'add' || action === 'delete'
        ? [
            eventOf({
              address,
              segment: name ?? String(id),
              id: String(id),
              isIn: action === 'add',
              at: timeOf(time, receivedAt),
              reason: `audience ${action}`,
              evidence,
            }),
          ]
        : [],
    );
  });
}

function attributesIn(
  { user_identities: identities, user_attributes: attributes, ...body }: MparticleBody,
  { segments = [] }: CdpSettings,
  receivedAt: Date,
) {
  const address = identities != null && 'email' in identities ? identities.email : undefined;
  if (address === undefined || !isMailable(address)) return [];
  const evidence = body.source_request_id ?? (body.batch_id === undefined ? undefined : String(body.batch_id));
  return segments.flatMap((name) => {
    const isIn = truthOf(attributes?.[name]);
    const at = timeOf(body.timestamp_unixtime_ms, receivedAt);
    if (isIn === undefined) return [];
    return [eventOf({ address, segment: name, id: name, isIn, at, reason: 'user attribute', evidence })];
  });
}

/** mParticle keeps attributes as texts. */
const truthOf = (value: unknown): boolean | undefined =>
  value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** A time in ISO 8601 UTC; ours where the body names none. A time from the future would outrank everything after it. */
function timeOf(time: string | number | undefined, receivedAt: Date): string {
  const date = new Date(time ?? receivedAt);
  const isUsable = !Number.isNaN(date.getTime()) && date <= receivedAt;
  return (isUsable ? date : receivedAt).toISOString();
}

function eventOf({
  address,
  segment,
  id,
  isIn,
  at,
  reason,
  evidence,
}: {
  readonly address: string;
  readonly segment: string;
  readonly id: string;
  readonly isIn: boolean;
  readonly at: string;
  readonly reason: string;
  readonly evidence: string | undefined;
}): MembershipEvent {
  return compact({
    address,
    segment: short(segment),
    id: short(id),
    state: isIn ? ('in' as const) : ('out' as const),
    at,
    reason: short(reason),
    evidence: short(evidence ?? `${id} ${at}`),
  });
}
