import { createSuppressContainer } from '../../lambdas/suppress/container.ts';
import { aChange } from '../helpers/consent.ts';
import { namedSettings, scriptedPlatform } from '../helpers/scripted-platform.ts';

describe('createSuppressContainer', () => {
  it('names every setting that is missing', () => {
    const { platform } = scriptedPlatform(namedSettings({ consentTable: '', suppressionsQueueUrl: undefined }));

    expect(() => createSuppressContainer(platform)).toThrow(
      'missing environment: CONSENT_TABLE, SUPPRESSIONS_QUEUE_URL',
    );
  });

  it('needs the settings of targets only where no targets are given', () => {
    const { platform } = scriptedPlatform(namedSettings({ tokenKeys: '' }));
    const targets = { targetFor: async () => ({ kind: 'unknown' as const }) };

    expect(() => createSuppressContainer(platform)).toThrow('missing environment: TOKEN_KEYS');
    expect(createSuppressContainer(platform, { targets })).toHaveProperty('inform');
  });

  it('puts dead letters to the dead-letter queue, and hides messages of the suppressions queue', async () => {
    const { platform, toQueues } = scriptedPlatform(namedSettings());
    const { deadLetters, setVisibility, backoff } = createSuppressContainer(platform);

    await deadLetters.put('body', 'reason');
    await setVisibility('handle', 1500);

    expect(backoff(1)).toBe(500);
    expect(toQueues.map(({ name, input }) => [name, input.QueueUrl])).toEqual([
      ['SendMessageCommand', 'suppressionsDeadLetterQueueUrl'],
      ['ChangeMessageVisibilityCommand', 'suppressionsQueueUrl'],
    ]);
  });

  it('applies a change in the consent table, and measures it', async () => {
    const { platform, toTables, measured } = scriptedPlatform(namedSettings());

    await createSuppressContainer(platform).apply(aChange());

    const tables = JSON.stringify(toTables.find(({ name }) => name === 'TransactWriteCommand')?.input);
    expect(tables).toContain('"TableName":"consentTable"');
    expect(measured.some((line) => line.includes('unsubscribe'))).toBe(true);
  });
});
