import type { Control } from '../domain/configuration/control.ts';
import { connectionTarget } from '../domain/consent/connection-target.ts';
import { type ConfirmationMail, consentSettingsOf } from '../domain/consent/consent-settings.ts';
import { confirmationTarget, sesTarget } from '../domain/consent/suppression-target.ts';
import type { CrmRegistry } from '../domain/crm/crm-adapter.ts';
import type { Outcome } from '../domain/crm/outcome.ts';
import type { SuppressionTarget } from '../domain/crm/suppression-target.ts';

/** Finds the target with a name: a connection, the sending account, or the person who is asked to confirm. */
export interface SuppressionTargets {
  targetFor(name: string, tenant: string): Promise<Outcome<SuppressionTarget>>;
}

interface SuppressionTargetsDependencies {
  readonly control: Pick<Control, 'integrations' | 'connection'>;
  readonly crm: CrmRegistry;
  /** The suppression list of the sending account. */
  readonly sendingAccount: SuppressionTarget;
  /** Asks a person who was signed up to confirm, by the mail of their tenant. */
  readonly confirmationBy: (mail: ConfirmationMail) => SuppressionTarget;
}

/** Chooses the target of a name by today's configuration. */
export function createSuppressionTargets(dependencies: SuppressionTargetsDependencies): SuppressionTargets {
  const { control, crm, sendingAccount } = dependencies;
  return {
    async targetFor(name, tenant) {
      if (name === confirmationTarget) return confirmationOf(dependencies, tenant);
      if (name === sesTarget) return { kind: 'ok', value: sendingAccount, how: 'existing' };
      return connectionTarget({ control, crm }, name);
    },
  };
}

/** A tenant may have taken its confirmation mail out of the configuration since the message was sent. */
async function confirmationOf(
  { control, confirmationBy }: SuppressionTargetsDependencies,
  tenant: string,
): Promise<Outcome<SuppressionTarget>> {
  const { confirmation } = consentSettingsOf(await control.integrations(), tenant);
  if (confirmation !== undefined) return { kind: 'ok', value: confirmationBy(confirmation), how: 'existing' };
  const message = 'consent.confirmation is not configured any more';
  return { kind: 'misconfigured', code: 'no-confirmation', message };
}
