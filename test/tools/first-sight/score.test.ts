import { describe, expect, it } from '@jest/globals';
import type { LabelledCase } from '../../../tools/first-sight/cases.ts';
import { scoreOf } from '../../../tools/first-sight/score.ts';

const MAIL: LabelledCase = {
  group: 'made-up',
  id: 'plain',
  language: 'en',
  source: 'test',
  raw: 'From: Ann <ann@elm.test>\nTo: bob@oak.test\nSubject: Nails\nMessage-ID: <1@elm.test>\nDate: Mon, 9 Nov 2026 09:00:00 +0100\n\nHow many nails?\n',
  expect: { 'message.subject': 'Nails', 'message.from': { name: 'Ann', address: 'ann@elm.test' } },
};

describe('scoreOf', () => {
  it('counts right cases per group, kind and language, and names the wrong fields', async () => {
    const wrong = { ...MAIL, id: 'wrong', language: 'de', expect: { 'message.subject': 'Screws' } };
    expect(await scoreOf([MAIL, wrong])).toEqual({
      all: { right: 1, total: 2 },
      groups: { 'made-up': { right: 1, total: 2 } },
      kinds: { 'made-up': { right: 1, total: 2 } },
      languages: { de: { right: 0, total: 1 }, en: { right: 1, total: 1 } },
      wrong: [
        {
          group: 'made-up',
          id: 'wrong',
          differences: [{ path: 'message.subject', expected: 'Screws', actual: 'Nails' }],
        },
      ],
    });
  });

  it('accepts the second label', async () => {
    const second = { ...MAIL, expect: { 'message.subject': 'Screws' }, or: { 'message.subject': 'Nails' } };
    expect((await scoreOf([second])).all).toEqual({ right: 1, total: 1 });
  });
});
