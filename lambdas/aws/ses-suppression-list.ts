import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  PutSuppressedDestinationCommand,
  type SESv2Client,
} from '@aws-sdk/client-sesv2';
import type { Outcome } from '../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionTarget } from '../domain/crm/suppression-target.ts';
import { errorNameOf } from './aws-error.ts';

/** In ms: a limit of SES that names no time passes within a second. */
const shortWaitMs = 500;

/**
 * The account's suppression list: addresses that SES itself refuses to send to. It knows two reasons, so it receives dead
 * addresses and complaints, and not an unsubscribe, which leaves other mail welcome.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_PutSuppressedDestination.html
 */
export function createSesSuppressionList(
  ses: Pick<SESv2Client, 'send'>,
  now: () => Date = () => new Date(),
): SuppressionTarget {
  const reasonOn = async (EmailAddress: string): Promise<string | undefined> => {
    try {
      const answer = await ses.send(new GetSuppressedDestinationCommand({ EmailAddress }));
      return answer.SuppressedDestination?.Reason;
    } catch (error) {
      if (errorNameOf(error) === 'NotFoundException') return undefined;
      throw error;
    }
  };

  return {
    async write({ address, block }) {
      try {
        if (block !== undefined)
          await ses.send(new PutSuppressedDestinationCommand({ EmailAddress: address, Reason: block }));
        else if ((await reasonOn(address)) !== undefined)
          await ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress: address }));
        const reason = await reasonOn(address);
        return reason === block ? readBack(reason ?? 'not listed') : { kind: 'unknown' };
      } catch (error) {
        return failureOf(error, now());
      }
    },
  };
}

const readBack = (answer: string): Outcome<SuppressionProof> => ({
  kind: 'ok',
  value: { by: 'read-back', answer },
  how: 'updated',
});

function failureOf(error: unknown, now: Date): Outcome<SuppressionProof> {
  const name = errorNameOf(error);
  switch (name) {
    case 'TooManyRequestsException':
      return { kind: 'throttled', scope: 'burst', retryAt: new Date(now.getTime() + shortWaitMs) };
    case 'BadRequestException':
      return { kind: 'rejected', code: name, message: 'SES refused the address' };
    case 'AccessDeniedException':
    case 'UnrecognizedClientException':
      return { kind: 'misconfigured', code: name, message: withoutAddresses(error) };
    default:
      return { kind: 'unknown' };
  }
}

const withoutAddresses = (error: unknown): string =>
  error instanceof Error
    ? error.message.slice(0, 200).replace(/\S+/g, (word) => (word.includes('@') ? '(address)' : word))
    : '';
