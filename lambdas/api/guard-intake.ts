import { createAllowList } from '../domain/configuration/cidr.ts';
import { isSameSecret } from '../domain/mail/constant-time.ts';
import type { Log } from '../domain/mail/log.ts';
import type { AccessSettings } from './access-settings.ts';
import { problem } from './problem.ts';
import type { ApiAnswer, ReceivedRequest } from './request.ts';

interface GuardPorts {
  /** `user:password`, which senders have in the URL of their webhook. */
  readonly basicCredentials: () => Promise<string>;
  readonly refused: () => void;
  readonly log: Log;
}

type TakeWebhook = (request: ReceivedRequest) => Promise<ApiAnswer>;

/** Puts a fence before webhooks where a stage has one: their signatures are checked behind it, as without. */
export function createGuardedIntake(
  intake: TakeWebhook,
  { allow, basic = false }: NonNullable<AccessSettings['intake']>,
  { basicCredentials, refused, log }: GuardPorts,
): TakeWebhook {
  const isAllowed = allow === undefined ? () => true : createAllowList(allow);
  const refuse = (request: ReceivedRequest, reason: string, answer: ApiAnswer): ApiAnswer => {
    refused();
    log.warn('api.refused', { route: request.route, reason, requestId: request.requestId });
    return answer;
  };
  return async (request) => {
    if (!isAllowed(request.ip))
      return refuse(request, 'address', problem('address-not-allowed', 'webhooks are taken from other addresses'));
    if (basic && !hasPassword(request.headers.authorization, await basicCredentials())) {
      const challenge = 'Basic realm="postern intake", charset="UTF-8"';
      return refuse(
        request,
        'basic',
        problem('unauthorized', 'wants the user and the password of the stage', { challenge }),
      );
    }
    return intake(request);
  };
}

function hasPassword(authorization: string | undefined, stored: string): boolean {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{2,2000})$/i.exec(authorization ?? '') ?? [];
  return encoded !== undefined && isSameSecret(Buffer.from(encoded, 'base64').toString('utf8'), stored.trim());
}
