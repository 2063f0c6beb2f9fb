import type { Control } from '../configuration/control.ts';
import type { CrmRegistry } from '../crm/crm-adapter.ts';
import type { Outcome } from '../crm/outcome.ts';
import type { SuppressionTarget } from '../crm/suppression-target.ts';
import { notKeptHere } from './suppression-target.ts';

interface ConnectionTargetDependencies {
  readonly control: Pick<Control, 'connection'>;
  readonly crm: CrmRegistry;
}

/**
 * The suppression target of a connection. A vendor without a place for suppressions is a target, too: one that is done
 * at once, with `not-kept-here` as its proof. It is not `misconfigured`, which would stop the connection's
 * mail.
 */
export async function connectionTarget(
  { control, crm }: ConnectionTargetDependencies,
  name: string,
): Promise<Outcome<SuppressionTarget>> {
  const connection = await control.connection(name);
  if (connection === undefined)
    return { kind: 'misconfigured', code: 'no-connection', message: `connection ${name} is not configured` };
  const adapter = await crm.adapterFor(connection);
  if (adapter.kind !== 'ok') return adapter;
  const { suppressions } = adapter.value;
  if (suppressions !== undefined) return { kind: 'ok', value: suppressions };
  const end = notKeptHere(`${connection.vendor} has no place for suppressions`);
  return { kind: 'ok', value: { makesNoCall: true, write: async () => end } };
}
