import { apiAccess } from '../../lib/stage-access.ts';
import { parseStages } from '../../lib/stage-config.ts';

const mistakesOf = (setting: string): string[] => {
  try {
    parseStages(`dev:\n  region: eu-west-1\n  inboundDomain: in.example.com\n  apiAccess: ${setting}\n`);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
};

describe('the setting apiAccess', () => {
  it.each([
    '{ allow: [203.0.113.0/24, "2001:db8::/32"] }',
    '{ quota: { perMinute: 600 } }',
    '{ quota: { perDay: 1 } }',
    '{ intake: { basic: true, allow: [10.0.0.0/8] } }',
    '{}',
  ])('takes %s', (setting) => {
    expect(mistakesOf(setting)).toEqual([]);
  });

  it.each([
    ['{ allow: [] }', 'wants a block'],
    ['{ allow: [203.0.113.7] }', 'wants a CIDR block'],
    ['{ allow: [0.0.0.0/0] }', 'wants a smaller block'],
    ['{ allow: ["::/0"] }', 'wants a smaller block'],
    ['{ allow: [10.0.0.0/33] }', 'wants a CIDR block'],
    ['{ allow: [office] }', 'wants a CIDR block'],
    ['{ quota: {} }', 'wants perMinute, perDay or both'],
    ['{ quota: { perMinute: 0 } }', 'from 1 to'],
    ['{ quota: { perHour: 5 } }', 'wants one of perMinute, perDay'],
    ['{ intake: { basic: yes please } }', 'wants true or false'],
    ['{ keys: true }', 'no such key'],
  ])('refuses %s', (setting, message) => {
    expect(mistakesOf(setting).join('\n')).toContain(message);
  });

  it('takes at most fifty blocks', () => {
    const blocks = (count: number) => ({ allow: Array.from({ length: count }, (_, index) => `10.0.${index}.0/24`) });

    expect([50, 51].map((count) => apiAccess.safeParse(blocks(count)).success)).toEqual([true, false]);
  });
});
