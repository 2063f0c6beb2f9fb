import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { IntakeSource } from '../domain/configuration/integration.ts';
import { consentSettingsOf } from '../domain/consent/consent-settings.ts';
import { checkHttpSignature, hasHttpSignature } from '../domain/consent/intake/http-signature.ts';
import { readIntake } from '../domain/consent/intake/read-intake.ts';
import { MalformedEventError } from '../domain/consent/intake/sender-event.ts';
import type { SignatureCheck } from '../domain/consent/intake/signature-check.ts';
import { checkSignature, signedToken } from '../domain/consent/intake/signatures.ts';
import type { TakeMemberships } from '../domain/consent/intake/take-memberships.ts';
import type { TakeSenderEvents } from '../domain/consent/intake/take-sender-events.ts';
import { ConfigError } from '../domain/errors.ts';
import type { Log } from '../domain/mail/log.ts';
import { problem } from './problem.ts';
import { type ApiAnswer, json, type ReceivedRequest } from './request.ts';

interface IntakeDependencies {
  readonly control: Pick<Control, 'integrations' | 'intake'>;
  readonly readCredentials: (reference: string) => Promise<string>;
  readonly take: TakeSenderEvents;
  readonly takeMemberships: TakeMemberships;
  /** Remembers a token that is signed instead of the body; false when it came with another body before. */
  readonly keepToken: (source: string, token: string, body: string, now: Date) => Promise<boolean>;
  readonly signatureFailed: () => void;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Takes a webhook of a sending service or a CDP: checks its signature over the received bytes, queues its changes, keeps its
 * memberships, and answers 202. It calls no CRM. A repeated id makes the same change, which the ledger already has.
 */
export function createIntake(dependencies: IntakeDependencies) {
  return async (request: ReceivedRequest): Promise<ApiAnswer> => {
    const { control, signatureFailed, log, now } = dependencies;
    const receivedAt = now();
    const name = request.path.source ?? '';
    const source = await control.intake(name);
    if (source === undefined) return problem('not-found', 'no such source; integrations.yaml lists them under intake');
    const check = await checkRequest(dependencies, name, source, request, receivedAt);
    const { requestId } = request;
    if (check.ok) {
      const { signature, keyId } = check;
      const proof = compact({ requestId, signature, keyId });
      return queueChanges({ ...dependencies, proof }, name, source, request.body, receivedAt);
    }
    signatureFailed();
    const { format } = source;
    log.warn('intake.signature', compact({ source: name, format, reason: check.reason, requestId }));
    return problem('bad-signature', `signature ${check.reason}`);
  };
}

/**
 * Whether the signature of a request is accepted.
 *
 * @throws ConfigError when the source has no key that can check it
 */
async function checkRequest(
  dependencies: IntakeDependencies,
  name: string,
  source: IntakeSource,
  request: ReceivedRequest,
  receivedAt: Date,
): Promise<Extract<SignatureCheck, { ok: true }> | { readonly ok: false; readonly reason: string }> {
  const { format } = source;
  const { headers, body } = request;
  const key = await storedKey(dependencies, name, source);
  const check =
    format === 'standard' && hasHttpSignature(headers)
      ? await checkHttpSignature(request, key, receivedAt)
      : checkSignature(format, headers, body, key, receivedAt);
  if (!check.ok) {
    if (check.reason === 'unusable-key') throw unusableKey(dependencies, name, source, 'unusable');
    return check;
  }
  const token = signedToken(format, body);
  const isReplayed = token !== undefined && !(await dependencies.keepToken(name, token, body, receivedAt));
  return isReplayed ? { ok: false, reason: 'replayed' } : check;
}

/** @throws ConfigError when the secret holds none */
async function storedKey(dependencies: IntakeDependencies, name: string, source: IntakeSource): Promise<string> {
  try {
    return await dependencies.readCredentials(source.credentials);
  } catch (error) {
    if (error instanceof ConfigError) throw unusableKey(dependencies, name, source, 'missing');
    throw error;
  }
}

/** No signature can be checked: a 500, so that the sender repeats its events once a key is stored. */
function unusableKey(
  { signatureFailed, log }: IntakeDependencies,
  name: string,
  { format, credentials }: IntakeSource,
  reason: 'missing' | 'unusable',
): ConfigError {
  signatureFailed();
  log.error('intake.key', { source: name, format, credentials, reason });
  return new ConfigError(`the credentials of intake ${name} hold no key for ${format}`);
}

async function queueChanges(
  { control, take, takeMemberships, log, proof }: IntakeDependencies & { readonly proof: object },
  name: string,
  { tenant, format, purposes, segments }: IntakeSource,
  body: string,
  receivedAt: Date,
): Promise<ApiAnswer> {
  try {
    const { events, memberships } = readIntake(format, body, receivedAt, { segments });
    const { policyVersion } = consentSettingsOf(await control.integrations(), tenant);
    const origin = compact({ tenant, source: 'webhook', name, purposes, policyVersion });
    const changes = await take(events, origin, receivedAt);
    const entered = memberships.length === 0 ? 0 : await takeMemberships(memberships, { tenant, name });
    const accepted = events.length + memberships.length;
    log.info('intake.taken', { source: name, events: accepted, changes: changes + entered, ...proof });
    return json(202, { accepted });
  } catch (error) {
    if (!(error instanceof MalformedEventError)) throw error;
    log.warn('intake.malformed', { source: name, reason: error.message });
    return problem('bad-request', error.message);
  }
}
