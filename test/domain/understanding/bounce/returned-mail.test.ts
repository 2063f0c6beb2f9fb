import {
  namesEnvelope,
  originalMessageIdOf,
  recipientsOf,
  splitReturned,
} from '../../../../lambdas/domain/understanding/bounce/returned-mail.ts';

const header =
  'Received: from a by b\nMessage-ID: <a@ours.example>\nFrom: bob@ours.example\nTo: Ada <ada@customer.example>';

describe('splitReturned', () => {
  it.each<[string, string, string]>([
    ['at a line that announces it', `It failed.\n\n--- Original message follows ---\n${header}`, 'It failed.\n'],
    ['where a block of header fields begins', `It failed.\n\n${header}`, 'It failed.\n'],
    ['where the block is quoted', `It failed.\n${header.replace(/^/gm, '> ')}`, 'It failed.'],
  ])('parts a report from the mail it returns %s', (_name, text, notice) => {
    const split = splitReturned(text);

    expect(split.notice).toBe(notice);
    expect(originalMessageIdOf(split.headers)).toBe('a@ours.example');
    expect(recipientsOf(split.headers)).toEqual(['ada@customer.example']);
  });

  it('leaves a report without a returned mail whole', () => {
    expect(splitReturned('It failed.\nTo: nobody')).toEqual({ notice: 'It failed.\nTo: nobody', headers: new Map() });
  });
});

describe('originalMessageIdOf', () => {
  it.each([
    ['<a@b.example>', 'a@b.example'],
    ['a@b.example', 'a@b.example'],
    ['no id', undefined],
    [undefined, undefined],
  ])('reads %s', (value, id) => {
    expect(originalMessageIdOf(new Map(value === undefined ? [] : [['message-id', value]]))).toBe(id);
  });
});

describe('recipientsOf', () => {
  it('puts the recipient of the envelope first, and falls back to the trace', () => {
    const list = new Map([
      ['to', 'list@ours.example'],
      ['x-envelope-to', 'ada@customer.example'],
    ]);
    const traced = new Map([['received', 'from a by b for <ada@customer.example>; Fri, 20 Nov 2026']]);

    expect(recipientsOf(list)).toEqual(['ada@customer.example', 'list@ours.example']);
    expect(recipientsOf(traced)).toEqual(['ada@customer.example']);
    expect([list, traced].map(namesEnvelope)).toEqual([true, false]);
  });
});
