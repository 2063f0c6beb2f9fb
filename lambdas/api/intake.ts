import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { IntakeSource } from '../domain/configuration/integration.ts';
import { consentSettingsOf } from '../domain/consent/consent-settings.ts';
import { readIntake } from '../domain/consent/intake/read-intake.ts';
import { MalformedEventError } from '../domain/consent/intake/sender-event.ts';
import { checkSignature, signedToken } from '../domain/consent/intake/signatures.ts';
import type { TakeSenderEvents } from '../domain/consent/intake/take-sender-events.ts';
import { ConfigError } from '../domain/errors.ts';
import type { Log } from '../domain/mail/log.ts';
import { type ApiAnswer, type ApiRequest, json } from './request.ts';

export interface IntakeDependencies {
  readonly control: Pick<Control, 'integrations' | 'intake'>;
  readonly readCredentials: (reference: string) => Promise<string>;
  readonly take: TakeSenderEvents;
  /** Keeps a token that was signed instead of the body; false: it came with another body before. */
  readonly keepToken: (source: string, token: string, body: string, now: Date) => Promise<boolean>;
  readonly signatureFailed: () => void;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Takes a webhook of a sending service: checks its signature over the bytes that came, queues what it says, and answers
 * 202. No CRM is asked. An id that comes again makes the same change, which the ledger has already.
 */
export function createIntake(dependencies: IntakeDependencies) {
  const { control, readCredentials, take, keepToken, signatureFailed, log, now } = dependencies;

  /** @throws ConfigError when there is none */
  async function storedKey(name: string, source: IntakeSource): Promise<string> {
    try {
      return await readCredentials(source.credentials);
    } catch (error) {
      if (error instanceof ConfigError) throw unusable(name, source, 'missing');
      throw error;
    }
  }

  /** Nobody's signature can be checked: a 500, so that the sender repeats what it has to say once a key is stored. */
  function unusable(name: string, { format, credentials }: IntakeSource, reason: 'missing' | 'unusable'): ConfigError {
    signatureFailed();
    log.error('intake.key', { source: name, format, credentials, reason });
    return new ConfigError(`the credentials of intake ${name} hold no key for ${format}`);
  }

  return async ({ path, headers, body }: ApiRequest): Promise<ApiAnswer> => {
    const receivedAt = now();
    const name = path.source ?? '';
    const source = await control.intake(name);
    if (source === undefined) return json(404, { error: 'no such source; integrations.yaml lists them under intake' });
    const { tenant, format, purposes } = source;
    const check = checkSignature(format, headers, body, await storedKey(name, source), receivedAt);
    if (!check.ok && check.reason === 'unusable-key') throw unusable(name, source, 'unusable');
    const token = signedToken(format, body);
    const isReplayed = check.ok && token !== undefined && !(await keepToken(name, token, body, receivedAt));
    if (!check.ok || isReplayed) {
      const reason = check.ok ? 'replayed' : check.reason;
      signatureFailed();
      log.warn('intake.signature', { source: name, format, reason });
      return json(401, { error: `signature ${reason}` });
    }
    try {
      const events = readIntake(format, body, receivedAt);
      const { policyVersion } = consentSettingsOf(await control.integrations(), tenant);
      const origin = compact({
        tenant,
        source: 'webhook',
        name,
        purposes,
        policyVersion,
      });
      const changes = await take(events, origin, receivedAt);
      log.info('intake.taken', { source: name, events: events.length, changes });
      return json(202, { accepted: events.length });
    } catch (error) {
      if (!(error instanceof MalformedEventError)) throw error;
      log.warn('intake.malformed', { source: name, reason: error.message });
      return json(400, { error: error.message });
    }
  };
}
