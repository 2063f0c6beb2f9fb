import {
  allowConnectionSecrets,
  allowIntakeSecrets,
  allowSecret,
  foreignSecretParts,
  readableSecrets,
} from '../../../lib/constructs/secret-grants.ts';
import { StageFunction } from '../../../lib/constructs/stage-function.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { timeouts } from '../../../lib/timeouts.ts';
import { aFlow, type PolicyStatement, statementsOf } from '../flow-stack.ts';

const key = 'arn:aws:kms:eu-west-1:111122223333:key/k';
const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/close-AbCdEf';
const secrets: StageConfig['secrets'] = [
  { secret: 'acme/sales', for: 'connections', key },
  { secret: arn, for: 'connections' },
  { secret: 'acme/forms', for: 'intake' },
];

function granted(grant: typeof allowConnectionSecrets): PolicyStatement[] {
  const { stack, flow } = aFlow({ secrets });
  const fn = new StageFunction(stack, 'Fn', { stage: 'sink', timeout: timeouts.sink });
  grant(fn, flow.state, flow.config);
  return statementsOf(stack, 'FnRole').filter(({ actions }) => !actions[0]!.startsWith('logs:'));
}
const resourcesOf = (statements: readonly PolicyStatement[], action: string): string =>
  statements
    .filter(({ actions }) => actions.includes(action))
    .flatMap(({ resources }) => resources)
    .join('\n');

describe('allowSecret', () => {
  it('allows to read the secret, and its key through Secrets Manager only', () => {
    const [read, decrypt] = granted((fn, state) => allowSecret(fn, state, state.secrets.addressKey.secretArn));

    expect([read!.actions, decrypt!.actions]).toEqual([['secretsmanager:GetSecretValue'], ['kms:Decrypt']]);
    expect(JSON.stringify(read!.resources)).toContain('SecretsAddressKey');
    expect(decrypt!.condition).toEqual({
      StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
    });
  });
});

describe('allowConnectionSecrets', () => {
  const statements = granted(allowConnectionSecrets);
  const readable = resourcesOf(statements, 'secretsmanager:GetSecretValue');

  it('allows the own secrets of connections and those that the stage lists for them', () => {
    for (const part of ['SecretsCrm', 'SecretsHook', ':secret:acme/sales-??????']) expect(readable).toContain(part);
    expect(readable).not.toMatch(/acme\/forms|SecretsIntake/);
  });

  it('takes an ARN with and without the suffix of Secrets Manager', () => {
    expect(readable.split('\n')).toEqual(expect.arrayContaining([arn, `${arn}-??????`]));
  });

  it('allows the key of a listed secret', () => {
    expect(resourcesOf(statements, 'kms:Decrypt')).toContain(key);
  });
});

describe('allowIntakeSecrets', () => {
  it('allows the secrets of intakes only', () => {
    const readable = resourcesOf(granted(allowIntakeSecrets), 'secretsmanager:GetSecretValue');

    for (const part of ['SecretsIntake', 'acme/forms']) expect(readable).toContain(part);
    expect(readable).not.toMatch(/acme\/sales|SecretsCrm/);
  });
});

describe('readableSecrets', () => {
  const { config } = aFlow({ secrets, namePrefix: 'acme', stage: 'prod' }).flow;

  it.each([
    ['connections', ['acme/prod/crm', 'acme/prod/hook', 'acme/sales', arn]],
    ['intake', ['acme/prod/intake', 'acme/forms']],
  ] as const)('names what %s may name', (reader, names) => {
    expect(readableSecrets(config, reader)).toEqual(names);
  });
});

describe('foreignSecretParts', () => {
  const { state } = aFlow().flow;
  const listed = Array.from({ length: 6 }, (_, nth): StageConfig['secrets'][number] => ({
    secret: `acme/${nth}`,
    for: 'connections',
  }));

  it.each([
    { title: 'fit into the first policy', room: { first: 1000, further: 1000 }, sizes: [6] },
    { title: 'spill into further policies', room: { first: 150, further: 250 }, sizes: [2, 3, 1] },
    { title: 'leave the first policy alone when it has no room', room: { first: 0, further: 1000 }, sizes: [0, 6] },
  ])('$title', ({ room, sizes }) => {
    expect(foreignSecretParts(state, { secrets: listed }, room).map((part) => part.length)).toEqual(sizes);
  });
});
