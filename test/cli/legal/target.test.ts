import { InvalidArgumentError } from 'commander';
import {
  checkTarget,
  holdLine,
  type TargetOptions,
  type TargetPorts,
  targetOf,
  targetWords,
} from '../../../cli/legal/target.ts';
import type { HoldTarget } from '../../../lambdas/domain/delivery/legal-hold.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';

const from = new Date('2026-01-01T00:00:00Z');
const to = new Date('2026-07-01T00:00:00Z');
const merge = (thread: string, into: string) => ({ tenant: 'acme', thread, into });
const merges = [merge('first', 'second'), merge('second', 'third'), merge('other', 'elsewhere')];
const ports: TargetPorts = {
  tenants: async () => ['acme', 'other'],
  mergesOf: async (tenant, key) =>
    tenant === 'acme' ? merges.filter(({ thread, into }) => thread === key || into === key) : [],
  threadsOf: async (eventId) => (eventId === 'evt_1' ? ['second'] : undefined),
};

describe('checkTarget', () => {
  it.each<{ readonly title: string; readonly options: TargetOptions; readonly message: RegExp }>([
    { title: 'nothing', options: {}, message: /name the mail/ },
    { title: 'half a period', options: { from }, message: /go together/ },
    { title: 'a period that ends before it begins', options: { from: to, to: from }, message: /before --to/ },
    { title: 'two things', options: { address: 'a@x.example', thread: 't' }, message: /name one of/ },
    { title: 'no address', options: { address: 'ada' }, message: /wants an address/ },
  ])('takes $title for wrong usage', ({ options, message }) => {
    expect(() => checkTarget(options)).toThrow(InvalidArgumentError);
    expect(() => checkTarget(options)).toThrow(message);
  });
});

describe('targetOf', () => {
  it.each<{ readonly title: string; readonly options: TargetOptions; readonly target: HoldTarget }>([
    { title: 'a tenant', options: { tenant: 'acme' }, target: { kind: 'tenant', tenant: 'acme' } },
    {
      title: 'an address, normalized',
      options: { address: 'Ada@X.Example' },
      target: { kind: 'address', address: 'ada@x.example' },
    },
    {
      title: 'an address at one tenant',
      options: { address: 'ada@x.example', tenant: 'acme' },
      target: { kind: 'address', address: 'ada@x.example', tenant: 'acme' },
    },
    {
      title: 'a period',
      options: { from, to },
      target: { kind: 'time', from: from.toISOString(), to: to.toISOString() },
    },
    {
      title: 'a conversation by all keys that merges gave it',
      options: { thread: 'third' },
      target: { kind: 'thread', threads: ['third', 'second', 'first'] },
    },
    {
      title: 'the conversation of an event',
      options: { thread: 'evt_1' },
      target: { kind: 'thread', threads: ['second', 'first', 'third'] },
    },
    {
      title: 'a conversation at a tenant without merges',
      options: { thread: 'third', tenant: 'other' },
      target: { kind: 'thread', threads: ['third'], tenant: 'other' },
    },
  ])('reads $title', async ({ options, target }) => {
    expect(await targetOf(options, ports)).toEqual(target);
  });

  it.each<{ readonly options: TargetOptions; readonly message: string }>([
    { options: { tenant: 'nobody' }, message: '--tenant: found "nobody", which no integration has' },
    { options: { thread: 'evt_2' }, message: '--thread: nothing is known of evt_2' },
  ])('refuses a name that is unknown: $options', async ({ options, message }) => {
    await expect(targetOf(options, ports)).rejects.toThrow(ConfigError);
    await expect(targetOf(options, ports)).rejects.toThrow(message);
  });
});

describe('targetWords', () => {
  it.each<[HoldTarget, string]>([
    [{ kind: 'tenant', tenant: 'acme' }, 'all mail of acme'],
    [{ kind: 'address', address: 'ada@x.example', tenant: 'acme' }, 'mail of ada@x.example at acme'],
    [{ kind: 'thread', threads: ['a', 'b'] }, 'conversation a, b'],
    [
      { kind: 'time', from: '2026-01-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z' },
      'mail received from 2026-01-01T00:00:00.000Z to 2026-07-01T00:00:00.000Z',
    ],
  ])('names %j', (target, words) => {
    expect(targetWords(target)).toBe(words);
  });
});

describe('holdLine', () => {
  it('says what is held, since when, by whom and why', () => {
    const hold = {
      id: 'hold_1',
      kind: 'tenant',
      tenant: 'acme',
      reason: 'case 7',
      placedAt: '2026-11-20T12:00:00.000Z',
      placedBy: 'laptop',
      state: 'placed',
    } as const;

    expect(holdLine(hold, 3, 9)).toBe(
      'hold_1 placed: all mail of acme, since 2026-11-20T12:00:00.000Z by laptop: case 7 (3 stored mails, 9 locked objects)',
    );
  });
});
