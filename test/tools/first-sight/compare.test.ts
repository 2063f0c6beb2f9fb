import { describe, expect, it } from '@jest/globals';
import { differences } from '../../../tools/first-sight/compare.ts';

describe('differences', () => {
  const event = {
    message: { subject: 'Hello', to: [{ address: 'a@b.test', name: 'A' }], cc: [] },
    body: { text: 'Line  \r\nsecond\r\n', reply: { signature: '-- \nIo Lund' } },
    classification: {
      autoReply: { returnsAt: '2026-12-06T23:00:00Z' },
      bounce: { recipients: [hard('b'), hard('a')] },
    },
  };

  it.each<[string, unknown, boolean]>([
    ['message.subject', 'Hello', true],
    ['message.subject', 'hello', false],
    ['message.subject', { not: 'Hello' }, false],
    ['message.subject', { anyOf: ['Bye', 'Hello'] }, true],
    ['message.subject', { anyOf: ['Bye', 'Hi'] }, false],
    ['message.to', [{ address: 'a@b.test' }], true],
    ['message.to', [{ address: 'a@b.test' }, { address: 'c@d.test' }], false],
    ['message.cc', null, true],
    ['message.to', null, false],
    ['message.absent.deep', null, true],
    ['body.text', 'Line\nsecond', true],
    ['body.text', { contains: ['Line', 'second'] }, true],
    ['body.text', { contains: ['third'] }, false],
    ['body.text', { startsWith: 'Line', without: ['third'] }, true],
    ['body.text', { startsWith: 'Line', without: ['second'] }, false],
    ['body.reply.signature', 'Io Lund', true],
    ['classification.autoReply.returnsAt', { day: '2026-12-07' }, true],
    ['classification.autoReply.returnsAt', { day: '2026-12-06' }, true],
    ['classification.autoReply.returnsAt', { day: '2026-12-08' }, false],
    ['classification.autoReply.returnsAt', { instant: '2026-12-07T00:00:00+01:00' }, true],
    ['classification.autoReply.returnsAt', { instant: '2026-12-07T00:00:00Z' }, false],
    ['classification.bounce.recipients', [hard('a'), hard('b')], true],
    ['classification.bounce.recipients', [hard('a'), { ...hard('b'), type: 'soft' }], false],
  ])('compares %s with %j: %s', (path, expected, isRight) => {
    expect(differences(event, { [path]: expected }, 60).length === 0).toBe(isRight);
  });

  it('names the field, the label and the value', () => {
    expect(differences(event, { 'message.subject': 'Bye' }, 0)).toEqual([
      { path: 'message.subject', expected: 'Bye', actual: 'Hello' },
    ]);
  });
});

function hard(name: string): { address: string; type: string } {
  return { address: `${name}@b.test`, type: 'hard' };
}
