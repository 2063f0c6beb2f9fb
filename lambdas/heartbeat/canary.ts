import { canaryIntegration } from '../domain/configuration/canary-integration.ts';
import { type CanaryDependencies, type CanaryHop, canaryHops } from '../domain/delivery/canary-flight.ts';

export interface Canary {
  /**
   * How long each hop has not answered, in ms; 0 for one that has. The list is empty when the first pair has just set out:
   * an alarm takes the first answer for a sign of life.
   */
  look(): Promise<ReadonlyArray<{ readonly hop: CanaryHop; readonly ageMs: number }>>;
}

/** The profile of the stage, as its environment names it. */
export type Profile = 'full' | 'idle';

/** How often a new pair sets out after the last one has arrived, in ms, by profile. */
const intervalsMs: Readonly<Record<Profile, number>> = { full: 300_000, idle: 1_800_000 };
/** A pair that has not arrived by then is lost: another pair sets out. */
const giveUpMs = 1_800_000;

/**
 * Sends two synthetic mails through all stages, to an integration of our own, and names the hop that has not answered.
 *
 * @param profile decides how often they set out
 */
export function createCanary(
  { current, remember, release, fateOf, now }: CanaryDependencies,
  profile: Profile = 'full',
): Canary {
  async function setOut(): Promise<void> {
    const at = now();
    const stamp = at.getTime().toString(36);
    const flight = { startedAt: at.toISOString(), mailId: `canary-m-${stamp}`, unsubscribeId: `canary-u-${stamp}` };
    // The flight is recorded first: if this process dies now, the flight is missed and the alarm goes off.
    await remember(flight);
    await release(flight.mailId, mailOf(flight.mailId, 'Canary', 'A sign of life.', at), at);
    await release(flight.unsubscribeId, mailOf(flight.unsubscribeId, 'unsubscribe', 'unsubscribe', at), at);
  }

  return {
    async look() {
      const flight = await current();
      if (flight === undefined) {
        await setOut();
        return [];
      }
      const [mail, unsubscribe] = await Promise.all([fateOf(flight.mailId), fateOf(flight.unsubscribeId)]);
      const hasAnswered: Record<CanaryHop, boolean> = {
        parse: mail.isRead && unsubscribe.isRead,
        // A hop that was never reached has not failed to answer.
        sink: !mail.isRead || mail.isSettled,
        suppress: !unsubscribe.isRead || unsubscribe.isSettled,
      };
      const age = now().getTime() - Date.parse(flight.startedAt);
      const hasArrived = canaryHops.every((hop) => hasAnswered[hop]);
      if (hasArrived ? age >= intervalsMs[profile] : age >= giveUpMs) await setOut();
      return canaryHops.map((hop) => ({ hop, ageMs: hasAnswered[hop] ? 0 : age }));
    },
  };
}

function mailOf(mailId: string, subject: string, text: string, at: Date): string {
  return [
    `From: Canary <${mailId}@postern-canary.invalid>`,
    `To: ${canaryIntegration.addresses[0]}`,
    `Subject: ${subject}`,
    `Message-ID: <${mailId}@postern-canary.invalid>`,
    `Date: ${at.toUTCString()}`,
    '',
    text,
    '',
  ].join('\r\n');
}
